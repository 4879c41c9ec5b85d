import type { VisitorState } from '../../../shared/client/visitor-client.ts';

export type HostEvent = 'message' | 'started' | 'ended' | 'rated';

/** Finds what has happened since the last look, for the page around; what was there at first is not news. */
export function createHostEvents() {
	let seen: Map<string, number> | null = null;

	return ({ isLoaded, log }: VisitorState): HostEvent[] => {
		if (!isLoaded) {
			seen = null;
			return [];
		}
		const before = seen;
		seen = new Map(log.map(({ id, timeline }) => [id, timeline.last]));
		if (before === null) return [];
		const newest = log.at(-1);
		if (newest === undefined) return [];
		const from = before.get(newest.id) ?? 0;
		return newest.timeline.events.flatMap(({ vseq, type, author }): HostEvent[] => {
			if (vseq <= from) return [];
			if (type === 'ended') return ['ended'];
			if (type === 'rating') return ['rated'];
			if (type !== 'message') return [];
			if (author.kind !== 'visitor') return ['message'];
			return vseq === 1 ? ['started'] : [];
		});
	};
}
