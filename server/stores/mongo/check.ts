import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { flushLanes } from './flush-lanes.ts';
import { marksByLane } from './owe-lane.ts';
import { timelines } from './read-timeline.ts';
import type { LaneRow } from './rows.ts';
import type { Session, Steps } from './session.ts';

const pageSize = 500;

interface Numbers {
	readonly _id: TimelineId;
	readonly count: number;
	readonly first: number;
	readonly top: number;
	readonly shown: number;
	readonly shownTop: number | null;
}

/** Says in sentences what should never be: holes in the numbers, and what is owed without a lane. */
export async function check(session: Session): Promise<string[]> {
	const damage: string[] = [];
	let last: TimelineId | null = null;
	for (;;) {
		const after: TimelineId | null = last;
		const page: TimelineId[] = await session.verb((steps) => timelines(steps, after, pageSize));
		const [first, end] = [page.at(0), page.at(-1)];
		if (first === undefined || end === undefined) break;
		damage.push(...(await session.verb((steps) => holes(steps, after ?? '', end))));
		last = end;
	}
	damage.push(...(await session.verb((steps) => holes(steps, last ?? '', null))));
	await session.verb((steps) => flushLanes(session, steps));
	damage.push(...(await session.verb(unlooked)));
	return damage;
}

/** Of the timelines above `after`, up to `end`; a timeline without an event 1 is among them. */
async function holes(steps: Steps, after: string, end: string | null): Promise<string[]> {
	const range = { $gt: after, ...(end === null ? {} : { $lte: end }) };
	const rows = await steps.read(() =>
		steps.models.events
			.aggregate<Numbers>([
				{ $match: { timeline: range } },
				{
					$group: {
						_id: '$timeline',
						count: { $sum: 1 },
						first: { $min: '$seq' },
						top: { $max: '$seq' },
						shown: { $sum: { $cond: [{ $eq: ['$vseq', null] }, 0, 1] } },
						shownTop: { $max: '$vseq' },
					},
				},
			])
			.option({ allowDiskUse: true })
			.exec(),
	);
	// Numbers are unique, so a missing one shows in their count.
	return rows.flatMap(({ _id, count, first, top, shown, shownTop }) => [
		...(first === 1 && count === top
			? []
			: [`Timeline ${_id}: it has ${count} events, and the numbers go from ${first} to ${top}.`]),
		...(shown === (shownTop ?? 0)
			? []
			: [`Timeline ${_id}: visitors see ${shown} events, numbered up to ${shownTop}.`]),
	]);
}

async function unlooked(steps: Steps): Promise<string[]> {
	const damage: string[] = [];
	for await (const owing of marksByLane(steps)) {
		const lanes = await steps.read(() =>
			steps.models.lanes
				.find({ _id: { $in: owing.map(({ _id }) => _id) } }, { owed: 1 })
				.lean<Pick<LaneRow, '_id' | 'owed'>[]>(),
		);
		const owed = new Map(lanes.map((lane) => [lane._id, lane.owed]));
		for (const { _id, top } of owing) {
			if ((owed.get(_id) ?? 0) >= top) continue;
			const [sink, timeline] = JSON.parse(_id) as [SinkId, TimelineId];
			damage.push(`Timeline ${timeline}: event ${top} is owed to ${sink}, which has no lane.`);
		}
	}
	return damage;
}
