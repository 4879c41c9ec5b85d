import type { Blobs } from '../../ports/blobs.ts';
import type { Query } from '../../ports/store.ts';
import { boxes, facts, people } from '../contract/collections.ts';
import { append, collect, later, message } from '../contract/samples.ts';
import type { MongoStore } from './mongo-store.ts';
import { fill, mail, slack, timelineOf } from './testing/filled-store.ts';
import { openMongoForTest, type OpenedForTest } from './testing/open-for-test.ts';
import { profilerOf, type Executed, type Profiler } from './testing/profile.ts';
import { sortedInMemory } from './testing/served.ts';
import { describeMongo, freshDatabaseUrl, isStandalone } from './testing/test-url.ts';

type Work = (store: MongoStore, blobs: Blobs) => Promise<unknown>;

/** Each with a timeline of its own, so that none depends on what another left. */
const timelines = {
	append: timelineOf(11),
	erase: timelineOf(12),
	settle: timelineOf(13),
	rewind: timelineOf(14),
	read: timelineOf(15),
};
const again = message(9);
const until = later * 2;

const verbs: Record<string, Work> = {
	append: async (store) => {
		await append(store, timelines.append, message(8, { sinks: [slack, mail] }), again);
		// One that is moved and one that is there.
		await store.append(timelines.append, 50, [message(10)]);
		await store.append(timelines.append, 12, [again]);
	},
	head: (store) => store.head(timelines.read),
	page: (store) => store.page(timelines.read, { after: 2, limit: 5 }),
	'the newest page': (store) => store.page(timelines.read, { newest: true, limit: 5 }),
	'page of a visitor': (store) => store.page(timelines.read, { after: 1, visitor: true, limit: 5 }),
	'the newest page of a visitor': (store) =>
		store.page(timelines.read, { before: 6, newest: true, visitor: true, limit: 3 }),
	event: (store) => store.event(timelines.read, 4),
	byClientId: (store) => store.byClientId(timelines.append, 'visitor', again.clientId!),
	erase: (store) => store.erase(timelines.erase, [{ seq: 2, body: {} }], later),
	put: (store) => store.put(facts, { id: 'f1', through: 500, total: 1 }, 'through'),
	get: (store) => store.get(facts, 'f2'),
	getMany: (store) => store.getMany(facts, ['f1', 'f2', 'f3', 'none']),
	update: (store) =>
		store.update(
			people,
			'p5',
			{ set: { name: 'New' } },
			{ rev: 1, if: [{ field: 'site', op: 'eq', value: 's1' }] },
		),
	remove: (store) => store.remove(facts, 'f9', { rev: 1 }),
	count: (store) => store.count(people, { index: 'seen', eq: { site: 's1' } }, 20),
	dueLanes: (store) => store.dueLanes(slack, later, 10),
	nextDue: (store) => store.nextDue(mail),
	lease: (store) => store.lease(mail, timelines.read, later, until),
	owedEvents: (store) => store.owedEvents(mail, timelines.read, 8, 50),
	settle: async (store) => {
		const timeline = timelines.settle;
		for (const cursor of [9, 10]) {
			const lane = await store.lease(mail, timeline, until, until);
			await store.settle(lane!, { cursor, dueAt: 0, tries: 0, problem: null });
		}
	},
	rewind: async (store) => {
		// The first makes the lane anew, the second finds it.
		const lane = await store.lease(mail, timelines.rewind, until, until);
		await store.settle(lane!, { cursor: 10, dueAt: 0, tries: 0, problem: null });
		await store.rewind(mail, timelines.rewind, 3);
		await store.rewind(mail, timelines.rewind, 3);
		expect(await store.owedEvents(mail, timelines.rewind, 2, 50)).toHaveLength(2);
	},
	dropLeases: (store) => store.dropLeases(),
	index: (store) =>
		store.index(
			[1, 4].map((seq) => ({ timeline: timelines.read, seq, site: 's1', at: later, text: 'new' })),
		),
	'search for a common word': (store) => store.search('s1', 'common', { limit: 10 }),
	'search for a rare word after that': (store) => store.search('s1', '17', { limit: 10 }),
	'search for what is nowhere': (store) => store.search('s1', 'absent', { limit: 10 }),
	'search for several words': (store) => store.search('s1', 'common 17 words', { limit: 10 }),
	timelines: (store) => store.timelines(timelineOf(12), 20),
	load: async (store) => {
		const { events } = await store.page(timelines.read, { limit: 3 });
		await store.load(events.map((event) => ({ kind: 'event', event })));
	},
	others: (store) => store.others(),
	beginEpoch: (store) => store.beginEpoch(),
	files: async (_store, blobs) => {
		const { id } = await blobs.put(parts(), 1_000_000);
		await collect((await blobs.open(id, { start: 300_000, end: 400_000 }))!);
		await collect(blobs.list());
		await blobs.remove(id);
	},
};

