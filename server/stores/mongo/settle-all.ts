import type { Lane, Settle } from '../../ports/store.ts';
import { marksOf } from './flush-lanes.ts';
import { laneId } from './rows.ts';
import type { Steps } from './session.ts';
import { removeOrRelease, settle } from './settle.ts';
import { whole } from './values.ts';

/** Lanes in one round of commands. */
const most = 200;

export interface Outcome {
	readonly lane: Pick<Lane, 'sink' | 'timeline' | 'fence'>;
	readonly settled: Settle;
}
interface Waiting extends Outcome {
	readonly id: string;
	readonly steps: Steps;
	done(answer: boolean): void;
	failed(error: unknown): void;
}

/** Settles of one turn go together: a round of internal work settles many lanes, each of which alone costs four commands. */
export class Settles {
	private waiting: Waiting[] = [];

	add(steps: Steps, outcome: Outcome): Promise<boolean> {
		const { sink, timeline } = outcome.lane;
		return new Promise((done, failed) => {
			this.waiting.push({ ...outcome, id: laneId(sink, timeline), steps, done, failed });
			if (this.waiting.length === 1) setImmediate(() => this.go());
		});
	}

	private go(): void {
		const ids = new Set<string>();
		const batch: Waiting[] = [];
		const rest: Waiting[] = [];
		for (const one of this.waiting) {
			// Twice the same lane: one after the other.
			const isNext = batch.length < most && !ids.has(one.id);
			ids.add(one.id);
			(isNext ? batch : rest).push(one);
		}
		this.waiting = rest;
		void this.carryOut(batch);
	}

	private async carryOut(batch: readonly Waiting[]): Promise<void> {
		const [first] = batch;
		if (first === undefined) return;
		try {
			const answers = await settleAll(first.steps, batch);
			for (const [index, { done }] of batch.entries()) done(answers[index] ?? false);
		} catch (error) {
			for (const { failed } of batch) failed(error);
		}
		if (this.waiting.length > 0) this.go();
	}
}

type Item = Outcome & { readonly id: string };

/** The steps of `settle`, each for all lanes at once; if not all of them are as usual, each goes its own way once more. */
async function settleAll(steps: Steps, batch: readonly Item[]): Promise<boolean[]> {
	if (batch.length > 1 && (await moveAll(steps, batch))) {
		await unmarkAll(steps, batch);
		await removeAll(steps, batch);
		return batch.map(() => true);
	}
	return Promise.all(batch.map(({ lane, settled }) => settle(steps, lane, settled)));
}

/** True: all are ours, and drained as far as they know. */
async function moveAll(steps: Steps, batch: readonly Item[]): Promise<boolean> {
	const moves = batch.map(({ id: _id, lane, settled: { cursor, tries, problem } }) => ({
		updateOne: {
			filter: { _id, fence: whole(lane.fence), owed: { $lte: whole(cursor) } },
			update: { $max: { cursor }, $set: { tries: whole(tries), problem } },
		},
	}));
	const { lanes } = steps.models;
	const { matchedCount } = await steps.write(() =>
		lanes.collection.bulkWrite(moves as never[], { ordered: false }),
	);
	return matchedCount === batch.length;
}

async function unmarkAll(steps: Steps, batch: readonly Item[]): Promise<void> {
	const marks = batch.map(({ id, settled: { cursor } }) => ({
		updateMany: {
			filter: { owes: id, seq: { $lte: cursor } },
			update: { $pull: { owes: id } },
		},
	}));
	const { events } = steps.models;
	await steps.write(() => events.collection.bulkWrite(marks as never[], { ordered: false }));
}

async function removeAll(steps: Steps, batch: readonly Item[]): Promise<void> {
	const above = await marksOf(
		steps,
		batch.map(({ id }) => id),
	);
	const isDrained = ({ id, settled }: Item): boolean =>
		(above.get(id)?.last ?? 0) <= settled.cursor;
	const drained = batch.filter(isDrained);
	const removals = drained.map(({ id: _id, lane: { fence }, settled: { cursor } }) => ({
		deleteOne: { filter: { _id, fence, owed: { $lte: cursor } } },
	}));
	let removed = 0;
	if (removals.length > 0) {
		const { lanes } = steps.models;
		const { deletedCount } = await steps.write(() =>
			lanes.collection.bulkWrite(removals as never[], { ordered: false }),
		);
		removed = deletedCount;
	}
	// Those that owe again; of the removed ones this finds nothing to do.
	const left = removed === drained.length ? batch.filter((item) => !isDrained(item)) : batch;
	for (const { id: _id, lane, settled } of left) {
		await removeOrRelease(steps, { _id, fence: lane.fence, cursor: settled.cursor }, settled.dueAt);
	}
}
