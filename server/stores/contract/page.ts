import type { PageQuery, StoredEvent } from '../../ports/store.ts';
import type { TimelineId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import { append, message, newSink, newTimeline, note } from './samples.ts';

/** Pages of a timeline, in both countings and both directions, with their amendments. */
export function pageContract({ store }: Topic): void {
	const seqs = (events: readonly StoredEvent[]): number[] => events.map((event) => event.seq);
	const vseqs = (events: readonly StoredEvent[]): (number | null)[] =>
		events.map((event) => event.vseq);

	async function page(timeline: TimelineId, query: PageQuery): Promise<number[]> {
		return seqs((await store().page(timeline, query)).events);
	}

	it('gives nothing where nothing is asked for', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }), note({ sinks: [sink] }));
		expect(await store().page(timeline, { limit: 0 })).toEqual({ events: [], amendments: [] });
		expect(await store().timelines(null, 0)).toEqual([]);
		expect(await store().dueLanes(sink, Number.MAX_SAFE_INTEGER, 0)).toEqual([]);
		expect(await store().owedEvents(sink, timeline, 0, 0)).toEqual([]);
		expect(await store().troubledLanes(sink, 0)).toEqual([]);
	});

	it('reads forwards and backwards by number, ascending either way', async () => {
		const timeline = newTimeline();
		await append(store(), timeline, ...Array.from({ length: 10 }, () => note()));
		expect(await page(timeline, { limit: 3 })).toEqual([1, 2, 3]);
		expect(await page(timeline, { after: 3, limit: 3 })).toEqual([4, 5, 6]);
		expect(await page(timeline, { after: 9, limit: 3 })).toEqual([10]);
		expect(await page(timeline, { after: 10, limit: 3 })).toEqual([]);
		expect(await page(timeline, { newest: true, limit: 3 })).toEqual([8, 9, 10]);
		expect(await page(timeline, { before: 8, newest: true, limit: 3 })).toEqual([5, 6, 7]);
		expect(await page(timeline, { before: 3, newest: true, limit: 3 })).toEqual([1, 2]);
		expect(await page(timeline, { before: 1, newest: true, limit: 3 })).toEqual([]);
		expect(await page(timeline, { before: 3, limit: 9 })).toEqual([1, 2]);
		expect(await page(timeline, { after: 2, before: 8, limit: 9 })).toEqual([3, 4, 5, 6, 7]);
		expect(await page(timeline, { after: 2, before: 8, newest: true, limit: 2 })).toEqual([6, 7]);
		expect(await page(timeline, { after: 0, limit: 100 })).toHaveLength(10);
	});

	describe('with thousands of notes between', () => {
		const timeline = newTimeline();

		beforeAll(async () => {
			let vseq = 0;
			for (let batch = 0; batch < 40; batch += 1) {
				const notes = Array.from({ length: 60 }, () => note());
				await append(store(), timeline, ...notes, message((vseq += 1)));
			}
			await append(store(), timeline, note(), note());
		});

		it('pages the visitor by vseq, forwards', async () => {
			const shown: StoredEvent[] = [];
			for (;;) {
				const query = { visitor: true, after: shown.at(-1)?.vseq ?? 0, limit: 7 };
				const { events } = await store().page(timeline, query);
				if (events.length === 0) {
					break;
				}
				shown.push(...events);
			}
			expect(vseqs(shown)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
			expect(shown.every((event) => event.audience === 'visitor')).toBe(true);
			expect(seqs(shown)).toEqual(shown.map((_, index) => 61 * (index + 1)));
		});

		it('pages the visitor by vseq, backwards', async () => {
			const newest = await store().page(timeline, { visitor: true, newest: true, limit: 3 });
			expect(vseqs(newest.events)).toEqual([38, 39, 40]);
			const query = { visitor: true, newest: true, before: 38, limit: 2 };
			const older = await store().page(timeline, query);
			expect(vseqs(older.events)).toEqual([36, 37]);
			const between = { visitor: true, after: 10, before: 13, limit: 9 };
			expect(vseqs((await store().page(timeline, between)).events)).toEqual([11, 12]);
		});

		it('knows both heads', async () => {
			expect(await store().head(timeline)).toEqual({ seq: 40 * 61 + 2, vseq: 40 });
		});
	});

	it('brings the last edit and the redaction of each event, wherever they stand', async () => {
		const timeline = newTimeline();
		const edit = (vseq: number, target: number) => message(vseq, { type: 'edit', target });
		const redaction = (vseq: number, target: number) =>
			message(vseq, { type: 'redaction', target });
		await append(store(), timeline, message(1), message(2), edit(3, 1), message(4)); // 1 to 4
		await append(store(), timeline, edit(5, 2), edit(6, 1), redaction(7, 1), message(8)); // to 8
		await append(store(), timeline, edit(9, 4), redaction(10, 8)); // 9, 10

		const first = await store().page(timeline, { limit: 2 });
		expect(seqs(first.events)).toEqual([1, 2]);
		expect(seqs(first.amendments)).toEqual([5, 6, 7]);
		const middle = await store().page(timeline, { after: 2, before: 5, limit: 9 });
		expect(seqs(middle.events)).toEqual([3, 4]);
		expect(seqs(middle.amendments)).toEqual([9]);
		const last = await store().page(timeline, { newest: true, limit: 3 });
		expect(seqs(last.events)).toEqual([8, 9, 10]);
		expect(seqs(last.amendments)).toEqual([10]);
		const shown = await store().page(timeline, { visitor: true, limit: 2 });
		expect(seqs(shown.amendments)).toEqual([5, 6, 7]);
		expect(shown.amendments[1]).toEqual(await store().event(timeline, 6));
	});

	it('brings the last of each type, whatever the types are', async () => {
		const timeline = newTimeline();
		const about = (vseq: number, type: string, target: number) => message(vseq, { type, target });
		await append(store(), timeline, message(1), message(2), about(3, 'reaction', 1));
		await append(store(), timeline, about(4, 'reaction', 2), about(5, 'reaction', 1));
		await append(store(), timeline, about(6, 'edit', 1));
		const { amendments } = await store().page(timeline, { limit: 1 });
		expect(seqs(amendments)).toEqual([5, 6]);
		const shown = await store().page(timeline, { visitor: true, limit: 2 });
		expect(seqs(shown.amendments)).toEqual([4, 5, 6]);
	});

	it('brings amendments inside the page and of what they amend in it', async () => {
		const timeline = newTimeline();
		const edit = message(2, { type: 'edit', target: 1, body: { text: 'mended' } });
		await append(store(), timeline, message(1), edit);
		const all = await store().page(timeline, { limit: 10 });
		expect(seqs(all.events)).toEqual([1, 2]);
		expect(seqs(all.amendments)).toEqual([2]);
		const alone = await store().page(timeline, { after: 1, limit: 10 });
		expect(seqs(alone.events)).toEqual([2]);
		expect(alone.amendments).toEqual([]);
	});

	it('brings a visitor no internal event, not as an amendment either', async () => {
		const timeline = newTimeline();
		await append(
			store(),
			timeline,
			message(1),
			note(),
			note({ type: 'edit', target: 2 }),
			note({ type: 'redaction', target: 1 }),
			note({ type: 'edit', target: 1 }),
		);
		const shown = await store().page(timeline, { visitor: true, limit: 10 });
		expect(seqs(shown.events)).toEqual([1]);
		expect(shown.amendments).toEqual([]);
		const team = await store().page(timeline, { limit: 10 });
		expect(seqs(team.amendments)).toEqual([3, 4, 5]);
	});

	it('brings amendments of one timeline only', async () => {
		const [timeline, other] = [newTimeline(), newTimeline()];
		await append(store(), timeline, message(1));
		await append(store(), other, message(1), message(2, { type: 'edit', target: 1 }));
		expect((await store().page(timeline, { limit: 10 })).amendments).toEqual([]);
	});

	it('brings the amendments of a full page of 200', async () => {
		const timeline = newTimeline();
		const messages = Array.from({ length: 200 }, (_, index) => message(index + 1));
		await append(store(), timeline, ...messages);
		const edits = messages.map((_, index) =>
			message(201 + index, { type: 'edit', target: index + 1 }),
		);
		await append(store(), timeline, ...edits);
		const { events, amendments } = await store().page(timeline, { limit: 200 });
		expect(events).toHaveLength(200);
		expect(seqs(amendments)).toEqual(edits.map((_, index) => 201 + index));
	});
}
