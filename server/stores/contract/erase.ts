import type { Topic } from './harness.ts';
import {
	append,
	decidedAt,
	expectDense,
	later,
	message,
	newSink,
	newTimeline,
	note,
	readAll,
} from './samples.ts';

/** Erasure in place (D10). */
export function eraseContract({ store }: Topic): void {
	it('replaces bodies by what may remain, and keeps numbers, types, kinds and times', async () => {
		const timeline = newTimeline();
		const before = await append(
			store(),
			timeline,
			message(1, { body: { text: 'secret', file: 'abc' } }),
			note({ body: { text: 'about it' } }),
			message(2, { type: 'edit', target: 1, body: { text: 'secret too' } }),
			message(3),
		);
		const remains = [
			{ seq: 1, body: { kept: ['this'] } },
			{ seq: 3, body: {} },
		];
		await store().erase(timeline, remains, decidedAt + 5);
		const after = await readAll(store(), timeline);
		expectDense(after);
		expect(after[0]).toMatchObject({ body: { kept: ['this'] }, erasedAt: decidedAt + 5 });
		expect(after[0]!.body).toEqual({ kept: ['this'] });
		expect(after[2]).toMatchObject({ body: {}, erasedAt: decidedAt + 5, target: 1 });
		expect([after[1], after[3]]).toEqual([before[1], before[3]]);
		for (const [index, event] of after.entries()) {
			const { seq, vseq, type, at, audience, clientId } = before[index]!;
			expect(event).toMatchObject({ seq, vseq, type, at, audience, clientId });
			expect(event.author.kind).toBe(before[index]!.author.kind);
		}
		expect(await store().event(timeline, 1)).toEqual(after[0]);
	});

	it('shows it in pages, as an amendment, and by its clientId', async () => {
		const timeline = newTimeline();
		const edit = message(2, { type: 'edit', target: 1 });
		await append(store(), timeline, message(1), edit);
		await store().erase(timeline, [{ seq: 2, body: {} }], decidedAt);
		const { events, amendments } = await store().page(timeline, { limit: 1 });
		expect(events).toHaveLength(1);
		expect(amendments).toMatchObject([{ seq: 2, body: {}, erasedAt: decidedAt }]);
		const found = await store().byClientId(timeline, 'visitor', edit.clientId!);
		expect(found).toMatchObject({ seq: 2, body: {} });
	});

	it('answers a resend of what was erased with the blank event', async () => {
		const timeline = newTimeline();
		const sent = message(1);
		await append(store(), timeline, sent);
		await store().erase(timeline, [{ seq: 1, body: {} }], decidedAt);
		const [answer] = await store().append(timeline, 1, [{ ...sent, vseq: 2 }]);
		expect(answer).toMatchObject({ kind: 'replay', event: { seq: 1, body: {} } });
		expect(await store().head(timeline)).toEqual({ seq: 1, vseq: 1 });
	});

	it('still owes it, blank', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }), note({ sinks: [sink] }));
		await store().erase(timeline, [{ seq: 1, body: {} }], decidedAt);
		const lane = await store().lease(sink, timeline, later, later + 1);
		const owed = await store().owedEvents(sink, timeline, lane!.cursor, 10);
		expect(owed).toMatchObject([{ seq: 1, body: {}, erasedAt: decidedAt }, { seq: 2 }]);
		expect(owed[1]!.erasedAt).toBeNull();
	});

	it('may be repeated, with less remaining, and keeps out of other timelines', async () => {
		const [timeline, other] = [newTimeline(), newTimeline()];
		await append(store(), timeline, message(1));
		const [kept] = await append(store(), other, message(1));
		await store().erase(timeline, [{ seq: 1, body: { some: 1 } }], decidedAt);
		await store().erase(timeline, [{ seq: 1, body: {} }], decidedAt + 1);
		await store().erase(timeline, [{ seq: 99, body: {} }], decidedAt);
		await store().erase(newTimeline(), [{ seq: 1, body: {} }], decidedAt);
		await store().erase(timeline, [], decidedAt);
		expect(await store().event(timeline, 1)).toMatchObject({ body: {} });
		expect((await store().event(timeline, 1))!.erasedAt).not.toBeNull();
		expect(await readAll(store(), other)).toEqual([kept]);
		expect(await store().head(timeline)).toEqual({ seq: 1, vseq: 1 });
	});

	it('erases a whole timeline of hundreds', async () => {
		const timeline = newTimeline();
		for (let batch = 0; batch < 4; batch += 1) {
			await append(store(), timeline, ...Array.from({ length: 60 }, () => note()));
		}
		const remains = Array.from({ length: 240 }, (_, index) => ({ seq: index + 1, body: {} }));
		await store().erase(timeline, remains, decidedAt);
		const after = await readAll(store(), timeline);
		expect(after).toHaveLength(240);
		expect(after.every((event) => Object.keys(event.body).length === 0)).toBe(true);
	});
}
