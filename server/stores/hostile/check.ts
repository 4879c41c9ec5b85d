import { flushLanes } from './owe-lane.ts';
import { laneRowId, type EventRow } from './rows.ts';
import type { Session } from './session.ts';

/** Says in sentences what should never be: holes in the numbers, and what is owed without a lane. */
export async function check(session: Session): Promise<string[]> {
	await flushLanes(session);
	const { events, lanes } = session.steps.disk;
	return session.steps.read((concern) => {
		const damage: string[] = [];
		for (const timeline of events.view(concern).groupNames()) {
			const rows = [...events.view(concern).of(timeline)].sort((a, b) => a.seq - b.seq);
			damage.push(
				...holes(
					timeline,
					'seq',
					rows.map((row) => row.seq),
				),
			);
			damage.push(
				...holes(
					timeline,
					'vseq',
					rows.flatMap((row) => row.vseq ?? []),
				),
			);
			damage.push(
				...unlooked(rows, (row, sink) => {
					const lane = lanes.view(concern).all.get(laneRowId(sink, row.timeline));
					return lane !== undefined && lane.owed >= row.seq;
				}),
			);
		}
		return damage;
	});
}

function holes(timeline: string, name: string, numbers: readonly number[]): string[] {
	const wrong = numbers.findIndex((number, index) => number !== index + 1);
	return wrong < 0
		? []
		: [`Timeline ${timeline}: ${name} ${numbers[wrong]} stands where ${wrong + 1} should.`];
}

function unlooked(
	rows: readonly EventRow[],
	hasLane: (row: EventRow, sink: EventRow['owed'][number]) => boolean,
): string[] {
	return rows.flatMap((row) =>
		row.owed
			.filter((sink) => !hasLane(row, sink))
			.map(
				(sink) =>
					`Timeline ${row.timeline}: event ${row.seq} is owed to ${sink}, which has no lane.`,
			),
	);
}
