import { join } from 'node:path';
import type { SinkId, TimelineId } from '../../shared/ids.ts';
import { links } from '../plugin-host/links.ts';
import type { DumpRow, Store } from '../ports/store.ts';
import { contractCollections, people } from '../stores/contract/collections.ts';
import { newPerson } from '../stores/contract/documents.ts';
import {
	append,
	appendAmongOthers,
	collect,
	decidedAt,
	expectDense,
	message,
	newSink,
	newTimeline,
	note,
	readAll,
} from '../stores/contract/samples.ts';
import { workLanes } from '../stores/contract/work-lanes.ts';
import { summaries } from '../conversations/index.ts';
import { factsCollection } from '../reports/index.ts';
import { sitesCollection } from '../sites/index.ts';
import { timers } from '../timers/index.ts';
import { loadBackup } from './load-backup.ts';
import {
	kinds,
	newFolder,
	openPair,
	tidyUp,
	withDump,
	type Kind,
	type Pair,
} from './testing/stores.ts';
import { writeBackup } from './write-backup.ts';

afterEach(tidyUp);

const collections = [
	...contractCollections,
	timers,
	links,
	summaries,
	factsCollection,
	sitesCollection,
];
const options = { now: 0, version: '1', needsKey: '' };

async function copyOf(source: Pair, to: Kind): Promise<Pair & { leftOut: readonly string[] }> {
	const path = join(newFolder(), 'a.backup');
	await writeBackup(path, { ...source, collections }, options);
	const target = await openPair(to, collections);
	const { leftOut } = await loadBackup(path, target);
	return { ...target, leftOut };
}

/** Does something between two rows of the dump. */
function during(
	pair: Pair,
	isMoment: (row: DumpRow) => boolean,
	act: () => Promise<unknown>,
): Pair {
	let isDone = false;
	const store = withDump(pair.store, async function* (): AsyncGenerator<DumpRow> {
		for await (const row of pair.store.dump()) {
			yield row;
			if (isDone || !isMoment(row)) continue;
			isDone = true;
			await act();
		}
	});
	return { ...pair, store };
}

const runs: [Kind, number | undefined][] = [
	['sqlite', undefined],
	['sqlite', undefined],
	...Array.from({ length: 6 }, (_, index): [Kind, number] => ['hostile', index + 1]),
	...kinds.flatMap((kind): [Kind, undefined][] => (kind === 'mongodb' ? [[kind, undefined]] : [])),
];

test.each(runs)(
	'while eight writers append and a sink is served (%s, seed %s)',
	async (kind, seed) => {
		const source = await openPair(kind, collections, seed);
		const { store } = source;
		const timelines = Array.from({ length: 8 }, newTimeline);
		const sink = newSink();
		const acknowledged: { timeline: TimelineId; seq: number }[] = [];
		const delivered = new Set<string>();
		let isWriting = true;
		const writers = timelines.map(async (timeline, index) => {
			for (let n = 0; n < 40; n += 1) {
				const event =
					(n + index) % 3 === 0 ? note({ sinks: [sink] }) : message(0, { sinks: [sink] });
				const events = await appendAmongOthers(store, timeline, [event]);
				for (const { seq } of events) acknowledged.push({ timeline, seq });
			}
		});
		const worker = (async () => {
			const deliver = (timeline: TimelineId, seq: number) => delivered.add(`${timeline} ${seq}`);
			while ((await workLanes(store, sink, deliver)) || isWriting) {
				await new Promise((resolve) => setImmediate(resolve));
			}
		})();
		while (acknowledged.length < 40) await new Promise((resolve) => setTimeout(resolve, 1));

		const before = [...acknowledged];
		const path = join(newFolder(), 'a.backup');
		await writeBackup(path, { ...source, collections }, options);
		const deliveredThen = new Set(delivered);
		await Promise.all(writers);
		isWriting = false;
		await worker;

		for (const to of kinds) {
			const copy = await openPair(to, collections);
			await loadBackup(path, copy);
			expect(await copy.store.check()).toEqual([]);
			const heads = new Map<TimelineId, number>();
			for (const timeline of timelines) {
				const events = await readAll(copy.store, timeline);
				expectDense(events);
				expect(events).toEqual((await readAll(store, timeline)).slice(0, events.length));
				heads.set(timeline, events.length);
			}
			for (const { timeline, seq } of before) {
				expect(heads.get(timeline)).toBeGreaterThanOrEqual(seq);
			}
			const owed = new Set(await deliverAll(copy.store, sink));
			for (const [timeline, head] of heads) {
				for (let seq = 1; seq <= head; seq += 1) {
					const name = `${timeline} ${seq}`;
					expect([name, owed.has(name) || deliveredThen.has(name)]).toEqual([name, true]);
				}
			}
			// What comes next is not taken for delivered.
			const [first] = timelines as [TimelineId];
			const [next] = await appendAmongOthers(copy.store, first, [note({ sinks: [sink] })]);
			expect(await deliverAll(copy.store, sink)).toEqual([`${first} ${next!.seq}`]);
		}
	},
	30_000,
);

