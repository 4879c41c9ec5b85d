/** The built server as `npm start` runs it, without the look for stale files; ends with whoever started it. */
import { importBuilt } from '../../server/prepare.mjs';

process.on('disconnect', () => process.exit(1));
const { run } = await importBuilt('main');
await run();
