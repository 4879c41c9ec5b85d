/** What `npm start` runs, on a fresh clone too: installs, builds what is stale, then the server. */
import { importBuilt, prepare } from './prepare.mjs';

try {
	await prepare({ say: (line) => console.log(`parley: ${line}`) });
} catch (error) {
	console.error(`parley: ${error.message}`);
	process.exit(1);
}
endWithNpm();
// From here on the server speaks for itself: addresses, errors of the settings, signals.
const { run } = await importBuilt('main');
await run();

/**
 * A SIGTERM to `npm start` ends npm and its shell, which do not pass it on: the server would stay
 * behind and hold the port and the data folder. So it ends as if it had got the signal itself.
 */
function endWithNpm() {
	if (!process.env.npm_lifecycle_event) return;
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watch);
		process.kill(process.pid, 'SIGTERM');
	}, 500);
	watch.unref();
}
