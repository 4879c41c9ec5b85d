import type { DumpRow, Lane, Store } from '../ports/store.ts';
import { unfinishedCopies } from './unfinished.ts';

const pageSize = 500;

/** What a migration copies of a store, in the store's own order, which is the same as long as nobody writes. */
export async function* rowsOf(store: Store): AsyncGenerator<DumpRow> {
	for await (const row of store.dump()) {
		if (row.kind === 'doc' && row.collection === unfinishedCopies.name) continue;
		if (row.kind !== 'lane') {
			yield row;
			continue;
		}
		const owed = await highestOwed(store, row.lane);
		if (owed !== null) yield { kind: 'lane', lane: { ...row.lane, owed } };
	}
}

/**
 * A race or a crash may leave a lane that owes less than it says, or nothing; a store that loads it makes that right, so it
 * must not count as a difference.
 */
async function highestOwed(store: Store, { sink, timeline, cursor, owed }: Lane) {
	if (cursor < owed && (await store.event(timeline, owed))?.sinks.includes(sink) === true) {
		return owed;
	}
	let highest: number | null = null;
	for (;;) {
		const events = await store.owedEvents(sink, timeline, highest ?? cursor, pageSize);
		highest = events.at(-1)?.seq ?? highest;
		if (events.length < pageSize) return highest;
	}
}
