import type { TimelineId } from '../../shared/ids.ts';
import type { StoredEvent } from '../ports/store.ts';

/** At most one sentence for each timeline: both numbers must count from 1 without a hole. */
export function brokenNumbers(timeline: TimelineId, events: readonly StoredEvent[]): string[] {
	let vseq = 0;
	for (const [index, event] of events.entries()) {
		if (event.seq !== index + 1) {
			return [`Timeline ${timeline}: seq ${event.seq} stands where ${index + 1} should.`];
		}
		if (event.vseq === null) continue;
		vseq += 1;
		if (event.vseq !== vseq) {
			return [`Timeline ${timeline}: vseq ${event.vseq} stands where ${vseq} should.`];
		}
	}
	return [];
}
