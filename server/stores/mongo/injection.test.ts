import { people } from '../contract/collections.ts';
import { message, newTimeline } from '../contract/samples.ts';
import type { Store } from '../../ports/store.ts';
import { openMongoForTest, type OpenedForTest } from './testing/open-for-test.ts';
import { describeMongo, freshDatabaseUrl } from './testing/test-url.ts';
import { docOf, rowOf } from './values.ts';

/* A request's JSON must never become an operator, whatever slipped through the checks at the edge. */

const operators: unknown[] = [
	{ $ne: null },
	{ $gt: '' },
	{ $where: '1' },
	['a'],
	/./,
	{ json: '1' },
];

describeMongo('a filter takes no operator from outside', () => {
	let opened: OpenedForTest;
	beforeAll(async () => {
		opened = await openMongoForTest(freshDatabaseUrl(), [people]);
		await opened.store.insert(people, { id: 'p', site: 's', number: 1, name: 'n', email: 'e' });
		await opened.store.append('v1.1' as never, 0, [message(1)]);
	});
	afterAll(() => opened.drop());

	/** Each verb with the value in each place where a caller's value enters a filter. */
	const places: Record<string, (store: Store, value: never) => Promise<unknown>> = {
		'the timeline of an append': (store, value) => store.append(value, 0, [message(1)]),
		'the number of an append': (store, value) => store.append(newTimeline(), value, [message(1)]),
		'a clientId': (store, value) =>
			store.append(newTimeline(), 0, [message(1, { clientId: value })]),
		'a target': (store, value) => store.append(newTimeline(), 0, [message(1, { target: value })]),
		'a sink': (store, value) => store.append(newTimeline(), 0, [message(1, { sinks: [value] })]),
		head: (store, value) => store.head(value),
		'a page': (store, value) => store.page(value, { limit: 5 }),
		"a page's beginning": (store, value) => store.page(newTimeline(), { after: value, limit: 5 }),
		"a page's end": (store, value) => store.page(newTimeline(), { before: value, limit: 5 }),
		'an event': (store, value) => store.event(newTimeline(), value),
		byClientId: (store, value) => store.byClientId(newTimeline(), 'agent', value),
		"an erasure's timeline": (store, value) => store.erase(value, [{ seq: 1, body: {} }], 1),
		get: (store, value) => store.get(people, value),
		getMany: (store, value) => store.getMany(people, [value]),
		update: (store, value) => store.update(people, value, { set: { name: 'x' } }),
		"an update's rev": (store, value) => store.update(people, 'p', {}, { rev: value }),
		'a condition': (store, value) =>
			store.update(people, 'p', {}, { if: [{ field: 'name', op: 'eq', value }] }),
		remove: (store, value) => store.remove(people, value),
		"a removal's rev": (store, value) => store.remove(people, 'p', { rev: value }),
		'an equality': (store, value) =>
			store.find(people, { index: 'email', eq: { email: value }, limit: 5 }),
		'a range': (store, value) =>
			store.find(people, { index: 'name', range: { gt: value }, limit: 5 }),
		'a cursor': (store, value) =>
			store.find(people, { index: 'name', limit: 5, after: [value, 'p'] }),
		'a count': (store, value) => store.count(people, { index: 'seen', eq: { site: value } }, 5),
		removeRange: (store, value) =>
			store.removeRange(people, { index: 'name', eq: { name: value }, limit: 5 }),
		'a lease': (store, value) => store.lease(value, 'v1.1' as never, 1, 2),
		'due lanes': (store, value) => store.dueLanes(value, 1, 5),
		'what is owed': (store, value) => store.owedEvents(value, 'v1.1' as never, 0, 5),
		'a fence': (store, value) =>
			store.settle(
				{ sink: 's' as never, timeline: 'v1.1' as never, fence: value },
				{ cursor: 1, dueAt: 1, tries: 0, problem: null },
			),
		"a search's site": (store, value) => store.search(value, 'word', { limit: 5 }),
		"a search's place": (store, value) => store.search('s', 'word', { limit: 5, before: value }),
	};

	it.each(Object.entries(places))('as %s', async (_name, call) => {
		for (const operator of operators) {
			await expect(
				Promise.resolve().then(() => call(opened.store, operator as never)),
			).rejects.toThrow(TypeError);
		}
		expect(await opened.store.get(people, 'p')).toMatchObject({ name: 'n', rev: 1 });
		expect(await opened.store.head('v1.1' as never)).toEqual({ seq: 1, vseq: 1 });
	});
});

describe('a document as it is stored', () => {
	it('keeps what is no single value as text, so that no name in it means anything', () => {
		const doc = { id: 'x', plain: 1, deep: { $set: { 'a.b': [null] } } };
		const row = rowOf(doc, 3, []);
		expect(row).toEqual({ _id: 'x', rev: 3, plain: 1, deep: { json: '{"$set":{"a.b":[null]}}' } });
		expect(docOf(row)).toEqual({ ...doc, rev: 3 });
	});

	it('leaves a null out of a unique index and gives it back', () => {
		const row = rowOf({ id: 'x', email: null, name: null } as never, 1, ['email']);
		expect(row).toEqual({ _id: 'x', rev: 1, name: null, _nulls: { email: true } });
		expect(docOf(row)).toEqual({ id: 'x', rev: 1, email: null, name: null });
	});

	it.each(['$set', 'a.b', '', '_id', '_nulls', '__proto__', 'a\u0000', 'ä'])(
		'has no field %j',
		(name) => {
			const doc = JSON.parse(`{"id":"x",${JSON.stringify(name)}:1}`) as never;
			expect(() => rowOf(doc, 1, [])).toThrow(TypeError);
		},
	);
});
