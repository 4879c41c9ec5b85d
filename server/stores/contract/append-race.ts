import type { Store, StoredEvent } from '../../ports/store.ts';
import type { TimelineId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import {
	append,
	appendAmongOthers,
	expectDense,
	message,
	newClientId,
	newTimeline,
	note,
	readAll,
} from './samples.ts';

/** Appends by many writers at once. */
export function appendRaceContract({ store, opened }: Topic): void {
	/** Reads as a connected session does: what is after the last number, again and again. */
	async function tail(
		timeline: TimelineId,
		until: number,
		visitor: boolean,
	): Promise<StoredEvent[]> {
		const seen: StoredEvent[] = [];
		while (seen.length < until) {
			const last = seen.at(-1);
			const after = (visitor ? last?.vseq : last?.seq) ?? 0;
			const { events } = await store().page(timeline, { after, visitor, limit: 7 });
			for (const event of events) {
				// What is skipped here is never read again, so a number may only show when all before it do.
				expect(visitor ? event.vseq : event.seq).toBe(seen.length + 1);
				seen.push(event);
			}
		}
		return seen;
	}

	async function race(timeline: TimelineId, stores: readonly Store[]): Promise<void> {
		const writers = stores.flatMap((one) => Array<Store>(12 / stores.length).fill(one));
		const writing = writers.map(async (one, writer) => {
			const written: StoredEvent[] = [];
			for (let round = 0; round < 4; round += 1) {
				const batch = Array.from({ length: 1 + ((writer + round) % 3) }, (_, index) =>
					(writer + index) % 2 === 0 ? message(0) : note(),
				);
				written.push(...(await appendAmongOthers(one, timeline, batch)));
			}
			return written;
		});
		const total = 12 * 4 * 2;
		const [everything, shown, ...written] = await Promise.all([
			tail(timeline, total, false),
			tail(timeline, total / 2, true),
			...writing,
		]);
		expectDense(everything);
		expect(everything).toEqual(await readAll(store(), timeline));
		expect(shown).toEqual(everything.filter((event) => event.audience === 'visitor'));
		expect(written.flat().sort((left, right) => left.seq - right.seq)).toEqual(everything);
		for (const own of written) {
			expect(own.map((event) => event.seq)).toEqual(
				own.map((event) => event.seq).sort((left, right) => left - right),
			);
		}
		expect(await store().head(timeline)).toEqual({ seq: total, vseq: total / 2 });
	}

	it('keeps both numbers dense among 12 writers, and a reader at the end misses nothing', async () => {
		await race(newTimeline(), [store()]);
	});

	it('keeps them dense among writers of two processes, where two may be', async () => {
		const another = await opened().another?.();
		if (another !== undefined) {
			await race(newTimeline(), [store(), another]);
		}
	});

	it('lets one of many at the same number win', async () => {
		const timeline = newTimeline();
		await append(store(), timeline, message(1));
		const answers = await Promise.all(
			Array.from({ length: 16 }, () => store().append(timeline, 1, [message(2)])),
		);
		const kinds = answers.flat().map((answer) => answer.kind);
		expect(kinds.filter((kind) => kind === 'committed')).toHaveLength(1);
		expect(kinds.filter((kind) => kind === 'moved')).toHaveLength(15);
		expect(await store().head(timeline)).toEqual({ seq: 2, vseq: 2 });
	});

	it('lets one of many openings of a timeline win', async () => {
		const timeline = newTimeline();
		const answers = await Promise.all(
			Array.from({ length: 8 }, () => store().append(timeline, 0, [note(), message(1)])),
		);
		const winners = answers.filter(([first]) => first?.kind === 'committed');
		expect(winners).toHaveLength(1);
		expect(winners[0]!.map((answer) => answer.kind)).toEqual(['committed', 'committed']);
		expect(await store().head(timeline)).toEqual({ seq: 2, vseq: 1 });
	});

	it('stores one event of many sends of the same one', async () => {
		const timeline = newTimeline();
		const clientId = newClientId();
		const answered = await Promise.all(
			Array.from({ length: 10 }, async (_, index) => {
				const others = index % 3 === 0 ? [note()] : [];
				const batch = [...others, message(0, { clientId })];
				return (await appendAmongOthers(store(), timeline, batch)).at(-1);
			}),
		);
		const everything = await readAll(store(), timeline);
		expectDense(everything);
		const [kept, ...more] = everything.filter((event) => event.clientId === clientId);
		expect(more).toEqual([]);
		expect(answered).toEqual(Array(10).fill(kept));
	});

	it('never shows a batch out of order or twice, whoever else writes', async () => {
		const timelines = Array.from({ length: 5 }, newTimeline);
		await Promise.all(
			timelines.flatMap((timeline) =>
				Array.from({ length: 3 }, () =>
					appendAmongOthers(store(), timeline, [message(0), note(), message(0), note()]),
				),
			),
		);
		for (const timeline of timelines) {
			const everything = await readAll(store(), timeline);
			expect(everything).toHaveLength(12);
			expectDense(everything);
		}
	});
}
