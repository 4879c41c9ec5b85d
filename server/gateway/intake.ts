import { DomainError } from '../../shared/errors.ts';

/*
 * What a session has been asked and has not answered yet. Frames are taken up one after the other: the next one when the one
 * before stands in the queue of its timeline, so that they are decided in the order in which they came; only the commits are
 * waited for side by side, so that a burst is committed as one. Questions change nothing: they have a line of their own.
 */

/** Frames of one session that are not answered; more are refused. */
const maxUnanswered = 256;

export interface Work<Frame> {
	/** Questions that may wait behind the one that is being answered. */
	readonly maxReads: number;
	isRead(frame: Frame): boolean;
	/** Settles when the next frame may be taken up; what it gives back, when this one is answered. */
	carryOut(frame: Frame): Promise<Begun>;
	read(frame: Frame): Promise<void>;
	refuse(frame: Frame, error: unknown): void;
	/** Settles when the socket has room for a page: answers wait in the store, not in memory. */
	hasRoom(): Promise<void>;
}
export interface Begun {
	readonly answered: Promise<void>;
}
/** Answered at once. */
export const answered: Begun = { answered: Promise.resolve() };

export type Intake<Frame> = ReturnType<typeof createIntake<Frame>>;

export function createIntake<Frame>(work: Work<Frame>) {
	let closed = false;
	let unanswered = 0;
	/** Settles when the last frame is on its way; null: nobody waits. */
	let tail: Promise<void> | null = null;
	let reads: Frame[] = [];
	let reading = false;

	/** Never rejects. */
	async function takeUp(frame: Frame): Promise<void> {
		if (closed) return;
		try {
			if (work.isRead(frame)) return queueRead(frame);
			const begun = await work.carryOut(frame);
			if (begun !== answered) return void finish(frame, begun);
		} catch (error) {
			work.refuse(frame, error);
		}
		unanswered -= 1;
	}

	async function finish(frame: Frame, begun: Begun): Promise<void> {
		try {
			await begun.answered;
		} catch (error) {
			work.refuse(frame, error);
		}
		unanswered -= 1;
	}

	function queueRead(frame: Frame): void {
		if (reading && reads.length >= work.maxReads) throw tooMuch();
		reads.push(frame);
		if (!reading) void answerReads();
	}

	async function answerReads(): Promise<void> {
		reading = true;
		for (let frame = reads.shift(); frame !== undefined; frame = reads.shift()) {
			await work.hasRoom();
			if (closed) break;
			try {
				await work.read(frame);
			} catch (error) {
				work.refuse(frame, error);
			}
			unanswered -= 1;
		}
		reading = false;
	}

	return {
		take(frame: Frame): void {
			if (closed) return;
			if (unanswered >= maxUnanswered) return work.refuse(frame, tooMuch());
			unanswered += 1;
			const mine = tail === null ? takeUp(frame) : tail.then(() => takeUp(frame));
			tail = mine;
			void mine.then(() => {
				if (tail === mine) tail = null;
			});
		},
		/** Nothing that waits is begun any more: it was not acknowledged, so the client has it still. */
		close(): void {
			closed = true;
			reads = [];
		},
	};
}

const tooMuch = (): DomainError =>
	new DomainError('busy', 'Too much is asked at once. Try again in a moment.', { retryMs: 1000 });
