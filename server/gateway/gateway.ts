import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { closeCodes, wireLimits } from '../../shared/protocol/limits.ts';
import type { AgentFrame } from '../../shared/protocol/agent-frames.ts';
import { parseAgentFrames, parseVisitorFrames } from '../../shared/protocol/parse.ts';
import { createAgentSession, type AgentSession } from './agent-session.ts';
import { createBeats } from './beats.ts';
import { browserName } from '../visitors/index.ts';
import type { GatewayDeps, SignedInAgent } from './deps.ts';
import { createPlaces } from './places.ts';
import { createPolls, type Entry } from './poll.ts';
import { closeSoon, serveSocket } from './serve-socket.ts';
import { createVisitorSession } from './visitor-session.ts';
import { SocketWire, type Wire } from './wire.ts';

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
	const sockets = (): number => server.clients.size + polls.count();
	const places = createPlaces(maxSockets, sockets, deps.limiting.limits.socketsPerAddress);
	/** Of agents, with what must end them. */
	const signedIn = new Set<{
		readonly who: SignedInAgent;
		readonly end: () => void;
		readonly renew: AgentSession['renew'];
	}>();
	let closing = false;

	async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const { origin } = request.headers;
		if (pathname !== '/ws/visitor' && pathname !== '/ws/agent')
			return refuse(socket, 404, 'Not Found');
		if (closing) return refuse(socket, 503, 'Service Unavailable');
		if (origin !== undefined && origin !== publicOrigin()) return refuse(socket, 403, 'Forbidden');
		const entry = pathname === '/ws/visitor' ? enterVisitor(request) : await enterAgent(request);
		if (entry.kind === 'refused') return refuse(socket, entry.status, entry.reason);
		server.handleUpgrade(request, socket, head, (ws) => entry.serve(new SocketWire(ws)));
	}

	function enterVisitor(request: IncomingMessage): Entry {
		const address = addressOf(request);
		const refusal = places.refusal(address);
		return refusal === null
			? { kind: 'serve', serve: (wire) => serveVisitor(wire, address, browserOf(request)) }
			: { kind: 'refused', ...refusal };
	}

	/** A browser cannot read why an upgrade was refused: accept, then close with a code that it can. */
	async function enterAgent(request: IncomingMessage): Promise<Entry> {
		const { cookie } = request.headers;
		const who = await deps.whoIs(cookie);
		if (closing || !places.hasRoomForAgent(who !== null)) return full;
		if (who !== null) return { kind: 'serve', serve: (wire) => serveAgent(wire, who, cookie) };
		const { notSignedIn } = closeCodes;
		return { kind: 'serve', serve: (wire) => closeSoon(wire, notSignedIn, 'not signed in') };
	}

	const polls = createPolls({
		publicOrigin,
		newId: deps.ids.secret,
		enter(who, request) {
			if (closing) return { kind: 'serve', serve: sayBye };
			return who === 'visitor' ? enterVisitor(request) : enterAgent(request);
		},
		logFault: deps.logFault,
	});

	function serveVisitor(wire: Wire, address: string | null, browser: string | null): void {
		const place = places.take(address);
		serveSocket(wire, {
			beats,
			helloMs,
			parse: parseVisitorFrames,
			open: (outbox, handle) => createVisitorSession(deps, outbox, handle, address, browser),
			greeted: place.greeted,
			left: place.left,
		});
	}

	function serveAgent(wire: Wire, who: SignedInAgent, cookie: string | undefined): void {
		const { session, end } = serveSocket<AgentFrame, AgentSession>(wire, {
			beats,
			helloMs,
			parse: parseAgentFrames,
			open: (outbox, handle) => createAgentSession(deps, outbox, handle, who.agent),
			beat: () => void askAgain(),
			left: () => void signedIn.delete(entry),
		});
		const signOut = (): void => end(closeCodes.notSignedIn, 'signed out');
		const entry = { who, end: signOut, renew: session.renew };
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
		/** For POST requests to /poll/visitor and /poll/agent. */
		poll: polls.handle,
		sockets,
		/** A browser's session has ended, or all of an agent: their sockets close at once. */
		signedOut(ended: { readonly session: string } | { readonly agent: string }): void {
			for (const { who, end } of signedIn) {
				const isMeant =
					'session' in ended ? who.session === ended.session : who.agent.id === ended.agent;
				if (isMeant) end();
			}
		},
		/** Name, role or sites of an agent changed: what the sockets may hear follows at once. */
		renewed(agent: SignedInAgent['agent']): void {
			for (const { who, renew } of signedIn) if (who.agent.id === agent.id) renew(agent);
		},
		/** Tells every client to come back later, each at its own time, and closes. */
		async close(): Promise<void> {
			closing = true;
			beats.stop();
			for (const ws of server.clients) sayBye(new SocketWire(ws));
			const polled = polls.close(sayBye);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(() => {
					for (const ws of server.clients) ws.terminate();
				}, 1000);
				server.close(() => {
					clearTimeout(timer);
					resolve();
				});
			});
			await polled;
		},
	};
}

const browserOf = ({ headers }: IncomingMessage): string | null =>
	browserName(headers['user-agent']);

const full: Entry = { kind: 'refused', status: 503, reason: 'Service Unavailable' };

function sayBye(wire: Wire): void {
	const delayMs = Math.floor(Math.random() * byeSpreadMs);
	if (wire.isOpen) wire.send(JSON.stringify([{ type: 'bye', delayMs }]), () => {});
	wire.close(closeCodes.goingAway, 'restart');
}

function refuse(socket: Duplex, status: number, reason: string): void {
	// When it is only too much now: when to come again, in seconds.
	const again = status === 429 || status === 503 ? 'Retry-After: 10\r\n' : '';
	socket.end(
		`HTTP/1.1 ${status} ${reason}\r\n${again}Connection: close\r\nContent-Length: 0\r\n\r\n`,
	);
}
