import type { WebSocket } from 'ws';
import { closeCodes } from '../../shared/protocol/limits.ts';

/*
 * What a session has to say goes out once per turn of the event loop, as one socket message: the largest single saving of CPU
 * under load. Frames are JSON texts already, so that one event is made into text once for all who hear it.
 */

/** Above this the socket is too slow: it is closed and resumes by number; the store is the queue. */
const maxBuffered = 1024 * 1024;

const dirty = new Set<Outbox>();
let scheduled = false;

export interface Outbox {
	/** Queues the JSON text of one frame. */
	push(frame: string): void;
	/** Sends what is queued now: before closing. */
	flush(): void;
}

export function createOutbox(socket: WebSocket): Outbox {
	let frames: string[] = [];
	const outbox: Outbox = {
		push(frame) {
			frames.push(frame);
			if (frames.length > 1) return;
			dirty.add(outbox);
			if (scheduled) return;
			scheduled = true;
			setImmediate(flushAll);
		},
		flush() {
			if (frames.length === 0) return;
			const message = `[${frames.join(',')}]`;
			frames = [];
			if (socket.readyState !== socket.OPEN) return;
			if (socket.bufferedAmount > maxBuffered) socket.close(closeCodes.tooSlow, 'too slow');
			else socket.send(message);
		},
	};
	return outbox;
}

function flushAll(): void {
	scheduled = false;
	const now = [...dirty];
	dirty.clear();
	for (const outbox of now) outbox.flush();
}
