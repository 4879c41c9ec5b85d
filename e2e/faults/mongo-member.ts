import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import { mongo } from 'mongoose';
import { until } from './child.ts';

/** One mongod of a replica set, to be killed, held and started again. */
export class Member {
	readonly port: number;
	readonly folder: string;
	readonly #binary: string;
	#child: ChildProcess | null = null;
	#ended: Promise<void> = Promise.resolve();
	#client: mongo.MongoClient | null = null;
	#paused = false;

	constructor(binary: string, folder: string, port: number) {
		this.#binary = binary;
		this.folder = folder;
		this.port = port;
	}

	get host(): string {
		return `127.0.0.1:${this.port}`;
	}

	/** Resolves when it answers; it may be no primary yet. */
	async start(): Promise<void> {
		if (this.#child !== null) return;
		mkdirSync(this.folder, { recursive: true });
		const own = ['--dbpath', this.folder, '--port', String(this.port), '--replSet', 'rs0'];
		const child = spawn(this.#binary, [...own, ...args], { stdio: 'ignore' });
		this.#child = child;
		this.#ended = new Promise((resolve) => {
			child.once('exit', () => resolve());
			child.once('error', () => resolve());
		});
		const isUp = await until(
			() =>
				this.hello().then(
					() => true,
					() => false,
				),
			60_000,
		);
		if (!isUp) throw new Error(`The mongod on port ${this.port} did not start.`);
	}

	/** Now, without a chance to finish anything. */
	async kill(): Promise<void> {
		this.#child?.kill('SIGKILL');
		await this.#ended;
		this.#child = null;
		this.#paused = false;
	}
	/** It keeps its connections and its opinion of who is primary, and does nothing. */
	pause(): Promise<void> {
		this.#paused = this.#child?.kill('SIGSTOP') ?? false;
		return Promise.resolve();
	}
	resume(): void {
		this.#child?.kill('SIGCONT');
		this.#paused = false;
	}
	get isDown(): boolean {
		return this.#child === null || this.#paused;
	}

	async command(command: mongo.Document): Promise<mongo.Document> {
		return (await this.client()).db('admin').command(command);
	}
	/** To this member alone, whatever it is. */
	async client(): Promise<mongo.MongoClient> {
		this.#client ??= new mongo.MongoClient(`mongodb://${this.host}/?directConnection=true`, {
			serverSelectionTimeoutMS: 1000,
			connectTimeoutMS: 1000,
			socketTimeoutMS: 3000,
			runtimeAdapters: { os },
		});
		return this.#client.connect();
	}
	async hello(): Promise<{ readonly isPrimary: boolean; readonly isSecondary: boolean }> {
		const { isWritablePrimary, secondary } = await this.command({ hello: 1 });
		return { isPrimary: isWritablePrimary === true, isSecondary: secondary === true };
	}

	async stop(): Promise<void> {
		await this.#client?.close().catch(() => undefined);
		await this.kill();
	}
}

// No socket file, no statistics for the maker's support, no line for each connection; and its failpoints, for answers that
// cannot be brought about from outside.
const args = `--bind_ip 127.0.0.1 --nounixsocket --quiet --oplogSize 64 --wiredTigerCacheSizeGB 0.25
--setParameter diagnosticDataCollectionEnabled=false --setParameter enableTestCommands=1`.split(
	/\s+/,
);

export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