/** All that is owed. Later than any lease that the dump saw: in a copy nobody holds it any more. */
async function deliverAll(store: Store, sink: SinkId): Promise<string[]> {
	const names: string[] = [];
	const now = decidedAt + 10 * 86_400_000;
	for (;;) {
		const due = await store.dueLanes(sink, now, 100);
		if (due.length === 0) break;
		for (const { timeline } of due) {
			const lane = (await store.lease(sink, timeline, now, now))!;
			const events = await store.owedEvents(sink, timeline, lane.cursor, 1000);
			names.push(...events.map(({ seq }) => `${timeline} ${seq}`));
			const cursor = events.at(-1)?.seq ?? Math.max(lane.cursor, lane.owed);
			await store.settle(lane, { cursor, dueAt: now, tries: 0, problem: null });
		}
	}
	expect(await store.owingSinks()).toEqual([]);
	return names;
}

describe.each(kinds)('on %s', (kind) => {
	it('keeps a timer that fires meanwhile, whose event came too late', async () => {
		const source = await openPair(kind, collections);
		const [timeline, other] = [newTimeline(), newTimeline()].sort() as [TimelineId, TimelineId];
		await append(source.store, timeline, note());
		await append(source.store, other, note());
		await source.store.put(timers, timer);
		const busy = during(
			source,
			(row) => row.kind === 'event' && row.event.timeline === other,
			async () => {
				await append(source.store, timeline, note());
				await source.store.remove(timers, timer.id);
			},
		);
		const copy = await copyOf(busy, 'sqlite');
		expect(await copy.store.get(timers, timer.id)).toEqual({ ...timer, rev: 1 });
	});

	it('takes the early side of a timer that is moved meanwhile', async () => {
		const source = await openPair(kind, collections);
		await append(source.store, newTimeline(), note());
		await source.store.put(timers, timer);
		const early = await source.store.get(timers, timer.id);
		const moved = during(
			source,
			() => true,
			() => source.store.put(timers, { ...timer, dueAt: 9 }),
		);
		for (const to of kinds) {
			await source.store.put(timers, timer);
			const copy = await copyOf(moved, to);
			expect(await copy.store.get(timers, timer.id)).toMatchObject({ dueAt: early!.dueAt });
			expect(await copy.store.count(timers, { index: 'byKind' }, 9)).toBe(1);
		}
	});

	it('knows what a destination called an event that it does not owe any more', async () => {
		const source = await openPair(kind, collections);
		const [timeline, sink] = [newTimeline(), 'slack:T1' as SinkId];
		await append(source.store, timeline, note({ sinks: [sink] }));
		await source.store.insert(people, newPerson());
		const link = { id: `${sink}/${timeline}/1`, sink, timeline, seq: 1, externalId: 'ts' };
		// The documents are read, and the lanes not yet.
		const busy = during(
			source,
			(row) => row.kind === 'doc',
			async () => {
				await source.store.insert(links, { ...link, back: 'slack:T1 ts' });
				await source.store.insert(links, { ...link, id: `${sink}/${timeline}/2`, back: null });
				const lane = await source.store.lease(sink, timeline, Date.now(), Date.now());
				const done = { cursor: 1, dueAt: 0, tries: 0, problem: null };
				await source.store.settle(lane!, done);
			},
		);
		const copy = await copyOf(busy, 'sqlite');
		expect(await copy.store.owingSinks()).toEqual([]);
		expect(await copy.store.get(links, link.id)).toMatchObject(link);
		// Of several events in one post only the first is led back to.
		expect(await copy.store.get(links, `${sink}/${timeline}/2`)).toMatchObject({ back: null });
	});

	it('has no summary, which could be ahead of the events', async () => {
		const source = await openPair(kind, collections);
		await append(source.store, newTimeline(), note());
		await source.store.put(summaries, { id: 'v.1', through: 7 } as never);
		const copy = await copyOf(source, 'hostile');
		const rows = await collect(copy.store.dump());
		expect(rows.filter((row) => row.kind === 'doc')).toEqual([]);
	});
});

const timer = { id: 'idle:x', kind: 'idle', key: 'x', dueAt: 5, tries: 0, problem: null };

test('an address that goes from one to another meanwhile does not spoil the backup', async () => {
	const source = await openPair('sqlite', collections);
	const { store } = source;
	await append(store, newTimeline(), note());
	await store.insert(people, newPerson({ id: 'old', email: 'post@example.org' }));
	// In a store of more than one page the new one would be read after the old one had changed.
	const twice = withDump(store, async function* (): AsyncGenerator<DumpRow> {
		yield* store.dump();
		await store.update(people, 'old', { set: { email: 'other@example.org' } });
		const doc = await store.insert(people, newPerson({ id: 'new', email: 'post@example.org' }));
		yield { kind: 'doc', collection: 'people', doc: { ...doc } as never };
	});
	const path = join(newFolder(), 'a.backup');
	await writeBackup(path, { ...source, store: twice, collections }, options);
	for (const kind of kinds) {
		const copy = await openPair(kind, collections);
		const { leftOut } = await loadBackup(path, copy);
		expect(leftOut).toEqual([expect.stringContaining('people new')]);
		expect(await copy.store.get(people, 'old')).toMatchObject({ email: 'post@example.org' });
	}
});
