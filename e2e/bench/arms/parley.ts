import { join } from 'node:path';
import { loadConfig } from '../../../server/config.ts';
import type { Parley } from '../../../server/main.ts';
import { wideLimits } from '../../server-process.ts';
import { serveQuestions } from './arm-process.ts';
import { mongoSettings } from './mongo-settings.ts';

/** The built server as it is shipped, on what the harness has prepared in the data folder or on a MongoDB. */
const [dataDir = '', buildDir = '', storeUrl] = process.argv.slice(2);
const { start } = (await import(join(buildDir, 'server/main.js'))) as {
	start: (config: ReturnType<typeof loadConfig>, buildDir: string) => Promise<Parley>;
};
const config = loadConfig({
	PORT: '0',
	DATA_DIR: dataDir,
	LOG_LEVEL: 'error',
	LIMITS: wideLimits,
	...(storeUrl === undefined ? { STORE_SYNC: 'full' } : mongoSettings(storeUrl)),
});
const parley = await start(config, buildDir);
serveQuestions(parley.port, () => parley.close());
