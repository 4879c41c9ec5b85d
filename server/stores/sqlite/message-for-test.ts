import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import type { NewEvent } from '../../ports/store.ts';

let clientIds = 0;

export function aMessage(vseq: number, parts: Partial<NewEvent> = {}): NewEvent {
	return {
		vseq,
		audience: 'visitor',
		at: 1_700_000_000_000 + vseq,
		type: 'message',
		author: { kind: 'visitor', id: 'v1' },
		clientId: `client-${process.pid}-${(clientIds += 1)}` as ClientId,
		target: null,
		sinks: [],
		body: { text: `number ${vseq}` },
		...parts,
	};
}

export const aTimeline = 'v1.1' as TimelineId;
export const aSink = 'slack:T1' as SinkId;
