/** What `npm start` runs, on a fresh clone too: installs, builds what is stale, then the server. */
import { importBuilt, prepare } from './prepare.mjs';

try {
	await prepare({ say: (line) => console.log(`parley: ${line}`) });
} catch (error) {
	console.error(`parley: ${error.message}`);
	process.exit(1);
}
// From here on the server speaks for itself: addresses, errors of the settings, signals.
const { run } = await importBuilt('main');
await run();
