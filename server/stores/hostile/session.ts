import { Busy, Unknown } from '../../ports/errors.ts';
import type { Collection, Doc } from '../../ports/store.ts';
import type { TimelineId } from '../../../shared/ids.ts';
import type { DocRow } from './rows.ts';
import type { Steps } from './steps.ts';
import type { Table } from './table.ts';

/** What one process knows besides the documents; all of it may be lost at any time. */
export class Session {
	readonly steps: Steps;
	/** The highest seq of a timeline that a majority-acknowledged insert gave; any other outcome forgets it (D4). */
	readonly tops = new Map<TimelineId, number>();
	/** The highest committed event of each lane (its id) that the lane was not told yet. */
	readonly debts = new Map<string, number>();
	/** Settles when the lanes that are being made are there. */
	flushing: Promise<void> = Promise.resolve();
	/** Lanes (their ids) of appends that had no answer. */
	readonly unmade = new Set<string>();
	private readonly underWay = new Set<Promise<unknown>>();
	private closed = false;

	constructor(steps: Steps) {
		this.steps = steps;
	}

	/** Every verb runs in here. */
	async verb<T>(body: () => Promise<T>): Promise<T> {
		if (this.closed) {
			throw new Busy('closed');
		}
		if (this.steps.chance(this.steps.faults.busy)) {
			throw new Busy('locked');
		}
		const running = body();
		this.underWay.add(running);
		try {
			const answer = await running;
			if (this.steps.crashed) {
				throw new Unknown();
			}
			return answer;
		} finally {
			this.underWay.delete(running);
		}
	}

	get isClosed(): boolean {
		return this.closed;
	}

	async close(): Promise<void> {
		this.closed = true;
		await Promise.allSettled(this.underWay);
	}

	docs(collection: Collection<Doc>): Table<DocRow> {
		const table = this.steps.disk.docs.get(collection.name);
		if (table === undefined) {
			throw new TypeError(`The collection ${collection.name} was not given to the store.`);
		}
		return table;
	}
}
