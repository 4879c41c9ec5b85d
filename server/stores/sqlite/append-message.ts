import type { TimelineId } from '../../../shared/ids.ts';
import type { AppendAnswer, NewEvent } from '../../ports/store.ts';
import type { Row, SqlValue } from './driver.ts';
import { committedEvent, eventOf, pushEvent, whole } from './event-row.ts';
import { committed, moved, op, type Answer, type Op } from './ops.ts';

export function appendOperation(
	timeline: TimelineId,
	after: number,
	events: readonly NewEvent[],
): Op {
	const operation: [number, ...SqlValue[]] = [op.append, timeline, whole(after)];
	for (const event of events) pushEvent(operation, event);
	return operation;
}

/** What the writer's answer says of each event; a committed one is made from what was asked, it need not come back. */
export function appendAnswers(
	timeline: TimelineId,
	after: number,
	events: readonly NewEvent[],
	answer: Answer,
): AppendAnswer[] {
	const outcomes = Array.isArray(answer) ? (answer as readonly (number | Row)[]) : null;
	return events.map((event, i) => {
		const outcome = outcomes === null ? committed : outcomes[i]!;
		if (typeof outcome !== 'number') {
			return { kind: 'replay', event: eventOf(timeline, outcome) };
		}
		return outcome === moved
			? { kind: 'moved' }
			: { kind: 'committed', event: committedEvent(timeline, after + 1 + i, event) };
	});
}
