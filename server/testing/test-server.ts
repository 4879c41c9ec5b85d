import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WebSocket } from 'ws';
import type { Config } from '../config.ts';
import { openFront, type FrontOptions } from '../front.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Hub } from '../gateway/hub.ts';
import { openHouse, type House } from '../house.ts';
import { readLimits, type Limits } from '../limits.ts';
import { start, type Parley } from '../main.ts';
import { hashOf, sessionsCollection, type Agent } from '../routing/index.ts';
import { dropDatabaseOf, storeSettings } from '../stores/mongo/testing/database-of-folder.ts';
import { randomIds } from '../system/ids.ts';

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

/** Most tests ask more of one server than a visitor may; the limits have tests of their own. */
export const wideLimits = readLimits(
	['messagesPerVisitor', 'messagesPerAddress', 'conversationsPerAddress']
		.concat('identifyPerAddress', 'asksPerVisitor', 'signalsPerSocket')
		.map((name) => `${name}=1000000/1`)
		.concat('socketsPerAddress=100000')
		.join(),
) as Limits;

export const testConfig = (dataDir: string, more: Partial<Config> = {}): Config => ({
	port: 0,
	host: '127.0.0.1',
	dataDir,
	publicUrl: null,
	trustProxy: 'loopback',
	storeSync: 'normal',
	logLevel: 'silent',
	webhookAllow: [],
	limits: wideLimits,
	...storeSettings(dataDir),
	...more,
});

/** Removes all that a server with this folder stored, when it is closed. */
export async function removeData(dataDir: string): Promise<void> {
	rmSync(dataDir, { recursive: true, force: true });
	await dropDatabaseOf(dataDir);
}

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
			await removeData(dataDir);
		},
	};
}

/** A real gateway on a real house without the rest of the HTTP server, so that tests reach the parts behind the sockets. */
export interface TestGateway {
	readonly house: House;
	readonly gateway: Gateway;
	readonly hub: Hub;
	readonly siteKey: string;
	/** Any request there is a poll. */
	readonly pollUrl: string;
	visitor(headers?: Record<string, string>): Promise<TestSocket>;
	agent(cookie: string): Promise<TestSocket>;
	/** An agent who is signed in, with the cookie. */
	signedIn(name: string): Promise<{ agent: Agent; cookie: string }>;
	/** The status of an upgrade; 101 stays open. */
	knock(path: string, headers?: Record<string, string>): Promise<number>;
	stop(): Promise<void>;
}

export async function startTestGateway(options: Partial<FrontOptions> = {}): Promise<TestGateway> {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-gateway-'));
	const house = await openHouse(testConfig(dataDir), resolve('build'));
	const { agents, sites, store } = house;
	const { gateway, hub, close } = await openFront(house, {
		publicOrigin: () => 'http://localhost',
		addressOf: () => null,
		signTranscript: () => ({ url: '/transcripts/x', expiresAt: 0 }),
		...options,
	});
	await house.startWork();
	const server = createServer(gateway.poll).on('upgrade', gateway.upgrade);
	await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const url = `ws://${host}`;
	const sockets: TestSocket[] = [];
	const connect = (path: string, headers: Record<string, string> = {}): TestSocket => {
		const socket = new TestSocket(url + path, headers);
		sockets.push(socket);
		return socket;
	};
	const open = async (path: string, headers: Record<string, string> = {}): Promise<TestSocket> => {
		const socket = connect(path, headers);
		await socket.opened;
		return socket;
	};
	return {
		house,
		gateway,
		hub,
		siteKey: (await sites.first()).key,
		pollUrl: `http://${host}/poll`,
		visitor: (headers) => open('/ws/visitor', headers),
		agent: (cookie) => open('/ws/agent', { Cookie: cookie }),
		async signedIn(name) {
			const email = `${name}@example.com`;
			const { id } = await agents.save({ name, email, passwordHash: '', role: 'agent' });
			// One agent of a test has more conversations than one of a shop; slots have tests of their own.
			const agent = await agents.change(id, null, { set: { capacity: null } });
			if (agent === null) throw new Error(`${name} is gone`);
			const secret = randomIds.secret();
			await store.insert(sessionsCollection, {
				id: hashOf(secret),
				agent: agent.id,
				createdAt: Date.now(),
				expiresAt: Date.now() + 60_000,
			});
			return { agent, cookie: `parley_session=${secret}` };
		},
		knock: (path, headers) => connect(path, headers).status,
		async stop() {
			for (const socket of sockets) socket.close();
			await close();
			server.close();
			await house.close();
			await removeData(dataDir);
		},
	};
}

export type Frame = Record<string, unknown> & { readonly type: string };

/** A raw socket that keeps every frame it heard. */
export class TestSocket {
	readonly opened: Promise<void>;
	readonly closed: Promise<number>;
	/** 101, or what the server answered instead. */
	readonly status: Promise<number>;
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
		this.status = new Promise((resolve) => {
			this.socket.on('upgrade', () => resolve(101));
			this.socket.on('unexpected-response', (_request, response) => {
				response.resume();
				resolve(response.statusCode ?? 0);
				this.socket.terminate();
			});
		});
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
	/** This end's port, by which the server's end can be told apart. */
	get port(): number | undefined {
		return (this.socket as unknown as { _socket?: { localPort?: number } })._socket?.localPort;
	}
	/** Reads nothing more. */
	pause(): void {
		this.socket.pause();
	}
	/** Cuts the connection, as a dead network does. */
	cut(): void {
		this.socket.terminate();
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