/** They read everything there is of something, along an index. */
const walks: Record<string, Work> = {
	// All lanes of the sink: how many there are is how many events wait.
	troubledLanes: (store) => store.troubledLanes(slack, 20),
	owingSinks: (store) => store.owingSinks(),
	mendLanes: (store) => store.mendLanes(),
	check: (store) => store.check(),
	dump: (store) => collect(store.dump()),
};

const queries: Query[] = [
	{ index: 'email', limit: 5 },
	{ index: 'email', limit: 5, after: ['e2', 'p2'] },
	{ index: 'email', eq: { email: 'e1@example.org' }, limit: 5 },
	{ index: 'email', range: { gte: 'e1', lt: 'e2' }, limit: 5, after: ['e11@example.org', 'p11'] },
	{ index: 'name', limit: 5 },
	{ index: 'name', limit: 5, after: ['Name 3', 'p3'] },
	{ index: 'name', eq: { name: 'Name 3' }, limit: 3, after: ['p103'] },
	{ index: 'seen', eq: { site: 's1' }, limit: 3, after: [101, 'p101'] },
	{ index: 'seen', eq: { site: 's1' }, limit: 3, after: [null, 'p100'] },
	{ index: 'seen', eq: { site: 's1', seenAt: null }, limit: 3, after: ['p100'] },
	{ index: 'seen', eq: { site: 's1' }, range: { gt: 50 }, limit: 3, after: [101, 'p101'] },
	{ index: 'seen', limit: 3, after: ['s1', null, 'p100'] },
	{ index: 'status', eq: { site: 's1', online: true }, limit: 3 },
	{ index: 'status', limit: 3, after: ['s1', true, 102, 'p102'] },
];

async function* parts(): AsyncGenerator<Buffer> {
	yield Buffer.alloc(600_000);
}

const alongIndexes = /^(?:IDHACK|EOF|IXSCAN \{[^}]+\}(?:, IXSCAN \{[^}]+\})*)$/;
/** Of an index that sorts in memory, and the few sums of an aggregate. */
const maySort = ({ what, plan }: Executed): boolean =>
	what === 'aggregate lanes' ||
	(sortedInMemory[what.split(' ')[1] ?? ''] ?? []).some((name) => plan === `IXSCAN { ${name}: 1 }`);
/** A look-up may end beside what it looks for; what grows with the collection is far above that. */
const mayExamine = (found: number): number => 3 * found + 20;

describeMongo('with MongoDB', () => {
	if (isStandalone) {
		test('the plans are not looked at: a server without a replica set may be no real MongoDB', () => {
			expect(isStandalone).toBe(true);
		});
		return;
	}
	let opened: OpenedForTest;
	let profiler: Profiler;
	beforeAll(async () => {
		const url = freshDatabaseUrl();
		opened = await openMongoForTest(url, [people, facts, boxes]);
		await fill(opened.store);
		profiler = await profilerOf(url);
	});
	afterAll(async () => {
		await profiler.close();
		await opened.drop();
	});

	async function executed(work: Work): Promise<Executed[]> {
		const all = await profiler.record(() => work(opened.store, opened.blobs));
		// Otherwise the profiler would be blind.
		expect(all.length).toBeGreaterThan(0);
		expect(all.filter(({ plan }) => !alongIndexes.test(plan))).toEqual([]);
		expect(all.filter((one) => one.isSorted && !maySort(one))).toEqual([]);
		return all;
	}
	// An aggregate gives sums of what it found.
	const tooMuch = (all: Executed[]): Executed[] =>
		all.filter(
			({ what, found, keys, docs }) =>
				!what.startsWith('aggregate') && Math.max(keys, docs) > mayExamine(found),
		);

	test.each(Object.entries(verbs))('%s reads little more than it gives', async (_verb, work) => {
		expect(tooMuch(await executed(work))).toEqual([]);
	});
	test.each(queries.flatMap((query) => [query, { ...query, direction: -1 as const }]))(
		'find reads little more than a page: %j',
		async (query) => {
			const all = await executed((store) => store.find(people, query));
			// A page is up to 6 documents: even an own bound of 20 more would hide a page that is sorted.
			expect(all.filter(({ keys, docs }) => Math.max(keys, docs) > 12)).toEqual([]);
		},
	);
	test.each(Object.entries(walks))('%s walks along an index', async (_verb, work) => {
		await executed(work);
	});
	test('removeRange of many reads no more than those', async () => {
		const all = await executed((store) =>
			store.removeRange(people, {
				index: 'seen',
				eq: { site: 's1' },
				range: { gt: 0 },
				limit: 150,
			}),
		);
		expect(all[0]?.plan).toBe('IXSCAN { site: 1, seenAt: 1, _id: 1 }');
		const removed = all.find(({ what }) => what.startsWith('remove'));
		expect(removed).toMatchObject({ plan: 'IXSCAN { _id: 1 }', docs: 150 });
	});
});
