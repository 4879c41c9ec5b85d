import type { ClientId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import {
	append,
	expectDense,
	message,
	newClientId,
	newSink,
	newTimeline,
	note,
	readAll,
	stored,
} from './samples.ts';

/** Appends by one writer: numbers, batches, `moved` and `replay`. */
export function appendContract({ store }: Topic): void {
	it('numbers the events of a new timeline from 1 and answers them as stored', async () => {
		const timeline = newTimeline();
		const first = message(1);
		const second = note({ author: { kind: 'bot', id: 'b' }, target: 1, type: 'edit' });
		const answers = await store().append(timeline, 0, [first, second]);
		expect(answers).toEqual([
			{ kind: 'committed', event: stored(timeline, 1, first) },
			{ kind: 'committed', event: stored(timeline, 2, second) },
		]);
		expect(await readAll(store(), timeline)).toEqual([
			stored(timeline, 1, first),
			stored(timeline, 2, second),
		]);
		expect(await store().event(timeline, 2)).toEqual(stored(timeline, 2, second));
	});

	it('answers an empty batch with nothing', async () => {
		expect(await store().append(newTimeline(), 0, [])).toEqual([]);
	});

	it('keeps an author who came in through a sink, and events without a clientId', async () => {
		const timeline = newTimeline();
		const via = { sink: newSink(), externalId: '1700000000.000100' };
		const event = note({ author: { kind: 'agent', id: 'a2', via }, clientId: null });
		await append(store(), timeline, event, { ...event }, { ...event });
		expect((await readAll(store(), timeline)).map((read) => read.author)).toEqual(
			Array(3).fill(event.author),
		);
	});

	it('knows no event of an empty timeline', async () => {
		const timeline = newTimeline();
		expect(await store().head(timeline)).toEqual({ seq: 0, vseq: 0 });
		expect(await store().event(timeline, 1)).toBeNull();
		expect(await store().byClientId(timeline, 'visitor', newClientId())).toBeNull();
		expect(await store().page(timeline, { limit: 5 })).toEqual({ events: [], amendments: [] });
	});

	it('tells both heads, with internal events after the last that the visitor may see', async () => {
		const timeline = newTimeline();
		await append(store(), timeline, note());
		expect(await store().head(timeline)).toEqual({ seq: 1, vseq: 0 });
		await append(store(), timeline, message(1), message(2), note(), note());
		expect(await store().head(timeline)).toEqual({ seq: 5, vseq: 2 });
	});

	it('answers moved when somebody wrote at the number, and stores nothing of it', async () => {
		const timeline = newTimeline();
		const sink = newSink();
		const [kept] = await append(store(), timeline, message(1));
		const late = message(1, { sinks: [sink] });
		expect(await store().append(timeline, 0, [late])).toEqual([{ kind: 'moved' }]);
		expect(await readAll(store(), timeline)).toEqual([kept]);
		expect(await store().byClientId(timeline, 'visitor', late.clientId!)).toBeNull();
		expect(await store().dueLanes(sink, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
	});

	it.each([1, 2, 17])('answers moved to an append %i beyond the head: no hole', async (beyond) => {
		const timeline = newTimeline();
		await append(store(), timeline, message(1), note());
		const sink = newSink();
		const answers = await store().append(timeline, 2 + beyond, [
			note({ sinks: [sink] }),
			note({ sinks: [sink] }),
		]);
		expect(answers).toEqual([{ kind: 'moved' }, { kind: 'moved' }]);
		expect(await store().head(timeline)).toEqual({ seq: 2, vseq: 1 });
		expect(await store().nextDue(sink)).toBeNull();
		await append(store(), timeline, message(2));
		expectDense(await readAll(store(), timeline));
	});

	it('answers moved to an append beyond 0 of an empty timeline', async () => {
		const timeline = newTimeline();
		expect(await store().append(timeline, 1, [note()])).toEqual([{ kind: 'moved' }]);
		expect(await store().head(timeline)).toEqual({ seq: 0, vseq: 0 });
	});

	it('answers a resend with the first event, wherever it is sent to', async () => {
		const timeline = newTimeline();
		const sent = message(1);
		const [first] = await append(store(), timeline, sent, note(), note());
		const again = message(2, { clientId: sent.clientId, body: { text: 'another' } });
		for (const after of [0, 1, 3, 9]) {
			expect(await store().append(timeline, after, [again])).toEqual([
				{ kind: 'replay', event: first },
			]);
		}
		expect(await store().byClientId(timeline, 'visitor', sent.clientId!)).toEqual(first);
		expect(await store().head(timeline)).toEqual({ seq: 3, vseq: 1 });
	});

	it('keeps the same clientId of two kinds of author, and of two timelines, apart', async () => {
		const [timeline, other] = [newTimeline(), newTimeline()];
		const clientId = newClientId();
		const kinds = ['visitor', 'agent', 'bot', 'system'] as const;
		await append(
			store(),
			timeline,
			...kinds.map((kind) => note({ clientId, author: { kind, id: 'same' } })),
		);
		await append(store(), other, note({ clientId }));
		for (const [index, kind] of kinds.entries()) {
			const found = await store().byClientId(timeline, kind, clientId);
			expect(found?.seq).toBe(index + 1);
		}
		expect(await store().byClientId(other, 'visitor', clientId)).toBeNull();
	});

	it('answers a resend with the event of the same kind of author only', async () => {
		const timeline = newTimeline();
		const clientId = newClientId();
		const by = (kind: 'visitor' | 'agent' | 'bot') =>
			note({ clientId, author: { kind, id: 'same' } });
		const [first, second] = await append(store(), timeline, by('visitor'), by('agent'));
		expect(await store().append(timeline, 0, [by('agent'), by('visitor'), by('bot')])).toEqual([
			{ kind: 'replay', event: second },
			{ kind: 'replay', event: first },
			{ kind: 'moved' },
		]);
		expect(await store().head(timeline)).toEqual({ seq: 2, vseq: 0 });
	});

	it('answers the same clientId twice in one batch with the first event', async () => {
		const timeline = newTimeline();
		const clientId = newClientId();
		const answers = await store().append(timeline, 0, [
			note({ clientId, body: { text: 'first' } }),
			note({ clientId, body: { text: 'second' } }),
			note(),
		]);
		expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'replay', 'moved']);
		expect(answers[1]).toEqual({ kind: 'replay', event: await store().event(timeline, 1) });
		expect(await store().head(timeline)).toEqual({ seq: 1, vseq: 0 });
	});

	it('commits nothing of a batch after the first item that it does not commit', async () => {
		const timeline = newTimeline();
		const known = newClientId();
		await append(store(), timeline, note({ clientId: known }));
		const answers = await store().append(timeline, 1, [
			message(1),
			note({ clientId: known }),
			message(2),
			message(3),
		]);
		expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'replay', 'moved', 'moved']);
		expect(await store().head(timeline)).toEqual({ seq: 2, vseq: 1 });
		await append(store(), timeline, message(2));
		expectDense(await readAll(store(), timeline));
	});

	it('stores a batch of 64, and one after it', async () => {
		const timeline = newTimeline();
		const batch = Array.from({ length: 64 }, (_, index) => message(index + 1));
		await append(store(), timeline, ...batch);
		await append(store(), timeline, message(65));
		expect(await store().head(timeline)).toEqual({ seq: 65, vseq: 65 });
		expectDense(await readAll(store(), timeline));
	});

	it('takes a resent batch as it stands: replay first, nothing twice', async () => {
		const timeline = newTimeline();
		const batch = [message(1), message(2), message(3)];
		await append(store(), timeline, ...batch);
		const answers = await store().append(timeline, 0, batch);
		expect(answers[0]).toEqual({ kind: 'replay', event: await store().event(timeline, 1) });
		// The later ones may be looked up, too; each is known to be there or to be sent again.
		for (const answer of answers) {
			expect(['replay', 'moved']).toContain(answer.kind);
		}
		expect(await store().head(timeline)).toEqual({ seq: 3, vseq: 3 });
	});

	it('takes ids for what they are, letter by letter', async () => {
		const timeline = newTimeline();
		const ids = [
			'a',
			'A',
			'a ',
			'ä',
			'a\u0308',
			'',
			'0',
			'$id',
			"a'b",
			'a"b',
			'a\\b',
			'x'.repeat(200),
		];
		await append(store(), timeline, ...ids.map((id) => note({ clientId: id as ClientId })));
		for (const [index, id] of ids.entries()) {
			const found = await store().byClientId(timeline, 'agent', id as ClientId);
			expect(found?.seq).toBe(index + 1);
		}
	});

	it('does not mix up timelines whose names resemble one another', async () => {
		const base = newTimeline();
		const names = [base, `${base} `, `${base}0`, base.toUpperCase(), `${base}%`, `${base}\u0301`];
		for (const [index, name] of names.entries()) {
			const batch = Array.from({ length: index + 1 }, () => note());
			await append(store(), name as typeof base, ...batch);
		}
		for (const [index, name] of names.entries()) {
			expect((await store().head(name as typeof base)).seq).toBe(index + 1);
		}
	});
}
