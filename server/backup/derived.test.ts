import type { BlobId, ConversationId } from '../../shared/ids.ts';
import { noConversation, saveSummary, summaries } from '../conversations/index.ts';
import { factsCollection } from '../reports/index.ts';
import { sitesCollection } from '../sites/index.ts';
import { append, decidedAt, readAll } from '../stores/contract/samples.ts';
import { rebuildDerived } from './derived.ts';
import { removeStrayFiles } from './stray-files.ts';
import { bytesOf, kinds, openPair, tidyUp, type Pair } from './testing/stores.ts';
import { said, site, talk } from './testing/talk.ts';

afterEach(tidyUp);

const collections = [summaries, factsCollection, sitesCollection];
const clock = { now: () => decidedAt, after: () => () => undefined };

describe.each(kinds)('on %s repair', (kind) => {
	let pair: Pair;
	let ids: ConversationId[];
	let forgotten: string[];
	const rebuild = () =>
		rebuildDerived({
			...pair,
			clock,
			isIndexEmpty: false,
			timelines: { forget: (id) => void forgotten.push(id) },
		});
	const found = async (text: string) => (await pair.store.search(site, text, { limit: 50 })).hits;

	beforeEach(async () => {
		pair = await openPair(kind, collections);
		ids = [await talk(pair.store), await talk(pair.store), await talk(pair.store)];
		forgotten = [];
	});

	it('makes summaries and the search index from the events alone', async () => {
		const done = await rebuild();
		expect(done).toMatchObject({ timelines: 3, events: 18, erased: 3, broken: [] });
		for (const id of ids) {
			expect(await pair.store.get(summaries, id)).toMatchObject({
				through: 6,
				site,
				status: 'waiting',
				state: { messages: 3, redacted: [5], preview: null },
			});
		}
		expect(await found('apricot')).toHaveLength(3);
		expect(await found('cherry')).toHaveLength(3);
		// The edited text is found and the first one is not; what was taken back is not.
		expect(await found('damson')).toHaveLength(3);
		expect(await found('blueberry')).toEqual([]);
		expect(await found('elderberry')).toEqual([]);
	});

	it('finds nothing to mend the second time', async () => {
		await rebuild();
		expect(await rebuild()).toMatchObject({ summaries: 0, indexed: 0, erased: 0, broken: [] });
	});

	it('puts right summaries that are gone, behind, ahead, wrong or of nobody', async () => {
		const others = [await talk(pair.store), await talk(pair.store)];
		await rebuild();
		const [gone, behind, ahead, wrong] = [...ids, ...others] as [
			ConversationId,
			ConversationId,
			ConversationId,
			ConversationId,
		];
		const { store } = pair;
		const before = await store.get(summaries, wrong);
		await store.remove(summaries, gone);
		await append(store, behind, said(6, 'fig'));
		await store.update(summaries, ahead, { set: { through: 90 } });
		await store.update(summaries, wrong, { set: { status: 'ended' } });
		const nobody = 'v_none.1' as ConversationId;
		const open = { site, visitor: 'v_none', source: 'launcher' } as never;
		await saveSummary(store, { ...noConversation(nobody), seq: 4, open });
		expect(await rebuild()).toMatchObject({ summaries: 5 });
		expect(await store.get(summaries, gone)).toMatchObject({ through: 6 });
		expect(await store.get(summaries, behind)).toMatchObject({ through: 7 });
		expect(await store.get(summaries, ahead)).toMatchObject({ through: 6 });
		expect(await store.get(summaries, wrong)).toMatchObject({ state: before!.state });
		expect(await store.get(summaries, nobody)).toBeNull();
		expect(forgotten).toEqual(expect.arrayContaining([gone, behind, ahead, wrong]));
		expect(await rebuild()).toMatchObject({ summaries: 0 });
	});

	it('carries out redactions that a backup brought back', async () => {
		const [id] = ids as [ConversationId];
		expect((await readAll(pair.store, id))[4]!.body).toEqual({ text: 'elderberry' });
		await rebuild();
		const events = await readAll(pair.store, id);
		expect(events[4]).toMatchObject({ body: { text: '' }, erasedAt: decidedAt });
		expect(events).toHaveLength(6);
	});

	it('puts right what the search index does not find, or finds by an old text', async () => {
		await rebuild();
		const [id] = ids as [ConversationId];
		const at = decidedAt;
		await pair.store.index([{ timeline: id, seq: 1, site, at, text: 'a text of before' }]);
		expect(await found('apricot')).toHaveLength(2);
		expect(await rebuild()).toMatchObject({ indexed: 1 });
		expect(await found('apricot')).toHaveLength(3);
		expect(await found('before')).toEqual([]);
	});

	it('leaves alone what came meanwhile', async () => {
		await rebuild();
		const [id] = ids as [ConversationId];
		const { store } = pair;
		await store.update(summaries, id, { set: { status: 'ended' } });
		let isDone = false;
		const busy: typeof store = new Proxy(store, {
			get(target, name) {
				const value: unknown = Reflect.get(target, name, target);
				if (typeof value !== 'function') return value;
				if (name !== 'index') return value.bind(target) as unknown;
				return async (rows: Parameters<typeof store.index>[0]) => {
					if (!isDone) {
						isDone = true;
						// Committed and indexed by its consumer before we come to write what we read.
						await append(
							store,
							id,
							said(6, 'grape', { type: 'edit', target: 1, body: { text: 'grape', targetVseq: 1 } }),
						);
						await store.index([{ timeline: id, seq: 1, site, at: decidedAt, text: 'grape' }]);
					}
					return store.index(rows);
				};
			},
		});
		await rebuildDerived({
			...pair,
			store: busy,
			clock,
			isIndexEmpty: true,
			timelines: { forget: () => undefined },
		});
		expect(await found('grape')).toEqual([{ timeline: id, seq: 1 }]);
		expect(await found('apricot')).toHaveLength(2);
		expect(await store.get(summaries, id)).toMatchObject({ through: 7, status: 'waiting' });
	});

	it('removes files that nothing named for a day, and says which ones are missing', async () => {
		const { store, blobs } = pair;
		const put = async (text: string): Promise<BlobId> => (await blobs.put(bytesOf(text), 99)).id;
		const [named, inDoc, stray] = [
			await put('named'),
			await put('in a document'),
			await put('stray'),
		];
		await talk(store, { blob: named });
		const lost = 'f'.repeat(32) as BlobId;
		await talk(store, { blob: lost });
		await store.put(summaries, { id: 'x', state: { icon: `/files/${inDoc}` } } as never);
		const day = 24 * 3_600_000;
		expect(await removeStrayFiles(store, blobs, Date.now() + day - 60_000)).toMatchObject({
			removed: 0,
		});
		expect(await removeStrayFiles(store, blobs, Date.now() + day + 60_000)).toEqual({
			removed: 1,
			removedBytes: 5,
			missing: [lost],
		});
		expect(await blobs.info(stray)).toBeNull();
		expect(await blobs.info(named)).not.toBeNull();
		expect(await blobs.info(inDoc)).not.toBeNull();
	});
});
