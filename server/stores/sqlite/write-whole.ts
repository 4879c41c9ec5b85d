import type { Doc, DumpRow, Json, Lane, StoredEvent } from '../../ports/store.ts';
import { docText } from './doc-text.ts';
import type { SqlValue } from './driver.ts';
import { insertEvent, pushEvent } from './event-row.ts';
import type { Op } from './ops.ts';
import { createTable, tableOf } from './schema.ts';
import { highestOwed } from './write-lanes.ts';
import type { WriteState } from './write-state.ts';

/**
 * Rows of a dump, each as it was: revs, numbers and times are kept. What is there already is left as it is, so the same rows
 * may come again after an Unknown or a kill.
 */
export function load(state: WriteState, operation: Op): null {
	for (const row of JSON.parse(operation[1] as string) as DumpRow[]) {
		switch (row.kind) {
			case 'event':
				loadEvent(state, row.event);
				break;
			case 'doc':
				loadDoc(state, row.collection, row.doc);
				break;
			case 'lane':
				loadLane(state, row.lane);
				break;
		}
	}
	return null;
}

function loadEvent(state: WriteState, event: StoredEvent): void {
	const top = state.topOrNew(event.timeline);
	// Without holes, so whatever is not above the last one is there.
	if (event.seq <= top.seq) {
		return;
	}
	const values: SqlValue[] = [];
	pushEvent(values, event);
	const [vseq, ...rest] = values as [number | null, ...SqlValue[]];
	top.v = vseq ?? 0 - Math.abs(top.v);
	top.seq = event.seq;
	state.db.run(insertEvent, top.n, top.seq, top.v, ...rest, event.erasedAt);
}

function loadDoc(state: WriteState, collection: string, doc: Doc & Record<string, Json>): void {
	const table = tableOf(collection);
	createTable(state.db, table); // of a plugin that is not installed here; kept for when it is
	state.db.run(
		`INSERT INTO ${table} (id, rev, doc) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		doc.id,
		doc.rev,
		docText(doc),
	);
}

/**
 * Lanes were read after the events, so one may speak of events that the dump does not have. It must not owe them: the
 * next events of the same numbers would count as delivered.
 */
function loadLane(state: WriteState, lane: Lane): void {
	const top = state.top(lane.timeline);
	const owed = top && highestOwed(state, lane.sink, top.n, lane.cursor + 1);
	if (top === null || owed === null) {
		return;
	}
	state.db.run(
		`INSERT INTO lanes (sink, timeline, cursor, owed, due_at, tries, fence, problem)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		lane.sink,
		top.n,
		lane.cursor,
		owed,
		lane.dueAt,
		lane.tries,
		lane.fence,
		lane.problem,
	);
}

export function beginEpoch({ db }: WriteState, operation: Op): null {
	db.run("UPDATE meta SET value = ? WHERE key = 'epoch'", operation[1] as string);
	return null;
}

/** Takes a megabyte of pages and gives them back: with that much room a busy transaction passes, too. */
export function probe({ db }: WriteState): null {
	db.run('INSERT INTO probe (bytes) VALUES (zeroblob(1048576))');
	db.run('DELETE FROM probe');
	return null;
}
