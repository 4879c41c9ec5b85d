import { spawn, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { storeSettings } from '../server/stores/mongo/testing/database-of-folder.ts';

/** A server in a process of its own, as `npm start` runs it. */
export interface ServerProcess {
	/** Origin under which browsers reach it. */
	readonly url: string;
	readonly port: number;
	readonly demoUrl: string;
	/** The one-time link of the first start; null when there is an owner. */
	readonly ownerLink: string | null;
	readonly pid: number;
	/** All that it has printed. */
	output(): string;
	/** Resolves when the process is gone. */
	kill(signal: NodeJS.Signals): Promise<void>;
}

const root = dirname(import.meta.dirname);

/** LIMITS for a server that one address asks everything of. The limits themselves have tests of their own. */
export const wideLimits = [
	'messagesPerVisitor=1000000/1',
	'messagesPerAddress=1000000/1',
	'conversationsPerAddress=1000000/1',
	'identifyPerAddress=1000000/1',
	'asksPerVisitor=1000000/1',
	'signalsPerSocket=1000000/1',
	'socketsPerAddress=100000',
	'perVisitorHour=100000',
	'addressDayBytes=1073741824',
].join();

/** Resolves when the server says that it is ready; rejects with its output when it ends or stays silent instead. */
export function startServer(options: {
	readonly dataDir: string;
	/** 0 or none: any free one. */
	readonly port?: number;
	readonly env?: Readonly<Record<string, string>>;
	readonly readyMs?: number;
}): Promise<ServerProcess> {
	const child = spawn(process.execPath, ['server/start.mjs'], {
		cwd: root,
		// The settings of whoever runs the tests must not reach the server: only what is named here.
		env: {
			PATH: process.env['PATH'],
			HOME: process.env['HOME'],
			PORT: String(options.port ?? 0),
			DATA_DIR: options.dataDir,
			LIMITS: wideLimits,
			...storeEnvironment(options.dataDir),
			...options.env,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));

	return new Promise((resolve, reject) => {
		const fail = (reason: string) => {
			clearTimeout(timer);
			child.kill('SIGKILL');
			reject(new Error(`The server ${reason}. It said:\n${output}`));
		};
		const timer = setTimeout(() => fail('was not ready in time'), options.readyMs ?? 60_000);
		const listen = (chunk: Buffer) => {
			output += chunk.toString('utf8');
			const url = /Parley is ready on (\S+)/.exec(output)?.[1];
			const demoUrl = /demo shop\s+(\S+)/.exec(output)?.[1];
			// The last line of the list, so that all of it is here.
			if (url === undefined || demoUrl === undefined || !/^\s+data\s/m.test(output)) return;
			clearTimeout(timer);
			child.off('exit', onEarlyExit);
			resolve({
				url,
				port: Number(new URL(demoUrl).port),
				demoUrl,
				ownerLink: /first step\s+(\S+)/.exec(output)?.[1] ?? null,
				pid: pidOf(child),
				output: () => output,
				kill: async (signal) => {
					child.kill(signal);
					await gone;
				},
			});
		};
		const onEarlyExit = (code: number | null) => fail(`ended with ${code ?? 'a signal'}`);
		child.once('exit', onEarlyExit);
		child.once('error', (error) => fail(`did not start: ${error.message}`));
		child.stdout.on('data', listen);
		child.stderr.on('data', listen);
	});
}

function pidOf(child: ChildProcess): number {
	if (child.pid === undefined) throw new Error('The server process has no id.');
	return child.pid;
}

/** On MongoDB, when the tests run on it: what is started again on the same folder finds the same database. */
export function storeEnvironment(dataDir: string): Readonly<Record<string, string>> {
	const { storeUrl, key, allowStandalone } = storeSettings(dataDir);
	if (storeUrl === null || key === null) return {};
	const standalone = allowStandalone ? { MONGO_STANDALONE: 'only-for-tests' } : {};
	return { STORE_URL: storeUrl, PARLEY_KEY: key, ...standalone };
}
