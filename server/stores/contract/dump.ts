import type { DumpRow, NewEvent, Store } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { contractCollections, facts, people } from './collections.ts';
import { newPerson } from './documents.ts';
import type { Harness, Opened, Topic } from './harness.ts';
import {
	append,
	appendAmongOthers,
	collect,
	decidedAt,
	later,
	message,
	newSink,
	newTimeline,
	note,
	readAll,
	stored,
} from './samples.ts';
import { drain, workUntil } from './work-lanes.ts';

/** Backup and restore, on stores of their own, between any two kinds of store. */
export function dumpContract({ harness }: Topic): void {
	const opened: Opened[] = [];
	async function empty(of: Harness = harness): Promise<Store> {
		const one = await of.open(contractCollections);
		opened.push(one);
		return one.store;
	}
	afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

	async function restored(rows: readonly DumpRow[]): Promise<Store> {
		const store = await empty();
		for (let start = 0; start < rows.length; start += 7) {
			await store.load(rows.slice(start, start + 7));
		}
		return store;
	}
	async function delivered(store: Store, sink: SinkId): Promise<string[]> {
		return (await drain(store, sink)).map(({ timeline, seq }) => `${timeline} ${seq}`).sort();
	}

	async function furnished(): Promise<{ store: Store; sink: SinkId; timelines: TimelineId[] }> {
		const store = await empty();
		const sink = newSink();
		const timelines = [newTimeline(), newTimeline(), newTimeline()];
		const [first, second, third] = timelines as [TimelineId, TimelineId, TimelineId];
		const sinks = [sink];
		await append(store, first, message(1, { sinks }), note({ sinks }), message(2, { sinks }));
		await append(store, second, note({ sinks }), message(1, { type: 'edit', target: 1 }));
		await append(store, third, note({ clientId: null }));
		const lane = (await store.lease(sink, first, later, later))!;
		await store.settle(lane, { cursor: 1, dueAt: later + 7, tries: 2, problem: 'no luck' });
		const done = (await store.lease(sink, second, later, later))!;
		await store.settle(done, { cursor: 1, dueAt: later, tries: 0, problem: null });
		await store.erase(third, [{ seq: 1, body: { left: 1 } }], decidedAt);
		await store.insert(people, newPerson({ id: 'dumped', email: 'dump@example.org', badge: null }));
		await store.update(people, 'dumped', { inc: { load: 2 } });
		await store.insert(facts, { id: 'dumped', through: 3, total: 4 });
		return { store, sink, timelines };
	}

	it('dumps events by timeline and number, then documents, then lanes', async () => {
		const { store, sink, timelines } = await furnished();
		const rows = await collect(store.dump());
		expect(rows.map((row) => row.kind)).toEqual([
			...Array<string>(6).fill('event'),
			'doc',
			'doc',
			'lane',
		]);
		const events = rows.flatMap((row) => (row.kind === 'event' ? row.event : []));
		const expected = [];
		for (const timeline of await store.timelines(null, 10)) {
			expected.push(...(await readAll(store, timeline)));
		}
		expect(events).toEqual(expected);
		const lane = rows.find((row) => row.kind === 'lane');
		expect(lane).toMatchObject({
			lane: { sink, timeline: timelines[0], cursor: 1, owed: 3, tries: 2, problem: 'no luck' },
		});
	});

	it('loads what it dumped: the same numbers, revs, debts and unique values', async () => {
		const { store, sink, timelines } = await furnished();
		const rows = await collect(store.dump());
		const copy = await restored(rows);
		const again = await collect(copy.dump());
		const withoutFence = (row: DumpRow) =>
			row.kind === 'lane' ? { kind: 'lane', lane: { ...row.lane, fence: 0 } } : row;
		expect(again.map(withoutFence)).toEqual(rows.map(withoutFence));
		expect(await copy.check()).toEqual([]);
		for (const timeline of timelines) {
			expect(await copy.head(timeline)).toEqual(await store.head(timeline));
		}
		expect(await copy.get(people, 'dumped')).toMatchObject({ rev: 2, load: 2, badge: null });
		const twin = newPerson({ email: 'dump@example.org' });
		await expect(copy.insert(people, twin)).rejects.toMatchObject({ index: 'email' });
		expect(await copy.troubledLanes(sink, 5)).toMatchObject([{ tries: 2, problem: 'no luck' }]);
		expect(await copy.dueLanes(sink, later, 5)).toEqual([]);
		expect(await copy.nextDue(sink)).toBe(later + 7);
		const lane = (await copy.lease(sink, timelines[0]!, later + 7, later + 8))!;
		const owed = await copy.owedEvents(sink, timelines[0]!, lane.cursor, 9);
		expect(owed.map((event) => event.seq)).toEqual([2, 3]);
	});

	it('goes on in a loaded store: numbers, resends and lanes', async () => {
		const { store, sink, timelines } = await furnished();
		const copy = await restored(await collect(store.dump()));
		const [first] = timelines as [TimelineId];
		const [old] = await readAll(store, first);
		const { seq: _seq, timeline: _timeline, erasedAt: _erasedAt, ...resent } = old!;
		expect(await copy.append(first, 3, [resent])).toEqual([{ kind: 'replay', event: old }]);
		await append(copy, first, message(3, { sinks: [sink] }));
		const lane = (await copy.lease(sink, first, later + 7, later + 7))!;
		const owed = await copy.owedEvents(sink, first, lane.cursor, 9);
		expect(owed.map((event) => event.seq)).toEqual([2, 3, 4]);
		await copy.settle(lane, { cursor: 4, dueAt: later, tries: 0, problem: null });
		expect(await copy.owingSinks()).toEqual([]);
		await copy.rewind(sink, first, 1);
		const again = (await copy.lease(sink, first, later, later))!;
		expect(await copy.owedEvents(sink, first, again.cursor, 9)).toHaveLength(4);
	});

	it('owes nothing that the copy does not have, and takes nothing to come for delivered', async () => {
		const [timeline, other, sink] = [newTimeline(), newTimeline(), newSink()];
		const event = (seq: number, parts: Partial<NewEvent> = {}): DumpRow => ({
			kind: 'event',
			event: stored(timeline, seq, note({ sinks: [sink], ...parts })),
		});
		const lane = (of: TimelineId, cursor: number, owed: number): DumpRow => ({
			kind: 'lane',
			lane: { sink, timeline: of, cursor, owed, dueAt: later, tries: 0, fence: 9, problem: null },
		});
		// Lanes are read after the events: these have gone on meanwhile.
		const ahead = await restored([event(1), event(2), lane(timeline, 5, 9), lane(other, 0, 4)]);
		expect(await ahead.owingSinks()).toEqual([]);
		await append(ahead, timeline, note({ sinks: [sink] }));
		expect(await delivered(ahead, sink)).toEqual([`${timeline} 3`]);

		const partly = await restored([
			event(1),
			event(2),
			event(3, { sinks: [] }),
			lane(timeline, 1, 9),
		]);
		expect(await partly.dueLanes(sink, later, 5)).toMatchObject([{ cursor: 1, owed: 2 }]);
		expect(await delivered(partly, sink)).toEqual([`${timeline} 2`]);
		expect(await partly.dueLanes(sink, Number.MAX_SAFE_INTEGER, 5)).toEqual([]);
	});

	it('owes at least what it must when it is dumped while it works', async () => {
		const { store, sink, timelines } = await furnished();
		const before = new Set<string>();
		let working = true;
		const worker = workUntil(
			store,
			sink,
			(timeline, seq) => before.add(`${timeline} ${seq}`),
			() => !working,
		);
		const writer = (async () => {
			for (let round = 0; round < 20; round += 1) {
				const timeline = timelines[round % 3]!;
				await appendAmongOthers(store, timeline, [note({ sinks: [sink] }), note()]);
			}
		})();
		const rows = await collect(store.dump());
		const deliveredThen = new Set(before);
		await writer;
		working = false;
		await worker;
		const copy = await restored(rows);
		expect(await copy.check()).toEqual([]);
		const owed = new Set(await delivered(copy, sink));
		for (const row of rows) {
			if (row.kind === 'event' && row.event.sinks.includes(sink)) {
				const name = `${row.event.timeline} ${row.event.seq}`;
				const settledBefore = row.event.at === decidedAt && row.event.seq === 1;
				expect(owed.has(name) || deliveredThen.has(name) || settledBefore).toBe(true);
			}
		}
	});

	it('loads the same rows again without changing anything, whatever their batches', async () => {
		const { store, sink, timelines } = await furnished();
		const rows = await collect(store.dump());
		const copy = await restored(rows);
		const loaded = await collect(copy.dump());
		await copy.load(rows);
		for (let start = 0; start < rows.length; start += 2) {
			await copy.load(rows.slice(start, start + 5));
		}
		await copy.load([...rows, ...rows]);
		expect(await collect(copy.dump())).toEqual(loaded);
		expect(await copy.check()).toEqual([]);
		const [first] = timelines as [TimelineId];
		await append(copy, first, message(3, { sinks: [sink] }));
		const lane = (await copy.lease(sink, first, later + 7, later + 7))!;
		const owed = await copy.owedEvents(sink, first, lane.cursor, 9);
		expect(owed.map((event) => event.seq)).toEqual([2, 3, 4]);
	});

	it('goes on with a load that was cut short anywhere', async () => {
		const { store } = await furnished();
		const rows = await collect(store.dump());
		const whole = await collect((await restored(rows)).dump());
		for (let cut = 1; cut < rows.length; cut += 1) {
			const copy = await empty();
			await copy.load(rows.slice(0, cut));
			await copy.load(rows);
			expect(await collect(copy.dump())).toEqual(whole);
			expect(await copy.check()).toEqual([]);
		}
	});

	it('leaves what is there as it is, however much newer or older it is', async () => {
		const { store, sink, timelines } = await furnished();
		const rows = await collect(store.dump());
		const copy = await restored(rows);
		const [first, second] = timelines as [TimelineId, TimelineId];
		await copy.update(people, 'dumped', { set: { name: 'Newer' }, unset: ['email'] });
		// Whatever it holds now: only an id that is not there is taken.
		await copy.insert(people, newPerson({ id: 'heir', email: 'dump@example.org' }));
		await copy.put(facts, { id: 'dumped', through: 1, total: 1 });
		await copy.erase(first, [{ seq: 1, body: {} }], later);
		await append(copy, second, note({ sinks: [sink] }));
		const lane = (await copy.lease(sink, first, later + 7, later + 8))!;
		await copy.settle(lane, { cursor: 2, dueAt: later + 9, tries: 0, problem: null });
		const before = await collect(copy.dump());
		await copy.load(rows);
		expect(await collect(copy.dump())).toEqual(before);
		await append(copy, second, note({ sinks: [sink] }));
		expect(await copy.check()).toEqual([]);
	});

	it('refuses a document whose unique value another one has, again and again', async () => {
		const copy = await empty();
		const row = (id: string, parts: Record<string, string | null>): DumpRow => ({
			kind: 'doc',
			collection: people.name,
			doc: { ...newPerson({ id }), ...parts, rev: 1 } as never,
		});
		const holder = row('holder', { email: 'held@example.org', badge: 'held' });
		await copy.load([holder, row('nobody', { email: null, badge: null })]);
		await copy.load([row('nobody too', { email: null })]);
		for (const [field, value] of [
			['email', 'held@example.org'],
			['badge', 'held'],
		] as const) {
			const twin = row('twin', { [field]: value });
			for (let round = 0; round < 2; round += 1) {
				await expect(copy.load([twin])).rejects.toMatchObject({
					name: 'DuplicateKey',
					index: field,
				});
			}
		}
		expect(await copy.get(people, 'twin')).toBeNull();
		expect(await copy.get(people, 'nobody')).toStrictEqual(
			expect.objectContaining({ email: null, badge: null }),
		);
		await copy.load([holder]);
	});

	it('loads documents of a collection that is not declared here', async () => {
		const doc = { id: 'x', rev: 3, content: 'of a plugin' };
		const rows: DumpRow[] = [{ kind: 'doc', collection: 'not_installed', doc }];
		const copy = await restored(rows);
		expect(await collect(copy.dump())).toEqual(rows);
	});

	it('lists its timelines in pages', async () => {
		const { store, timelines } = await furnished();
		const all = await store.timelines(null, 10);
		expect([...all].sort()).toEqual([...timelines].sort());
		const first = await store.timelines(null, 2);
		expect(first).toEqual(all.slice(0, 2));
		expect(await store.timelines(first[1]!, 2)).toEqual(all.slice(2));
		expect(await store.timelines(all[2]!, 2)).toEqual([]);
	});
}
