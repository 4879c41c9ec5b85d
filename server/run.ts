import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { announcement } from './announcement.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { start, type Parley } from './main.ts';
import { exitCodes, explainStart } from './start-failure.ts';
import { systemClock } from './system/clock.ts';
import { createStopper } from './system/stopper.ts';

export { start };

/** What `npm start` runs: reads the environment, says where everything is, ends on SIGTERM and SIGINT. */
export async function run(): Promise<void> {
	const buildDir = dirname(dirname(fileURLToPath(import.meta.url)));
	let parley: Parley;
	let config: Config;
	try {
		config = loadConfig();
		parley = await start(config, buildDir);
	} catch (error) {
		console.error(explainStart(error));
		process.exit(error instanceof ConfigError ? exitCodes.config : exitCodes.of(error));
	}
	console.log(announcement(config, parley));
	void parley.failed.then((error) => {
		console.error(
			`Parley stops: its database cannot be used any more (${error.message}). Nothing that was acknowledged is lost. Check ${config.storeUrl === null ? 'the disk' : 'MongoDB'}, then start it again.`,
		);
		process.exit(exitCodes.storeFailed);
	});
	const stop = createStopper({
		close: parley.close,
		clock: systemClock,
		// Below the 20 seconds of the unit in docs/operations.md.
		graceMs: 15_000,
		say: (line) => console.error(line),
		exit: (code) => process.exit(code),
	});
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
}
