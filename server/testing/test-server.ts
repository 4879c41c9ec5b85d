import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WebSocket } from 'ws';
import type { Config } from '../config.ts';
import { start, type Parley } from '../main.ts';

/* A real server on a free port with a folder of its own, and raw sockets to talk to it. `stop` ends everything. */

export interface TestServer extends Parley {
	readonly dataDir: string;
	readonly siteKey: string;
	/** The cookie of a signed-in owner. */
	readonly ownerCookie: string;
	visitor(): Promise<TestSocket>;
	agent(cookie?: string): Promise<TestSocket>;
	post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
	stop(): Promise<void>;
}

export const owner = {
	name: 'Mira',
	email: 'mira@example.com',
	password: 'a long enough password',
};

export const testConfig = (dataDir: string, more: Partial<Config> = {}): Config => ({
	port: 0,
	host: '127.0.0.1',
	dataDir,
	publicUrl: null,
	trustProxy: 'loopback',
	storeSync: 'normal',
	logLevel: 'silent',
	key: null,
	webhookAllow: [],
	...more,
});

export async function startTestServer(more: Partial<Config> = {}): Promise<TestServer> {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-server-'));
	const parley = await start(testConfig(dataDir, more), resolve('build'));
	const sockets: TestSocket[] = [];
	const post: TestServer['post'] = (path, body, headers = {}) =>
		fetch(parley.url + path, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	const code = parley.ownerLink?.split('#')[1] ?? '';
	const setUp = await post('/api/setup', { code, ...owner });
	const ownerCookie = setUp.headers.get('set-cookie')?.split(';')[0] ?? '';
	const demo = await (await fetch(`${parley.url}/demo`)).text();
	const open = async (path: string, headers: Record<string, string> = {}): Promise<TestSocket> => {
		const socket = new TestSocket(parley.url.replace('http', 'ws') + path, headers);
		sockets.push(socket);
		await socket.opened;
		return socket;
	};
	return {
		...parley,
		dataDir,
		siteKey: /widget\.js\?site=(\w+)/.exec(demo)?.[1] ?? '',
		ownerCookie,
		post,
		visitor: () => open('/ws/visitor'),
		agent: (cookie = ownerCookie) => open('/ws/agent', { Cookie: cookie }),
		async stop() {
			for (const socket of sockets) socket.close();
			await parley.close();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

export type Frame = Record<string, unknown> & { readonly type: string };

/** A raw socket that keeps every frame it heard. */
export class TestSocket {
	readonly opened: Promise<void>;
	readonly closed: Promise<number>;
	readonly heard: Frame[] = [];
	/** Everything as it came over the wire. */
	readonly texts: string[] = [];
	private readonly socket: WebSocket;
	private wake: () => void = () => {};
	private read = 0;

	constructor(url: string, headers: Record<string, string>) {
		this.socket = new WebSocket(url, { headers });
		this.opened = new Promise((resolve, reject) => {
			this.socket.on('open', resolve);
			this.socket.on('error', reject);
		});
		this.opened.catch(() => {});
		this.closed = new Promise((resolve) => {
			this.socket.on('close', resolve);
		});
		this.socket.on('message', (data: Buffer) => {
			this.texts.push(data.toString());
			this.heard.push(...(JSON.parse(data.toString()) as Frame[]));
			this.wake();
		});
	}

	send(...frames: Frame[]): void {
		this.socket.send(JSON.stringify(frames));
	}
	sendRaw(data: string | Buffer): void {
		this.socket.send(data);
	}

	/** The next frame of this type that was not given out before; waits for it. Frames of other types in between are skipped. */
	async next<Type extends string>(type: Type): Promise<Frame & { type: Type }> {
		const deadline = Date.now() + 5000;
		for (;;) {
			while (this.read < this.heard.length) {
				const frame = this.heard[this.read++];
				if (frame?.type === type) return frame as Frame & { type: Type };
			}
			const left = deadline - Date.now();
			if (left <= 0) throw new Error(`No ${type} came. Heard: ${JSON.stringify(this.heard)}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, left);
				this.wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
	}

	close(): void {
		this.socket.close();
	}
}

let count = 0;
/** A new clientId. */
export const newId = (): string => `test-${String(++count).padStart(6, '0')}`;

export const hello = (site: string, more: Partial<Frame> = {}): Frame => ({
	type: 'hello',
	protocol: 1,
	site,
	token: null,
	epoch: null,
	conversation: null,
	after: 0,
	...more,
});
