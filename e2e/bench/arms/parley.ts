import { join } from 'node:path';
import { loadConfig } from '../../../server/config.ts';
import type { Parley } from '../../../server/main.ts';
import { serveQuestions } from './arm-process.ts';

/** The built server as it is shipped, on the data folder that the harness has prepared. */
const [dataDir = '', buildDir = ''] = process.argv.slice(2);
const { start } = (await import(join(buildDir, 'server/main.js'))) as {
	start: (config: ReturnType<typeof loadConfig>, buildDir: string) => Promise<Parley>;
};
const config = loadConfig({ PORT: '0', DATA_DIR: dataDir, STORE_SYNC: 'full', LOG_LEVEL: 'error' });
const parley = await start(config, buildDir);
serveQuestions(parley.port, () => parley.close());
