import type { Wire } from './wire.ts';

/*
 * What a session has to say goes out once per turn of the event loop, as one socket message: the largest single saving of CPU
 * under load. Frames are JSON texts already, so that one event is made into text once for all who hear it.
 *
 * A slow socket loses no single frame: above the bound it is closed as a whole, and its client resumes by number, since the
 * store is the queue. Leaving events out and catching up later would need a second way to resume for each kind of session;
 * this one is used and tested every day. Pages wait until most of what was said before is gone, so that only a socket that
 * does not read comes near the bound.
 */

/** Bytes that may wait for the network. */
const maxBuffered = 1024 * 1024;
/** Up to here the next page may be read. */
const roomy = 256 * 1024;

const dirty = new Set<Outbox>();
let scheduled = false;

export interface Outbox {
	/** Queues the JSON text of one frame. */
	push(frame: string): void;
	/** Sends what is queued now: before closing. */
	flush(): void;
	/** Settles when there is room for a page, or the socket is gone. */
	hasRoom(): Promise<void>;
	/** Drops what is queued, and takes nothing any more. */
	stop(): void;
}

/** `tooSlow` is called once, when more waits than may; the outbox has stopped by then. */
export function createOutbox(wire: Wire, tooSlow: () => void): Outbox {
	let frames: string[] = [];
	let bytes = 0;
	let stopped = false;
	let waiting: (() => void)[] = [];

	const buffered = (): number => bytes + wire.bufferedAmount;
	function wake(): void {
		if (waiting.length === 0 || (!stopped && buffered() > roomy)) return;
		const now = waiting;
		waiting = [];
		for (const go of now) go();
	}

	const outbox: Outbox = {
		push(frame) {
			if (stopped) return;
			bytes += Buffer.byteLength(frame) + 1;
			if (buffered() > maxBuffered) {
				outbox.stop();
				return tooSlow();
			}
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
			bytes = 0;
			if (wire.isOpen) wire.send(message, wake);
		},
		hasRoom: () =>
			stopped || buffered() <= roomy
				? Promise.resolve()
				: new Promise((resolve) => waiting.push(resolve)),
		stop() {
			stopped = true;
			frames = [];
			bytes = 0;
			wake();
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
