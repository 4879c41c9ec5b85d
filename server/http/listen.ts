import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Listening {
	readonly port: number;
	/** Lets requests under way finish for up to `graceMs`, then closes what is left. */
	close(graceMs: number): Promise<void>;
}

export interface ListenOptions {
	readonly host: string;
	readonly port: number;
	readonly app: RequestListener;
	readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
	/** Answers POST requests to the addresses of `polled` in front of express: they are as frequent as there are visitors. */
	readonly poll: (request: IncomingMessage, response: ServerResponse) => void;
	/** Answers the two health addresses in front of express: probes are frequent and must not wait. */
	readonly health: (
		path: '/healthz' | '/readyz',
	) => Promise<{ readonly ok: boolean; readonly reason?: string }>;
}

/**
 * Connections that may wait until they are taken up. When all come back at once, Node's 511 are few: whoever does not fit is let try
 * again by the system after a second, then after two more. The system's own bound (`somaxconn`) is below it mostly.
 */
const backlog = 16_384;

const polled: ReadonlySet<string> = new Set(['/poll/visitor', '/poll/agent']);

/** Rejects with the error of `listen`, such as EADDRINUSE. */
export async function listen(options: ListenOptions): Promise<Listening> {
	const open = new Set<ServerResponse>();
	const server = createServer((request, response) => {
		open.add(response);
		response.once('close', () => open.delete(response));
		if (request.url === '/healthz' || request.url === '/readyz') {
			void sayHealth(options.health(request.url), response);
			return;
		}
		if (request.method === 'POST' && polled.has(request.url ?? '')) {
			options.poll(request, response);
			return;
		}
		options.app(request, response);
	});
	server.headersTimeout = 10_000;
	server.requestTimeout = 30_000;
	server.on('upgrade', options.upgrade);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen({ port: options.port, host: options.host, backlog }, () => {
			server.off('error', reject);
			resolve();
		});
	});
	return {
		port: (server.address() as AddressInfo).port,
		close: (graceMs) => close(server, open, graceMs),
	};
}

async function sayHealth(
	health: ReturnType<ListenOptions['health']>,
	response: ServerResponse,
): Promise<void> {
	const { ok, reason } = await health.catch(() => ({
		ok: false,
		reason: 'the store does not answer',
	}));
	response.writeHead(ok ? 200 : 503, {
		'Content-Type': 'text/plain; charset=utf-8',
		'Cache-Control': 'no-store',
	});
	response.end(ok ? 'ok\n' : `${reason ?? 'not ready'}\n`);
}

/**
 * Waits for the answers that are under way, not for connections: a browser holds some open without asking anything, and
 * Node does not count those as idle.
 */
async function close(
	server: Server,
	open: ReadonlySet<ServerResponse>,
	graceMs: number,
): Promise<void> {
	const closed = new Promise<void>((resolve) => {
		server.close(() => resolve());
	});
	const answered = [...open].map((response) => once(response, 'close'));
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, graceMs);
	});
	await Promise.race([Promise.all(answered), late]);
	clearTimeout(timer);
	server.closeAllConnections();
	await closed;
}
