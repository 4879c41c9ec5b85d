import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that is started to be killed. It speaks in lines of JSON on its standard output. */
export interface Child {
	/** Resolves when it has ended, in whatever way; by then every line has been handed over. */
	readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
	/** Now, without a chance to finish anything. */
	kill(): Promise<void>;
	/** What it wrote to its standard error. */
	readonly errors: () => string;
}

/** The channel ends with this process, and the child with the channel: a test that is killed leaves nothing behind. */
export function startChild(
	args: readonly string[],
	onLine: (line: string) => void,
	env: Readonly<Record<string, string>> = {},
): Child {
	const child: ChildProcess = spawn(process.execPath, [...args], {
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		env: { ...process.env, ...env },
	});
	let errors = '';
	child.stderr!.on('data', (data: Buffer) => (errors += data.toString()));
	const lines = createInterface({ input: child.stdout! });
	lines.on('line', onLine);
	const linesDone = new Promise<void>((resolve) => lines.once('close', resolve));
	const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
		child.once('exit', (code, signal) => resolve({ code, signal }));
	});
	const ended = Promise.all([exited, linesDone]).then(([how]) => how);
	return {
		ended,
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
		errors: () => errors,
	};
}

export const wait = (ms: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

/** Looks again until it holds; false when it did not in time. */
export async function until(
	holds: () => boolean | Promise<boolean>,
	maxMs: number,
): Promise<boolean> {
	const end = Date.now() + maxMs;
	while (!(await holds())) {
		if (Date.now() > end) return false;
		await wait(50);
	}
	return true;
}
