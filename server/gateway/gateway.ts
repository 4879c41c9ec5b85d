import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { closeCodes, wireLimits } from '../../shared/protocol/limits.ts';
import type { AgentFrame } from '../../shared/protocol/agent-frames.ts';
import { parseAgentFrames, parseVisitorFrames } from '../../shared/protocol/parse.ts';
import { createAgentSession, type AgentSession } from './agent-session.ts';
import { createBeats } from './beats.ts';
import type { GatewayDeps, SignedInAgent } from './deps.ts';
import { createPlaces } from './places.ts';
import { closeSoon, serveSocket } from './serve-socket.ts';
import { createVisitorSession } from './visitor-session.ts';

export type { GatewayDeps } from './deps.ts';
export type Gateway = ReturnType<typeof createGateway>;

export interface GatewayOptions {
	/** The only origin that browsers may come from; asked at each upgrade. */
	readonly publicOrigin: () => string;
	/** Where a request comes from; null: not known, so its sockets are not counted by it. */
	readonly addressOf: (request: IncomingMessage) => string | null;
	/** Visitors' sockets. Agents have a tenth more to themselves. */
	readonly maxSockets?: number;
	readonly beatMs?: number;
	readonly helloMs?: number;
}

/** How long after a restart the last client comes back, in milliseconds: they are spread so that they do not come at once. */
const byeSpreadMs = 5000;

export function createGateway(deps: GatewayDeps, options: GatewayOptions) {
	const { publicOrigin, addressOf, maxSockets = 10_000 } = options;
	const { beatMs = wireLimits.beatMs, helloMs = wireLimits.helloMs } = options;
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
	const places = createPlaces(maxSockets, () => server.clients.size);
	/** Of agents, with what must end them. */
	const signedIn = new Set<{ readonly who: SignedInAgent; readonly end: () => void }>();
	let closing = false;

	async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const { origin } = request.headers;
		if (pathname !== '/ws/visitor' && pathname !== '/ws/agent')
			return refuse(socket, 404, 'Not Found');
		if (closing) return refuse(socket, 503, 'Service Unavailable');
		if (origin !== undefined && origin !== publicOrigin()) return refuse(socket, 403, 'Forbidden');
		if (pathname === '/ws/visitor') {
			const address = addressOf(request);
			const refusal = places.refusal(address);
			if (refusal !== null) return refuse(socket, refusal.status, refusal.reason);
			return server.handleUpgrade(request, socket, head, (ws) => serveVisitor(ws, address));
		}
		// A browser cannot read why an upgrade was refused: accept, then close with a code that it can.
		const { cookie } = request.headers;
		const who = await deps.whoIs(cookie);
		if (closing || !places.hasRoomForAgent(who !== null))
			return refuse(socket, 503, 'Service Unavailable');
		server.handleUpgrade(request, socket, head, (ws) => {
			if (who === null) return closeSoon(ws, closeCodes.notSignedIn, 'not signed in');
			serveAgent(ws, who, cookie);
		});
	}

	function serveVisitor(ws: WebSocket, address: string | null): void {
		const place = places.take(address);
		serveSocket(ws, {
			beats,
			helloMs,
			parse: parseVisitorFrames,
			open: (outbox, handle) => createVisitorSession(deps, outbox, handle),
			greeted: place.greeted,
			left: place.left,
		});
	}

	function serveAgent(ws: WebSocket, who: SignedInAgent, cookie: string | undefined): void {
		const { session, end } = serveSocket<AgentFrame, AgentSession>(ws, {
			beats,
			helloMs,
			parse: parseAgentFrames,
			open: (outbox, handle) => createAgentSession(deps, outbox, handle, who.agent),
			beat: () => void askAgain(),
			left: () => void signedIn.delete(entry),
		});
		const signOut = (): void => end(closeCodes.notSignedIn, 'signed out');
		const entry = { who, end: signOut };
		signedIn.add(entry);

		/** Ends what expired or was ended elsewhere, and notices another role. */
		async function askAgain(): Promise<void> {
			try {
				const now = await deps.whoIs(cookie);
				if (now === null || now.agent.id !== who.agent.id) signOut();
				else session.renew(now.agent);
			} catch (error) {
				// The store's fault, not the agent's: asked again at the next beat.
				deps.logFault('whois', error);
			}
		}
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
		/** A browser's session has ended, or all of an agent: their sockets close at once. */
		signedOut(ended: { readonly session: string } | { readonly agent: string }): void {
			for (const { who, end } of signedIn) {
				const isMeant =
					'session' in ended ? who.session === ended.session : who.agent.id === ended.agent;
				if (isMeant) end();
			}
		},
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

function refuse(socket: Duplex, status: number, reason: string): void {
	socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
