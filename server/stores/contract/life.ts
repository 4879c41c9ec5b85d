import type { BlobId } from '../../../shared/ids.ts';
import { Busy } from '../../ports/errors.ts';
import type { Store } from '../../ports/store.ts';
import { contractCollections, facts, people } from './collections.ts';
import { newPerson } from './documents.ts';
import type { Opened, Topic } from './harness.ts';
import {
	append,
	collect,
	decidedAt,
	later,
	message,
	newClientId,
	newSink,
	newTimeline,
	note,
	readAll,
} from './samples.ts';

/** Opening, closing, epochs, health. */
export function lifeContract({ harness }: Topic): void {
	let opened: Opened;
	beforeEach(async () => {
		opened = await harness.open(contractCollections);
	});
	afterEach(() => opened.close());

	it('opens empty, sound and well', async () => {
		const { store } = opened;
		expect(await collect(store.dump())).toEqual([]);
		expect(await store.timelines(null, 5)).toEqual([]);
		expect(await store.owingSinks()).toEqual([]);
		expect(await store.mendLanes()).toBe(0);
		expect(await store.check()).toEqual([]);
		expect(await store.health()).toMatchObject({ ok: true });
		expect(store.epoch).not.toBe('');
	});

	it('keeps everything over a restart', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		const sent = message(1, { sinks: [sink], body: { text: 'findable' } });
		await append(opened.store, timeline, sent, note());
		await opened.store.index([{ timeline, seq: 1, site: 's', at: 5, text: 'findable' }]);
		await opened.store.insert(people, newPerson({ id: 'stays', email: 'stays@example.org' }));
		const lease = (await opened.store.lease(sink, timeline, later, later + 9))!;
		const blob = await opened.blobs.put(someBytes(), 100);
		const before = await collect(opened.store.dump());
		const { epoch } = opened.store;

		opened = await opened.reopen();
		const { store, blobs } = opened;
		expect(store.epoch).toBe(epoch);
		expect(await collect(store.dump())).toEqual(before);
		expect(await store.append(timeline, 2, [sent])).toMatchObject([{ kind: 'replay' }]);
		expect((await store.search('s', 'find', { limit: 5 })).hits).toEqual([{ timeline, seq: 1 }]);
		const twin = newPerson({ email: 'stays@example.org' });
		await expect(store.insert(people, twin)).rejects.toMatchObject({ index: 'email' });
		expect(await store.lease(sink, timeline, later + 8, later + 20)).toBeNull();
		const done = { cursor: 1, dueAt: later, tries: 0, problem: null };
		expect(await store.settle(lease, done)).toBe(true);
		expect(await blobs.info(blob.id)).toEqual(blob);
		await append(store, timeline, message(2));
		expect(await readAll(store, timeline)).toHaveLength(3);
	});

	it('gives out no fence of a lane a second time, also after restarts', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		const fences: number[] = [];
		for (let round = 0; round < 3; round += 1) {
			for (let times = 0; times < 3; times += 1) {
				const [event] = await append(opened.store, timeline, note({ sinks: [sink] }));
				const first = (await opened.store.lease(sink, timeline, later, later))!;
				await opened.store.rewind(sink, timeline, event!.seq);
				const lane = (await opened.store.lease(sink, timeline, later, later))!;
				fences.push(first.fence, lane.fence);
				const done = { cursor: event!.seq, dueAt: later, tries: 0, problem: null };
				expect(await opened.store.settle(first, done)).toBe(false);
				expect(await opened.store.settle(lane, done)).toBe(true);
				expect(await opened.store.nextDue(sink)).toBeNull();
			}
			opened = await opened.reopen();
		}
		expect(new Set(fences).size).toBe(fences.length);
	});

	it('takes a new epoch, or the one that it is given, and keeps it', async () => {
		const first = opened.store.epoch;
		await opened.store.beginEpoch();
		const second = opened.store.epoch;
		expect(second).not.toBe(first);
		expect(second).not.toBe('');
		opened = await opened.reopen();
		expect(opened.store.epoch).toBe(second);
		await opened.store.beginEpoch(first);
		expect(opened.store.epoch).toBe(first);
		opened = await opened.reopen();
		expect(opened.store.epoch).toBe(first);
	});

	it('gives two stores two epochs', async () => {
		const other = await harness.open(contractCollections);
		expect(other.store.epoch).not.toBe(opened.store.epoch);
		await other.close();
	});

	it('finishes what was begun before it closes', async () => {
		const timeline = newTimeline();
		const begun = [
			opened.store.append(timeline, 0, [note(), note()]),
			opened.store.insert(facts, { id: 'begun', through: 1, total: 1 }),
		] as const;
		let finished = false;
		const finishing = Promise.all(begun).finally(() => {
			finished = true;
		});
		await opened.store.close();
		await new Promise((resolve) => setImmediate(resolve));
		expect(finished).toBe(true);
		const [answers, fact] = await finishing;
		expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'committed']);
		opened = await opened.reopen();
		expect(await readAll(opened.store, timeline)).toHaveLength(2);
		expect(await opened.store.get(facts, 'begun')).toEqual(fact);
	});

	it('refuses everything once closed, and may be closed again', async () => {
		const { store, blobs } = opened;
		const timeline = newTimeline();
		await append(store, timeline, note());
		await store.close();
		await store.close();
		const sink = newSink();
		const person = newPerson();
		const lane = { sink, timeline, fence: 1 };
		const query = { index: 'name', limit: 1 };
		const verbs: Record<string, (one: Store) => Promise<unknown>> = {
			append: (one) => one.append(timeline, 1, [note()]),
			head: (one) => one.head(timeline),
			page: (one) => one.page(timeline, { limit: 1 }),
			event: (one) => one.event(timeline, 1),
			byClientId: (one) => one.byClientId(timeline, 'agent', newClientId()),
			erase: (one) => one.erase(timeline, [{ seq: 1, body: {} }], decidedAt),
			insert: (one) => one.insert(people, person),
			put: (one) => one.put(people, person),
			get: (one) => one.get(people, 'x'),
			getMany: (one) => one.getMany(people, ['x']),
			update: (one) => one.update(people, 'x', {}),
			find: (one) => one.find(people, query),
			count: (one) => one.count(people, query, 1),
			remove: (one) => one.remove(people, 'x'),
			removeRange: (one) => one.removeRange(people, query),
			dueLanes: (one) => one.dueLanes(sink, later, 1),
			nextDue: (one) => one.nextDue(sink),
			lease: (one) => one.lease(sink, timeline, later, later),
			owedEvents: (one) => one.owedEvents(sink, timeline, 0, 1),
			settle: (one) => one.settle(lane, { cursor: 1, dueAt: 1, tries: 0, problem: null }),
			rewind: (one) => one.rewind(sink, timeline, 1),
			troubledLanes: (one) => one.troubledLanes(sink, 1),
			owingSinks: (one) => one.owingSinks(),
			index: (one) => one.index([{ timeline, seq: 1, site: 's', at: 1, text: 'x' }]),
			search: (one) => one.search('s', 'xx', { limit: 1 }),
			dump: (one) => collect(one.dump()),
			load: (one) => one.load([{ kind: 'doc', collection: 'facts', doc: { id: 'x', rev: 1 } }]),
			beginEpoch: (one) => one.beginEpoch(),
			timelines: (one) => one.timelines(null, 1),
			'blob put': () => blobs.put(someBytes(), 100),
			'blob info': () => blobs.info('0'.repeat(32) as BlobId),
		};
		for (const [verb, call] of Object.entries(verbs)) {
			const error = await Promise.resolve()
				.then(() => call(store))
				.then(
					() => 'nothing',
					(reason: unknown) => reason,
				);
			expect([verb, error]).toEqual([verb, expect.any(Busy)]);
			expect([verb, (error as Busy).reason]).toEqual([verb, 'closed']);
		}
		expect((await store.health()).ok).toBe(false);
	});
}

async function* someBytes(): AsyncGenerator<Uint8Array> {
	await Promise.resolve();
	yield Buffer.from('some bytes');
}
