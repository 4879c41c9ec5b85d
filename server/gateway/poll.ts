import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError, type ErrorCode } from '../../shared/errors.ts';
import { readPollBody } from './poll-body.ts';
import { PollWire } from './poll-wire.ts';
import type { Wire } from './wire.ts';

/*
 * The protocol without sockets, for networks that do not let them through: POST /poll/visitor and POST /poll/agent, answered in
 * front of express. The first request opens a session, as an upgrade would; poll-wire.ts says how frames go from there.
 */

/** What a newcomer meets: a session that begins on its wire, or why there is none. */
export type Entry =
	| { readonly kind: 'serve'; serve(wire: Wire): void }
	| { readonly kind: 'refused'; readonly status: 429 | 503; readonly reason: string };

export interface PollDoor {
	readonly publicOrigin: () => string;
	/** A secret that names a session. */
	readonly newId: () => string;
	readonly enter: (who: 'visitor' | 'agent', request: IncomingMessage) => Entry | Promise<Entry>;
	readonly logFault: (errorId: string, error: unknown) => void;
}

/** How long a client may take to come and hear that it is over, when the server closes. */
const closeMs = 1000;

/** Adapters do not know one another: of the table of codes only what is answered here. */
const statusOf = {
	bad_json: 400,
	bad_request: 400,
	body_too_large: 413,
	internal: 500,
	origin_refused: 403,
	session_gone: 410,
	too_many_connections: 429,
	unavailable: 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

export function createPolls(door: PollDoor) {
	/** By address and id: a visitor's session is none at the agents' address. */
	const wires = new Map<string, PollWire>();
	let emptied = (): void => {};

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { origin, 'content-type': type = '' } = request.headers;
		if (origin !== undefined && origin !== door.publicOrigin())
			return refuse(response, 'origin_refused', `Requests must come from ${door.publicOrigin()}.`);
		// A form of another site can send anything but this without asking first.
		if (!/^application\/json *(;|$)/i.test(type)) {
			const message = 'Send JSON, with Content-Type: application/json.';
			return refuse(response, 'bad_request', message);
		}
		const { session, frames } = await readPollBody(request);
		if (session === null) return open(frames, request, response);
		const wire = wires.get(`${request.url} ${session}`);
		if (wire === undefined)
			return refuse(response, 'session_gone', 'This connection has ended. Open a new one.');
		wire.take(frames, frames.length === 0, response);
	}

	/** With frames it hangs as a poll does: nothing can be said before they are answered. */
	async function open(
		frames: readonly unknown[],
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const entering = door.enter(request.url === '/poll/agent' ? 'agent' : 'visitor', request);
		// Without a wait where none is needed: others may take the place meanwhile.
		const entry = 'then' in entering ? await entering : entering;
		if (entry.kind === 'refused') {
			return entry.status === 429
				? refuse(response, 'too_many_connections', 'Too many connections. Try again later.')
				: refuse(response, 'unavailable', 'There is no room at the moment. Try again later.');
		}
		const id = door.newId();
		const key = `${request.url} ${id}`;
		const wire = new PollWire(id, () => {
			wires.delete(key);
			if (wires.size === 0) emptied();
		});
		wires.set(key, wire);
		entry.serve(wire);
		wire.take(frames, frames.length > 0, response);
	}

	return {
		/** For requests to the two addresses; never rejects. */
		handle(request: IncomingMessage, response: ServerResponse): void {
			response.setHeader('Content-Type', 'application/json; charset=utf-8');
			response.setHeader('Cache-Control', 'no-store');
			response.setHeader('X-Content-Type-Options', 'nosniff');
			answer(request, response).catch((error: unknown) => {
				// Gone before it had said everything: nobody hears an answer.
				if (response.destroyed || request.errored !== null) return void response.destroy();
				if (
					error instanceof DomainError &&
					(error.code === 'bad_json' || error.code === 'body_too_large')
				)
					return refuse(response, error.code, error.message);
				const errorId = randomBytes(4).toString('hex').toUpperCase();
				door.logFault(errorId, error);
				const message = `Something went wrong on the server (error ${errorId}). Try again.`;
				refuse(response, 'internal', message);
			});
		},
		count: (): number => wires.size,
		/** Says good-bye to each by `sayBye`, and settles when all have heard it or had the time to. */
		async close(sayBye: (wire: Wire) => void): Promise<void> {
			for (const wire of wires.values()) sayBye(wire);
			if (wires.size === 0) return;
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, closeMs);
				emptied = () => {
					clearTimeout(timer);
					resolve();
				};
			});
			for (const wire of wires.values()) wire.terminate();
		},
	};
}

function refuse(response: ServerResponse, code: keyof typeof statusOf, message: string): void {
	response.statusCode = statusOf[code];
	// What is left of a body that is too large is not read.
	if (code === 'body_too_large') response.setHeader('Connection', 'close');
	response.end(JSON.stringify({ error: { code, message, retryMs: null } }));
}
