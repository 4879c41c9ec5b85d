import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse,
} from 'node:http';
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
	/** Answers the two health addresses in front of express: probes are frequent and must not wait. */
	readonly health: (
		path: '/healthz' | '/readyz',
	) => Promise<{ readonly ok: boolean; readonly reason?: string }>;
}

/** Rejects with the error of `listen`, such as EADDRINUSE. */
export async function listen(options: ListenOptions): Promise<Listening> {
	const server = createServer((request, response) => {
		if (request.url === '/healthz' || request.url === '/readyz') {
			void sayHealth(options.health(request.url), response);
			return;
		}
		options.app(request, response);
	});
	server.headersTimeout = 10_000;
	server.requestTimeout = 30_000;
	server.on('upgrade', options.upgrade);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, options.host, () => {
			server.off('error', reject);
			resolve();
		});
	});
	return {
		port: (server.address() as AddressInfo).port,
		close: (graceMs) => close(server, graceMs),
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

async function close(server: Server, graceMs: number): Promise<void> {
	const timer = setTimeout(() => server.closeAllConnections(), graceMs);
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeIdleConnections();
	});
	clearTimeout(timer);
}
