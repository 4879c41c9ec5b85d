import { keptValue } from '../../../shared/client/kept-value.ts';
import type { KeyValues } from '../../../shared/client/parts.ts';
import type { VisitorLog } from '../../../shared/client/visitor-log.ts';

/** Counts what the team wrote after the last time that the visitor looked; all tabs share the mark. */
export function createUnread(storage: KeyValues, site: string) {
	const mark = keptValue(storage, `parley.seen.${site}`);
	return {
		count(log: VisitorLog, isSeen: boolean): number {
			const newest = log.at(-1);
			if (newest === undefined) return 0;
			const { id, timeline } = newest;
			const [conversation, seen] = (mark.get() ?? '').split(':');
			const from = conversation === id ? Number(seen) : 0;
			if (isSeen) {
				if (timeline.last > from) mark.set(`${id}:${timeline.last}`);
				return 0;
			}
			return timeline.events.filter(
				({ type, vseq, author }) =>
					(type === 'message' || type === 'asked') && vseq > from && author.kind !== 'visitor',
			).length;
		},
	};
}
