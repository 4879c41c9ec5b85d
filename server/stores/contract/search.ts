import type { IndexRow } from '../../ports/store.ts';
import type { TimelineId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import { append, decidedAt, message, newTimeline, note } from './samples.ts';

let sites = 0;

/** The search index over events' texts. */
export function searchContract({ store }: Topic): void {
	const newSite = (): string => `search-${(sites += 1)}`;

	/** Events with these texts, a second apart, oldest first. */
	async function indexed(site: string, ...texts: string[]): Promise<TimelineId> {
		const timeline = newTimeline();
		const events = texts.map((text, index) => message(index + 1, { body: { text } }));
		await append(store(), timeline, ...events);
		await store().index(texts.map((text, index) => rowOf(timeline, index + 1, site, text)));
		return timeline;
	}
	function rowOf(timeline: TimelineId, seq: number, site: string, text: string): IndexRow {
		return { timeline, seq, site, at: decidedAt + seq * 1_000, text };
	}
	async function found(site: string, text: string, limit = 50): Promise<number[]> {
		const { hits } = await store().search(site, text, { limit });
		return hits.map((hit) => hit.seq);
	}

	it('finds whole words and the beginning of the last, newest first', async () => {
		const site = newSite();
		const timeline = await indexed(
			site,
			'Where is my parcel?',
			'The parcel number is 12345',
			'parcels are late',
			'nothing of the kind',
		);
		expect(await found(site, 'parcel')).toEqual([3, 2, 1]);
		expect(await found(site, 'parcels')).toEqual([3]);
		expect(await found(site, 'PARCEL Number')).toEqual([2]);
		expect(await found(site, 'number parc')).toEqual([2]);
		expect(await found(site, 'parc number')).toEqual([]);
		expect(await found(site, '123')).toEqual([2]);
		expect(await found(site, 'not')).toEqual([4]);
		expect(await found(site, 'nu')).toEqual([2]);
		expect(await found(site, 'arcel')).toEqual([]);
		const { hits } = await store().search(site, 'parcels la', { limit: 9 });
		expect(hits).toEqual([{ timeline, seq: 3 }]);
	});

	it('finds across accents, case and scripts', async () => {
		const site = newSite();
		await indexed(site, 'Crème brûlée', 'CREME, please', 'Привет МИР', '東京タワー', 'naïve ﬁle');
		expect(await found(site, 'creme')).toEqual([2, 1]);
		expect(await found(site, 'CRÈME')).toEqual([2, 1]);
		expect(await found(site, 'cre\u0300me brul')).toEqual([1]);
		expect(await found(site, 'привет мир')).toEqual([3]);
		expect(await found(site, '東京')).toEqual([4]);
		expect(await found(site, 'file')).toEqual([5]);
	});

	it('finds nothing of other sites', async () => {
		const [site, other] = [newSite(), newSite()];
		await indexed(site, 'secret of one');
		await indexed(other, 'secret of two');
		expect(await found(site, 'secret one')).toEqual([1]);
		expect(await found(site, 'secret two')).toEqual([]);
		expect(await found(site, `two ${other}`)).toEqual([]);
		expect(await found(other, 'secret')).toEqual([1]);
		expect(await found(`${site} OR ${other}`, 'secret')).toEqual([]);
		expect(await found('', 'secret')).toEqual([]);
	});

	it('keeps sites apart whose names come to the same words', async () => {
		const name = newSite();
		await indexed(name, 'apart');
		for (const other of [name.toUpperCase(), name.replace('-', ' '), `${name} `, `${name}*`]) {
			expect(await found(other, 'apart')).toEqual([]);
		}
	});

	const syntax =
		`" ' * \\ % _ ( ) -- ; a*_OR_b NOT_parcel AND NEAR(parcel) (parcel parcel) -parcel parcel^ +parcel ` +
		'words:parcel {words}:parcel $where .* [a-z] 🙂 \u0000';
	const harmless = [...syntax.split(' ').map((text) => text.replaceAll('_', ' ')), '', ' '];
	it.each(harmless)('takes %j as text and nothing else', async (text) => {
		const site = newSite();
		await indexed(site, 'one parcel', 'another');
		const page = await store().search(site, text, { limit: 5 });
		expect(page.hits.length).toBeLessThanOrEqual(1);
		expect(page.partial).toBe(false);
	});

	it('takes a very long query', async () => {
		const site = newSite();
		await indexed(site, 'one word', 'another');
		for (const text of ['a'.repeat(50_000), 'word '.repeat(20_000), '"'.repeat(50_000)]) {
			const page = await store().search(site, text, { limit: 5 });
			expect(page.hits.length).toBeLessThanOrEqual(1);
		}
	});

	it('finds nothing for no words', async () => {
		const site = newSite();
		await indexed(site, 'something');
		for (const text of ['', '   ', '?!']) {
			expect(await store().search(site, text, { limit: 5 })).toEqual({
				hits: [],
				next: null,
				partial: false,
			});
		}
	});

	it('pages by next, each hit once, newest first', async () => {
		const site = newSite();
		const texts = Array.from({ length: 25 }, (_, index) =>
			index % 5 === 0 ? `other ${index}` : `needle ${index}`,
		);
		await indexed(site, ...texts);
		const seqs: number[] = [];
		let before: number | null = null;
		do {
			const options = before === null ? { limit: 7 } : { limit: 7, before };
			const page = await store().search(site, 'needle', options);
			expect(page.hits.length).toBeLessThanOrEqual(7);
			seqs.push(...page.hits.map((hit) => hit.seq));
			before = page.next;
		} while (before !== null);
		const expected = texts.flatMap((text, index) => (text.startsWith('needle') ? index + 1 : []));
		expect(seqs).toEqual(expected.toReversed());
	});

	it('pages through many hits of the same millisecond', async () => {
		const site = newSite();
		const timeline = newTimeline();
		await append(store(), timeline, ...Array.from({ length: 30 }, () => note()));
		const rows = Array.from({ length: 30 }, (_, index) => ({
			...rowOf(timeline, index + 1, site, 'same moment'),
			at: decidedAt,
		}));
		await store().index(rows);
		const seqs: number[] = [];
		const nexts: number[] = [];
		let before: number | null = null;
		do {
			const options = before === null ? { limit: 1 } : { limit: 1, before };
			const page = await store().search(site, 'moment', options);
			seqs.push(...page.hits.map((hit) => hit.seq));
			before = page.next;
			nexts.push(...(before === null ? [] : [before]));
		} while (before !== null && nexts.length < 40);
		expect(seqs).toHaveLength(30);
		expect(new Set(seqs).size).toBe(30);
		// Each hit has a place of its own, and the next one is older.
		expect(new Set(nexts).size).toBe(29);
		expect(nexts).toEqual([...nexts].sort((left, right) => right - left));
	});

	it('is newest first whatever came first into the index', async () => {
		const site = newSite();
		const timeline = newTimeline();
		await append(store(), timeline, note(), note(), note());
		for (const seq of [2, 3, 1]) {
			await store().index([rowOf(timeline, seq, site, 'in any order')]);
		}
		expect(await found(site, 'any order')).toEqual([3, 2, 1]);
	});

	it('replaces what was indexed of the same event', async () => {
		const site = newSite();
		const timeline = await indexed(site, 'before', 'before');
		const changed = rowOf(timeline, 1, site, 'after that');
		await store().index([changed]);
		await store().index([changed, changed]);
		expect(await found(site, 'before')).toEqual([2]);
		expect(await found(site, 'after')).toEqual([1]);
		await store().index([rowOf(timeline, 1, site, '')]);
		expect(await found(site, 'after')).toEqual([]);
	});

	it('takes a batch across timelines and sites', async () => {
		const [site, other] = [newSite(), newSite()];
		const timelines = Array.from({ length: 64 }, newTimeline);
		await Promise.all(timelines.map((timeline) => append(store(), timeline, note())));
		await store().index(
			timelines.map((timeline, index) => rowOf(timeline, 1, index % 2 ? site : other, 'batch')),
		);
		expect(await found(site, 'batch')).toHaveLength(32);
		expect(await found(other, 'batch', 10)).toHaveLength(10);
		await store().index([]);
	});

	it('never finds what was erased, whichever came first', async () => {
		const site = newSite();
		const timeline = await indexed(site, 'secret one', 'secret two', 'secret three');
		await store().erase(timeline, [{ seq: 2, body: {} }], decidedAt);
		expect(await found(site, 'secret')).toEqual([3, 1]);
		await store().index([rowOf(timeline, 2, site, 'secret two')]);
		expect(await found(site, 'secret')).toEqual([3, 1]);
		for (let round = 0; round < 20; round += 1) {
			const racing = await indexed(site, 'raced');
			const row = rowOf(racing, 1, site, 'raced again');
			await Promise.all([
				store().index([row]),
				store().erase(racing, [{ seq: 1, body: {} }], decidedAt),
				store().index([row]),
			]);
			expect(await found(site, 'raced')).toEqual([]);
		}
	});

	it('indexes long texts and finds their words', async () => {
		const site = newSite();
		const long = Array.from({ length: 800 }, (_, index) => `word${index}`).join(' ');
		await indexed(site, long, 'short');
		expect(await found(site, 'word0 word799')).toEqual([1]);
		expect(await found(site, 'word79')).toEqual([1]);
	});
}
