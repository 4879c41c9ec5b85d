import { randomUUID } from 'node:crypto';
import type { Collection, Doc, NewDoc, Query, Store } from '../../ports/store.ts';
import { append } from './append.ts';
import { check } from './check.ts';
import * as documents from './documents.ts';
import { dump, load } from './dump.ts';
import { erase } from './erase.ts';
import { count, find, removeRange } from './find.ts';
import * as lanes from './lanes.ts';
import { mendLanes } from './owe-lane.ts';
import * as timeline from './read-timeline.ts';
import { index, search } from './search.ts';
import type { Session } from './session.ts';

/** Joins the verbs to the port; each lives in a file of its own kind. */
export function hostileStore(session: Session): Store {
	const { disk } = session.steps;
	const verb = <T>(body: () => Promise<T>): Promise<T> => session.verb(body);
	return {
		get epoch() {
			return disk.epoch;
		},

		append: (id, after, events) => verb(() => append(session, id, after, events)),
		head: (id) => verb(() => timeline.head(session, id)),
		page: (id, query) => verb(() => timeline.page(session, id, query)),
		event: (id, seq) => verb(() => timeline.event(session, id, seq)),
		byClientId: (id, kind, clientId) =>
			verb(() => timeline.byClientId(session, id, kind, clientId)),
		erase: (id, remains, at) => verb(() => erase(session, id, remains, at)),
		timelines: (after, limit) => verb(() => timeline.timelines(session, after, limit)),

		insert: <T extends Doc>(collection: Collection<T>, doc: NewDoc<T>) =>
			verb(() => documents.insert(session, collection, doc)),
		put: (collection, doc, forward) => verb(() => documents.put(session, collection, doc, forward)),
		get: (collection, id) => verb(() => documents.get(session, collection, id)),
		getMany: (collection, ids) => verb(() => documents.getMany(session, collection, ids)),
		update: (collection, id, patch, guard) =>
			verb(() => documents.update(session, collection, id, patch, guard)),
		find: <T extends Doc>(collection: Collection<T>, query: Query) =>
			verb(() => find(session, collection, query)),
		count: (collection, query, cap) => verb(() => count(session, collection, query, cap)),
		remove: (collection, id, guard) => verb(() => documents.remove(session, collection, id, guard)),
		removeRange: (collection, query) => verb(() => removeRange(session, collection, query)),

		dueLanes: (sink, now, limit) => verb(() => lanes.dueLanes(session, sink, now, limit)),
		nextDue: (sink) => verb(() => lanes.nextDue(session, sink)),
		lease: (sink, id, now, until) => verb(() => lanes.lease(session, sink, id, now, until)),
		owedEvents: (sink, id, after, limit) =>
			verb(() => lanes.owedEvents(session, sink, id, after, limit)),
		settle: (lane, outcome) => verb(() => lanes.settle(session, lane, outcome)),
		rewind: (sink, id, fromSeq) => verb(() => lanes.rewind(session, sink, id, fromSeq)),
		troubledLanes: (sink, limit) => verb(() => lanes.troubledLanes(session, sink, limit)),
		owingSinks: () => verb(() => lanes.owingSinks(session)),
		mendLanes: () => verb(() => mendLanes(session)),

		index: (rows) => verb(() => index(session, rows)),
		search: (site, text, options) => verb(() => search(session, site, text, options)),

		async *dump() {
			// A long verb made of short ones: the first of them refuses for all.
			await verb(() => Promise.resolve());
			yield* dump(session);
		},
		load: (rows) => verb(() => load(session, rows)),
		beginEpoch: (epoch) =>
			verb(() =>
				session.steps.write(() => {
					disk.epoch = epoch ?? randomUUID();
				}),
			),
		check: () => verb(() => check(session)),
		health: () =>
			Promise.resolve(session.isClosed ? { ok: false, reason: 'closed' } : { ok: true }),
		close: () => session.close(),
	};
}
