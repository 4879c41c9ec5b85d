import type { VisitorId } from '../../shared/ids.ts';
import type { Store } from '../ports/store.ts';
import { conversationId, numberOf } from './commands.ts';
import type { NewestNumbers } from './post-message.ts';
import { summaries } from './summaries.ts';

const maxKept = 50_000;

/** The timelines themselves are the truth: the newest summary is a start, then the next number is tried until it is empty. */
export function createNewestNumbers(store: Store): NewestNumbers {
	const kept = new Map<VisitorId, number>();
	function raise(visitor: VisitorId, n: number): void {
		if ((kept.get(visitor) ?? 0) >= n) return;
		kept.delete(visitor);
		kept.set(visitor, n);
		if (kept.size <= maxKept) return;
		for (const oldest of kept.keys()) {
			kept.delete(oldest);
			return;
		}
	}
	return {
		raise,
		async get(visitor) {
			const known = kept.get(visitor);
			if (known !== undefined) return known;
			const { items } = await store.find(summaries, {
				index: 'byVisitor',
				eq: { visitor },
				direction: -1,
				limit: 1,
			});
			let n = items[0] === undefined ? 0 : numberOf(items[0].id);
			while ((await store.head(conversationId(visitor, n + 1))).seq > 0) n += 1;
			if (n > 0) raise(visitor, n);
			return n;
		},
	};
}
