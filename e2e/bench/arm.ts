import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Question, Ready, Usage } from './arms/arm-process.ts';
import { profileDir, root, tempDir } from './setting.ts';

export interface ArmOptions {
	/** File in arms/. */
	readonly program: string;
	readonly args?: readonly string[];
	/** For the name of a CPU profile. */
	readonly name: string;
	/** How long work may lie still before the server does it; 0 when left out. */
	readonly putsOffMs?: number;
}

/** Between two looks at whether a server is at rest. */
const lookMs = 200;
/** At rest it takes less between two looks, in microseconds; the profiler alone takes some. */
const restMicros = profileDir === null ? 8000 : 24_000;

/** A server under measurement: a process of its own on the servers' core. */
export class Arm {
	readonly port: number;
	readonly #child: ChildProcess;
	readonly #putsOffMs: number;

	private constructor(child: ChildProcess, port: number, putsOffMs: number) {
		this.#child = child;
		this.port = port;
		this.#putsOffMs = putsOffMs;
	}

	static async start({ program, args = [], name, putsOffMs = 0 }: ArmOptions): Promise<Arm> {
		const child = spawnPinned([join(root, `build/e2e/bench/arms/${program}.mjs`), ...args], name);
		const { port } = await answerOf<Ready>(child);
		child.once('exit', (code, signal) => {
			if (code !== 0 && signal !== 'SIGKILL') console.error(`${name} ended: ${code ?? signal}`);
		});
		return new Arm(child, port, putsOffMs);
	}

	usage(): Promise<Usage> {
		return this.#ask('usage');
	}
	memory(): Promise<Usage> {
		return this.#ask('memory');
	}
	spin(): Promise<number> {
		return this.#ask('spin');
	}

	/** Waits until what was put off is done too, so that it is counted; answers the CPU time by then. */
	async quiet(): Promise<number> {
		let before = await this.usage();
		let calmMs = 0;
		for (let i = 0; i < 300; i += 1) {
			await wait(lookMs);
			const now = await this.usage();
			calmMs = now.cpu - before.cpu < restMicros ? calmMs + lookMs : 0;
			if (calmMs > this.#putsOffMs) return now.cpu;
			before = now;
		}
		throw new Error('The server does not come to rest.');
	}

	async stop(): Promise<void> {
		const ended = endOf(this.#child);
		this.#child.send('stop' satisfies Question);
		await ended;
	}
	async kill(): Promise<void> {
		const ended = endOf(this.#child);
		this.#child.kill('SIGKILL');
		await ended;
	}

	#ask<Answer>(question: Question): Promise<Answer> {
		const answer = answerOf<Answer>(this.#child);
		this.#child.send(question);
		return answer;
	}
}

/** Questions are asked one at a time, so the next message is the answer. */
function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const ended = (code: number | null): void => reject(new Error(`A server ended with ${code}.`));
		child.once('exit', ended);
		child.once('message', (answer) => {
			child.off('exit', ended);
			resolve(answer as Answer);
		});
	});
}

const endOf = (child: ChildProcess): Promise<void> =>
	new Promise((resolve) => {
		child.once('exit', () => resolve());
	});

let started = 0;
export function spawnPinned(
	args: readonly string[],
	name: string,
	{ env = {}, out = 'inherit' }: { env?: Record<string, string>; out?: 'inherit' | 'pipe' } = {},
): ChildProcess {
	// A folder for each process: its threads write one file each.
	const folder = profileDir === null ? null : join(profileDir, `${(started += 1)}-${name}`);
	const profile = folder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
	const node = [process.execPath, '--expose-gc', ...profile, ...args];
	const isPinned = process.platform === 'linux' && availableParallelism() > 1;
	const [command = '', ...rest] = isPinned ? ['taskset', '-c', '0', ...node] : node;
	const stdio: StdioOptions = ['ignore', out, 'inherit', 'ipc'];
	return spawn(command, rest, { stdio, cwd: root, env: { ...process.env, ...env } });
}

export const wait = (ms: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

let folders = 0;
/** A new folder of this run; all are removed at its end. */
export function newFolder(name: string): string {
	const folder = join(tempDir, `${name}-${(folders += 1)}`);
	mkdirSync(folder, { mode: 0o700 });
	return folder;
}
