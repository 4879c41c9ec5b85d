import { randomUUID } from 'node:crypto';
import { Busy, DuplicateKey, Unknown } from '../../ports/errors.ts';
import { facts, people, type Fact, type Person } from '../contract/collections.ts';
import { collect, later, newSink, newTimeline, note } from '../contract/samples.ts';
import { drain } from '../contract/work-lanes.ts';
import { badLine } from './testing/bad-line.ts';
import type { Loss } from './testing/faulty-relay.ts';
import { describeMongo } from './testing/test-url.ts';

jest.setTimeout(60_000);

async function* bytesOf(content: Buffer | string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(content);
}

describeMongo('a store on a MongoDB behind a bad line', () => {
	const line = badLine();

	describe('a document', () => {
		const person = (): Person => ({
			id: randomUUID(),
			rev: 1,
			site: 's',
			number: 1,
			name: 'Mira',
			load: 1,
		});

		it.each<[Loss, 'id' | null]>([
			['reply', 'id'],
			['request', null],
		])('is inserted once, the %s of the first try lost', async (loss, index) => {
			const doc = person();
			const error = await line().failure('insert c_people', loss, () =>
				line().store.insert(people, doc),
			);
			expect(error).toBeInstanceOf(Unknown);
			const again = await line()
				.store.insert(people, doc)
				.catch((thrown: unknown) => thrown);
			expect(again instanceof DuplicateKey ? again.index : null).toBe(index);
			expect(await line().store.get(people, doc.id)).toEqual(doc);
		});

		it.each<[Loss]>([['reply'], ['request']])(
			'is changed once by what has its revision, the %s of the first try lost',
			async (loss) => {
				const { id } = await line().store.insert(people, person());
				const change = () => line().store.update(people, id, { inc: { load: 1 } }, { rev: 1 });
				expect(await line().failure('findAndModify c_people', loss, change)).toBeInstanceOf(
					Unknown,
				);
				const again = await change();
				expect(again === null).toBe(loss === 'reply');
				expect(await line().store.get(people, id)).toMatchObject({ load: 2, rev: 2 });
			},
		);

		it.each<[string, Loss, boolean]>([
			['insert c_facts', 'reply', false],
			['insert c_facts', 'request', false],
			['update c_facts', 'reply', true],
			['update c_facts', 'request', true],
		])('is put at most as far as it was, with %s losing its %s', async (what, loss, isThere) => {
			const id = randomUUID();
			if (isThere) await line().store.put(facts, { id, through: 1, total: 1 }, 'through');
			const put = (): Promise<Fact | null> =>
				line().store.put(facts, { id, through: 2, total: 2 }, 'through');
			expect(await line().failure(what, loss, put)).toBeInstanceOf(Unknown);
			expect((await put()) === null).toBe(loss === 'reply');
			expect(await line().store.get(facts, id)).toEqual({
				id,
				through: 2,
				total: 2,
				rev: isThere ? 2 : 1,
			});
		});

		it('put late does not overtake a newer one', async () => {
			const id = randomUUID();
			await line().store.put(facts, { id, through: 1, total: 1 }, 'through');
			await line().failure('update c_facts', 'late', () =>
				line().store.put(facts, { id, through: 2, total: 2 }, 'through'),
			);
			await line().store.put(facts, { id, through: 3, total: 3 }, 'through');
			await line().relay.release();
			expect(await line().store.get(facts, id)).toMatchObject({ through: 3, total: 3 });
		});

		it('names the declared index that refused it, and `id` for the id', async () => {
			const first = { ...person(), email: `${randomUUID()}@example.org`, badge: randomUUID() };
			await line().store.insert(people, first);
			const refused = (part: Partial<Person>) =>
				line()
					.store.insert(people, { ...person(), ...part })
					.catch((error: unknown) => error);
			expect(await refused({ email: first.email })).toMatchObject({
				name: 'DuplicateKey',
				index: 'email',
			});
			expect(await refused({ badge: first.badge })).toMatchObject({
				name: 'DuplicateKey',
				index: 'badge',
			});
			expect(await refused({ id: first.id })).toMatchObject({ name: 'DuplicateKey', index: 'id' });
			const { id } = await line().store.insert(people, person());
			await expect(
				line().store.update(people, id, { set: { email: first.email } }),
			).rejects.toMatchObject({
				name: 'DuplicateKey',
				index: 'email',
			});
			expect(await line().store.get(people, id)).toMatchObject({ rev: 1 });
		});

		it('that was changed wrongly is our mistake, and no failure of the database', async () => {
			const { id } = await line().store.insert(people, person());
			for (const patch of [{ inc: { name: 1 } }, { inc: { load: 1 }, set: { load: 1 } }]) {
				const error = await line()
					.store.update(people, id, patch)
					.catch((thrown: unknown) => thrown);
				expect(error).toBeInstanceOf(Error);
				for (const known of [Busy, Unknown, DuplicateKey]) expect(error).not.toBeInstanceOf(known);
			}
			expect(await line().store.get(people, id)).toMatchObject({ rev: 1 });
		});
	});

	describe('a file', () => {
		const bytes = Buffer.alloc(300_000, 'abcdefghijk');
		it.each<[string, Loss]>([
			['update uploads', 'reply'],
			['insert blobs.chunks', 'request'],
			['insert blobs.chunks', 'reply'],
			['insert blobs.files', 'request'],
			['insert blobs.files', 'reply'],
		])('with %s losing its %s is unknown, and there whole or not at all', async (what, loss) => {
			const before = (await collect(line().blobs.list())).length;
			const error = await line().failure(what, loss, () =>
				line().blobs.put(bytesOf(bytes), 1_000_000),
			);
			expect(error).toBeInstanceOf(Unknown);
			const { id } = await line().blobs.put(bytesOf(bytes), 1_000_000);
			const ids = (await collect(line().blobs.list())).map((one) => one.id);
			expect(ids).toContain(id);
			expect(ids.length - before).toBe(what === 'insert blobs.files' && loss === 'reply' ? 2 : 1);
			for (const one of ids) {
				const pieces = await collect<Buffer>((await line().blobs.open(one))!);
				expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
			}
		});
	});

	/** Every kind of write, on what was there before. */
	async function writes() {
		const [timeline, sink] = [newTimeline(), newSink()];
		await line().store.append(timeline, 0, [note({ sinks: [sink] })]);
		const lane = (await line().store.lease(sink, timeline, later, later))!;
		const id = randomUUID();
		await line().store.insert(facts, { id, through: 1, total: 1 });
		const event = note({ sinks: [sink] });
		return {
			timeline,
			event,
			sink,
			list: {
				append: () => line().store.append(timeline, 1, [event]),
				'append elsewhere': () => line().store.append(timeline, 7, [event]),
				insert: () => line().store.insert(facts, { id: randomUUID(), through: 1, total: 1 }),
				update: () => line().store.update(facts, id, { inc: { total: 1 } }),
				put: () => line().store.put(facts, { id, through: 2, total: 2 }, 'through'),
				remove: () => line().store.remove(facts, id),
				erase: () => line().store.erase(timeline, [{ seq: 1, body: {} }], 1),
				dropLeases: () => line().store.dropLeases(),
				lease: () => line().store.lease(sink, timeline, later, later),
				settle: () => line().store.settle(lane, { cursor: 1, dueAt: 1, tries: 0, problem: null }),
				rewind: () => line().store.rewind(sink, timeline, 1),
				index: () => line().store.index([{ timeline, seq: 1, site: 's', at: 1, text: 'word' }]),
				blob: () => line().blobs.put(bytesOf('x'), 1),
			} as Record<string, () => Promise<unknown>>,
		};
	}

	it('asks for the majority with every command', async () => {
		const writing: { readonly what: string; readonly w?: unknown; readonly j?: unknown }[] = [];
		const reading: { readonly what: string; readonly level?: unknown }[] = [];
		const { list, timeline, sink } = await writes();
		line().relay.watch((command) => {
			const [name = ''] = Object.keys(command);
			const what = `${name} ${String(command[name])}`;
			if (['insert', 'update', 'delete', 'findAndModify'].includes(name))
				writing.push({ what, ...(command['writeConcern'] as object) });
			if (['find', 'aggregate', 'count', 'distinct'].includes(name))
				reading.push({ what, ...(command['readConcern'] as object) });
		});
		for (const command of Object.values(list)) await command();
		await line().store.page(timeline, { limit: 10 });
		await line().store.head(timeline);
		await line().store.owedEvents(sink, timeline, 0, 10);
		await line().store.find(people, { index: 'name', limit: 1 });
		await line().store.search('s', 'word', { limit: 1 });
		await line().store.mendLanes();
		await line().store.check();
		await collect(line().store.dump());
		const { id } = await line().blobs.put(bytesOf('of a file'), 10);
		await collect<Buffer>((await line().blobs.open(id))!);
		await line().blobs.remove(id);
		line().relay.watch(null);
		expect(writing.length).toBeGreaterThan(15);
		expect(writing.filter(({ w, j }) => w !== 'majority' || j !== true)).toEqual([]);
		expect(reading.length).toBeGreaterThan(15);
		expect(reading.filter(({ level }) => level !== 'majority')).toEqual([]);
	});

	it('says that the database is away, refuses every write at once, and goes on when it is back', async () => {
		const { timeline, event, sink, list } = await writes();
		await line().relay.refuse();
		await line().becomes(false);
		expect((await line().store.health()).reason).toContain('MongoDB');
		const startedAt = performance.now();
		for (const [name, command] of Object.entries(list)) {
			const error = await command().catch((thrown: unknown) => thrown);
			expect({ name, error: String(error), reason: (error as Busy).reason }).toEqual({
				name,
				error: 'Busy: The store cannot write now (unreachable).',
				reason: 'unreachable',
			});
		}
		expect(performance.now() - startedAt).toBeLessThan(1000);
		await line().healed();
		expect(await line().store.append(timeline, 1, [event])).toMatchObject([{ kind: 'committed' }]);
		await line().store.mendLanes();
		expect((await drain(line().store, sink)).map(({ seq }) => seq)).toEqual([1, 2]);
	});

	it('gives up a database that says nothing any more, and goes on when it is back', async () => {
		const { timeline, event, list } = await writes();
		line().relay.silence();
		const startedAt = performance.now();
		const names = ['append', 'insert', 'update', 'put', 'settle', 'dropLeases', 'blob'];
		const errors = await Promise.all(
			names.map((name) => list[name]!().catch((thrown: unknown) => thrown)),
		);
		expect(performance.now() - startedAt).toBeLessThan(25_000);
		for (const error of errors) expect(String(error)).toMatch(/^(Busy|Unknown):/);
		expect((await line().store.health()).ok).toBe(false);
		await line().healed();
		expect(await line().store.append(timeline, 1, [event])).toMatchObject([{ kind: 'committed' }]);
	});
});
