import type { Connection } from './driver.ts';
import type { Answer, Op } from './ops.ts';

/** The last event of a timeline. */
export interface Top {
	/** The timeline's number. */
	readonly n: number;
	seq: number;
	v: number;
}

/** More would only cost memory: a miss is one look-up. */
const mostTops = 20_000;

/** What the writer keeps between operations. After a rollback nothing of it may be believed. */
export class WriteState {
	readonly db: Connection;
	readonly #tops = new Map<string, Top>();
	/**
	 * The highest fence given out by this process: a lane that was removed and made anew never repeats one. Begins with the
	 * time, so that it does not repeat one of an earlier process either, which gave out fewer than one in a millisecond.
	 */
	fence = Date.now();

	constructor(db: Connection) {
		this.db = db;
	}

	/** Null: the timeline is empty. */
	top(timeline: string): Top | null {
		const cached = this.#tops.get(timeline);
		if (cached !== undefined) {
			return cached;
		}
		const row = this.db.row(
			`SELECT t.n, e.seq, e.v FROM timelines t JOIN events e ON e.timeline = t.n
			WHERE t.id = ? ORDER BY e.seq DESC LIMIT 1`,
			timeline,
		);
		if (row === undefined) {
			return null;
		}
		return this.#keep(timeline, { n: Number(row[0]), seq: Number(row[1]), v: Number(row[2]) });
	}

	/** A timeline's number and place, made if it is new. */
	topOrNew(timeline: string): Top {
		const top = this.top(timeline);
		if (top !== null) {
			return top;
		}
		this.db.run('INSERT INTO timelines (id) VALUES (?) ON CONFLICT DO NOTHING', timeline);
		const n = Number(this.db.value('SELECT n FROM timelines WHERE id = ?', timeline));
		return this.#keep(timeline, { n, seq: 0, v: 0 });
	}

	forget(): void {
		this.#tops.clear();
	}

	#keep(timeline: string, top: Top): Top {
		if (this.#tops.size >= mostTops) {
			this.#tops.clear();
		}
		this.#tops.set(timeline, top);
		return top;
	}
}

/** Carries out one operation inside the open transaction. A unique key that refuses is thrown before anything is changed. */
export type Perform = (state: WriteState, operation: Op) => Answer;
