import type { Lane, Settle } from '../../ports/store.ts';
import { highestMark } from './owe-lane.ts';
import { laneId, type LaneRow } from './rows.ts';
import type { Steps } from './session.ts';
import { whole } from './values.ts';

/**
 * Several documents in an order that may stop anywhere: the cursor moves first, by the fence, and from then on the events
 * up to it are settled, whatever they still say. Then they are told. The lane goes last, only if nobody leased it and no
 * event above the cursor owes; an append that this look missed has still to look for its lane, and finds either this one,
 * which owes too much to be removed then, or none. Until then the lease is kept: given back with the first write, a lane
 * that owes nothing would be leased by the next worker before it can go, and so on for ever.
 */
export async function settle(
	steps: Steps,
	lane: Pick<Lane, 'sink' | 'timeline' | 'fence'>,
	outcome: Settle,
): Promise<boolean> {
	const _id = laneId(lane.sink, lane.timeline);
	const moved = await moveCursor(steps, { _id, fence: whole(lane.fence) }, outcome);
	if (moved === null) return false;
	const { cursor } = moved;
	await steps.write(() =>
		steps.models.events.updateMany({ owes: _id, seq: { $lte: cursor } }, { $pull: { owes: _id } }),
	);
	if (moved.owed <= cursor) await removeOrRelease(steps, moved, outcome.dueAt);
	return true;
}

/** Null: somebody else has the lane, or it is gone. */
async function moveCursor(
	steps: Steps,
	mine: { readonly _id: string; readonly fence: number },
	{ cursor, dueAt, tries, problem }: Settle,
): Promise<LaneRow | null> {
	// Never back: a settle that timed out may arrive after its repetition and the next one.
	const forward = { $max: { cursor: whole(cursor) } };
	const said = { tries: whole(tries), problem };
	const drained = await steps.write(() =>
		steps.models.lanes
			.findOneAndUpdate(
				{ ...mine, owed: { $lte: cursor } },
				{ ...forward, $set: said },
				{ returnDocument: 'after' },
			)
			.lean<LaneRow>(),
	);
	if (drained !== null) return drained;
	return steps.write(() =>
		steps.models.lanes
			.findOneAndUpdate(
				mine,
				{ ...forward, $set: { ...said, dueAt: whole(dueAt) }, $unset: { holder: 1 } },
				{ returnDocument: 'after' },
			)
			.lean<LaneRow>(),
	);
}

export async function removeOrRelease(
	steps: Steps,
	moved: Pick<LaneRow, '_id' | 'fence' | 'cursor'>,
	dueAt: number,
): Promise<void> {
	const { lanes } = steps.models;
	const { _id, fence, cursor } = moved;
	const above = await highestMark(steps, _id);
	if (above <= cursor) {
		const { deletedCount } = await steps.write(() =>
			lanes.deleteOne({ _id, fence, owed: { $lte: cursor } }),
		);
		if (deletedCount === 1) return;
	}
	await steps.write(() =>
		lanes.updateOne(
			{ _id, fence },
			{ $max: { owed: above }, $set: { dueAt: whole(dueAt) }, $unset: { holder: 1 } },
		),
	);
}
