import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Starts a program in a process group of its own, so that all it started can be ended with it, and
 * ends it with us. `ended` gives its `code` and `signal`.
 */
export function run(command, args, env = {}) {
	const child = spawn(command, args, {
		cwd: root,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'inherit', 'inherit'],
		detached: true,
	});
	const kill = (signal) => {
		try {
			process.kill(-child.pid, signal);
		} catch {
			// Best effort: it has ended by itself.
		}
	};
	const stop = (signal) => {
		kill(signal);
		process.exit(1);
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
	const ended = new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', (code, signal) => resolve({ code, signal }));
	}).finally(() => process.off('SIGINT', stop).off('SIGTERM', stop));
	return { ended, kill };
}
