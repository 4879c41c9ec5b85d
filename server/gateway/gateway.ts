import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { DomainError } from '../../shared/errors.ts';
import { closeCodes, wireLimits } from '../../shared/protocol/limits.ts';
import { parseAgentFrames, parseVisitorFrames } from '../../shared/protocol/parse.ts';
import { createAgentSession } from './agent-session.ts';
import { createBeats } from './beats.ts';
import type { GatewayDeps } from './deps.ts';
import { createOutbox } from './outbox.ts';
import { createVisitorSession } from './visitor-session.ts';

export type { GatewayDeps } from './deps.ts';
export type Gateway = ReturnType<typeof createGateway>;

export interface GatewayOptions {
	/** The only origin that browsers may come from; asked at each upgrade. */
	readonly publicOrigin: () => string;
	readonly maxSockets?: number;
	readonly beatMs?: number;
}

/** A session, whoever it belongs to. */
interface Session<Frame> {
	take(frame: Frame): void;
	beat(): void;
	isOpen(): boolean;
	fail(clientId: string | null, error: unknown): void;
	close(): void;
}

/** How long after a restart the last client comes back, in milliseconds: they are spread so that they do not come at once. */
const byeSpreadMs = 5000;

export function createGateway(deps: GatewayDeps, options: GatewayOptions) {
	const { publicOrigin, maxSockets = 10_000, beatMs = wireLimits.beatMs } = options;
	const server = new WebSocketServer({
		noServer: true,
		clientTracking: true,
		perMessageDeflate: false,
		maxPayload: wireLimits.frame,
		// Floods of tiny fragments cost memory before any of our limits sees them.
		maxFragments: 64,
		maxBufferedChunks: 4096,
		skipUTF8Validation: false,
	});
	const beats = createBeats(beatMs);
	let closing = false;

	async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const { origin } = request.headers;
		if (pathname !== '/ws/visitor' && pathname !== '/ws/agent')
			return refuse(socket, 404, 'Not Found');
		if (closing) return refuse(socket, 503, 'Service Unavailable');
		if (origin !== undefined && origin !== publicOrigin()) return refuse(socket, 403, 'Forbidden');
		if (server.clients.size >= maxSockets) return refuse(socket, 503, 'Service Unavailable');
		if (pathname === '/ws/visitor') {
			return server.handleUpgrade(request, socket, head, (ws) => {
				const outbox = createOutbox(ws);
				serve(ws, createVisitorSession(deps, outbox), parseVisitorFrames, outbox.flush);
			});
		}
		// A browser cannot read why an upgrade was refused: accept, then close with a code that it can.
		const agent = await deps.whoIs(request.headers.cookie);
		server.handleUpgrade(request, socket, head, (ws) => {
			if (agent === null) return ws.close(closeCodes.notSignedIn, 'not signed in');
			const outbox = createOutbox(ws);
			serve(ws, createAgentSession(deps, outbox, agent), parseAgentFrames, outbox.flush);
		});
	}

	function serve<Frame>(
		ws: WebSocket,
		session: Session<Frame>,
		parse: (text: string) => Frame[],
		flush: () => void,
	): void {
		let alive = true;
		const helloTimer = setTimeout(() => {
			if (!session.isOpen()) ws.close(closeCodes.helloTimeout, 'no hello');
		}, wireLimits.helloMs);
		const stopBeat = beats.add({
			beat() {
				alive = false;
				ws.ping();
				session.beat();
			},
			// No pong: half open. What was not received comes after the next hello.
			check() {
				if (!alive) ws.terminate();
			},
		});
		ws.on('pong', () => {
			alive = true;
		});
		ws.on('message', (data: RawData, isBinary: boolean) => {
			alive = true;
			try {
				for (const frame of parse(textOf(data, isBinary, session.isOpen()))) session.take(frame);
			} catch (error) {
				session.fail(null, error);
				flush();
				ws.close(closeCodes.badFrame, 'bad frame');
			}
		});
		// A broken connection is normal; the client comes back and resumes by number.
		ws.on('error', () => ws.terminate());
		ws.on('close', () => {
			clearTimeout(helloTimer);
			stopBeat();
			session.close();
		});
	}

	return {
		/** For the HTTP server's `upgrade` event. */
		upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
			socket.on('error', () => socket.destroy());
			upgrade(request, socket, head).catch((error: unknown) => {
				deps.logFault('upgrade', error);
				refuse(socket, 500, 'Internal Server Error');
			});
		},
		sockets: (): number => server.clients.size,
		/** Tells every client to come back later, each at its own time, and closes. */
		async close(): Promise<void> {
			closing = true;
			beats.stop();
			for (const ws of server.clients) {
				const delayMs = Math.floor(Math.random() * byeSpreadMs);
				if (ws.readyState === ws.OPEN) ws.send(JSON.stringify([{ type: 'bye', delayMs }]));
				ws.close(closeCodes.goingAway, 'restart');
			}
			await new Promise<void>((resolve) => {
				const timer = setTimeout(() => {
					for (const ws of server.clients) ws.terminate();
				}, 1000);
				server.close(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		},
	};
}

function textOf(data: RawData, isBinary: boolean, open: boolean): string {
	if (isBinary || !Buffer.isBuffer(data))
		throw new DomainError('bad_json', 'Frames are text, not binary.');
	if (!open && data.length > wireLimits.beforeHello) {
		throw new DomainError(
			'bad_frame',
			`Before hello a message may have up to ${wireLimits.beforeHello} bytes.`,
		);
	}
	return data.toString('utf8');
}

function refuse(socket: Duplex, status: number, reason: string): void {
	socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
