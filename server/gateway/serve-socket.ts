import type { RawData } from 'ws';
import { DomainError } from '../../shared/errors.ts';
import { closeCodes, wireLimits } from '../../shared/protocol/limits.ts';
import type { Beats } from './beats.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { Session, SocketHandle } from './session.ts';
import type { Wire } from './wire.ts';

/** A close frame that waits behind a megabyte never leaves, and a peer need not answer one: then the socket is cut. */
const closeMs = 1000;

export interface Serving<Frame, S extends Session<Frame>> {
	readonly beats: Beats;
	readonly helloMs: number;
	/** Throws DomainError. */
	readonly parse: (text: string) => Frame[];
	readonly open: (outbox: Outbox, handle: SocketHandle) => S;
	/** Hello was answered. */
	readonly greeted?: () => void;
	readonly beat?: () => void;
	/** The socket is gone. */
	readonly left: () => void;
}

/** Joins a wire and a session: hello in time, heartbeats, bytes to frames, and the end of both. */
export function serveSocket<Frame, S extends Session<Frame>>(
	wire: Wire,
	serving: Serving<Frame, S>,
): { readonly session: S; readonly end: SocketHandle['end'] } {
	let alive = true;
	let ended = false;

	/** From here on nothing that comes in is heard, even if the peer does not close. */
	function end(code: number, reason: string): void {
		if (ended) return;
		ended = true;
		session.close();
		outbox.flush();
		outbox.stop();
		closeSoon(wire, code, reason);
	}

	const outbox = createOutbox(wire, () => end(closeCodes.tooSlow, 'too slow'));
	const session = serving.open(outbox, {
		end,
		greeted() {
			clearTimeout(helloTimer);
			serving.greeted?.();
		},
	});
	// A hello that is being answered may fail still: looked at again.
	const helloTimer = setTimeout(() => {
		if (session.isOpen()) helloTimer.refresh();
		else end(closeCodes.helloTimeout, 'no hello');
	}, serving.helloMs);
	const stopBeat = serving.beats.add({
		beat() {
			alive = false;
			wire.ping();
			session.beat();
			serving.beat?.();
		},
		// No pong: half open. What was not received comes after the next hello.
		check() {
			if (!alive) wire.terminate();
		},
	});
	wire.listen({
		message(data, isBinary) {
			if (ended) return;
			alive = true;
			try {
				for (const frame of serving.parse(textOf(data, isBinary, session.isOpen())))
					session.take(frame);
			} catch (error) {
				session.fail(null, error);
				end(closeCodes.badFrame, 'bad frame');
			}
		},
		pong() {
			alive = true;
		},
		// A broken connection is normal; the client comes back and resumes by number.
		error: () => wire.terminate(),
		close() {
			ended = true;
			clearTimeout(helloTimer);
			stopBeat();
			session.close();
			outbox.stop();
			serving.left();
		},
	});
	return { session, end };
}

export function closeSoon(wire: Wire, code: number, reason: string): void {
	wire.close(code, reason);
	// Cutting what has closed meanwhile does nothing.
	setTimeout(() => wire.terminate(), closeMs).unref();
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
