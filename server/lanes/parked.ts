import type { SinkId, TimelineId } from '../../shared/ids.ts';
import type { Collection, Doc } from '../ports/store.ts';

/** An event that could not be delivered after its tries. Its lane has gone on without it (D21). Holds no text of the event. */
export interface Parked extends Doc {
	/** The delivery's id. */
	readonly id: string;
	readonly sink: SinkId;
	readonly timeline: TimelineId;
	readonly seq: number;
	/** For people. */
	readonly problem: string;
	readonly tries: number;
	readonly at: number;
}

export const parked: Collection<Parked> = {
	name: 'parked',
	indexes: {
		bySink: { fields: ['sink', 'at'] },
		byTimeline: { fields: ['timeline', 'seq'] },
		byTime: { fields: ['at'] },
	},
};
