import { Busy, Unknown } from '../../ports/errors.ts';
import type { NewEvent, StoredEvent } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import {
	expectDense,
	later,
	message,
	newSink,
	newTimeline,
	note,
	readAll,
} from '../contract/samples.ts';
import { drain } from '../contract/work-lanes.ts';
import { badLine, nextTurn } from './testing/bad-line.ts';
import type { Loss } from './testing/faulty-relay.ts';
import { describeMongo, isStandalone } from './testing/test-url.ts';

jest.setTimeout(60_000);

describeMongo('on a MongoDB behind a bad line', () => {
	const line = badLine();

	/** Sent again until it is answered, at the head of that moment. */
	async function resend(timeline: TimelineId, events: readonly NewEvent[]): Promise<string[]> {
		const { seq, vseq } = await line().store.head(timeline);
		const numbered = events.map((event, index) => ({ ...event, vseq: vseq + index + 1 }));
		return (await line().store.append(timeline, seq, numbered)).map(({ kind }) => kind);
	}
	async function expectWhole(timeline: TimelineId, events: readonly NewEvent[]): Promise<void> {
		const all: StoredEvent[] = await readAll(line().store, timeline);
		expectDense(all);
		expect(all.map(({ clientId, body }) => ({ clientId, body }))).toEqual(
			events.map(({ clientId, body }) => ({ clientId, body })),
		);
	}
	async function expectOwedOnce(sink: SinkId, seqs: readonly number[]): Promise<void> {
		await line().store.mendLanes();
		expect((await drain(line().store, sink)).map(({ seq }) => seq)).toEqual(seqs);
	}

	describe('an append', () => {
		it.each<[Loss, string[]]>([
			['reply', ['replay', 'replay']],
			['request', ['committed', 'committed']],
		])('whose %s is lost is unknown, and sent again it is there once', async (loss, again) => {
			const [timeline, sink] = [newTimeline(), newSink()];
			const events = [message(1, { sinks: [sink] }), message(2, { sinks: [sink] })];
			const error = await line().failure('insert events', loss, () =>
				line().store.append(timeline, 0, events),
			);
			expect(error).toBeInstanceOf(Unknown);
			expect(await resend(timeline, events)).toEqual(again);
			await expectWhole(timeline, events);
			await expectOwedOnce(sink, [1, 2]);
		});

		it('that nobody sends again is owed all the same, without a look over all events', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			const event = message(1, { sinks: [sink] });
			await line().failure('insert events', 'reply', () =>
				line().store.append(timeline, 0, [event]),
			);
			expect((await drain(line().store, sink)).map(({ seq }) => seq)).toEqual([1]);
			await expectWhole(timeline, [event]);
		});

		it('that arrives late is owed too, though the lanes were looked at before', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			const event = message(1, { sinks: [sink] });
			await line().failure('insert events', 'late', () =>
				line().store.append(timeline, 0, [event]),
			);
			expect(await line().store.nextDue(sink)).toBeNull();
			await line().relay.release();
			await expectWhole(timeline, [event]);
			// It looks again by itself, a little later each time.
			while ((await line().store.nextDue(sink)) === null) await nextTurn();
			expect((await drain(line().store, sink)).map(({ seq }) => seq)).toEqual([1]);
		});

		it('that arrives late, after it was sent again, changes nothing', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			const events = [message(1, { sinks: [sink] }), message(2, { sinks: [sink] })];
			const error = await line().failure('insert events', 'late', () =>
				line().store.append(timeline, 0, events),
			);
			expect(error).toBeInstanceOf(Unknown);
			expect(await resend(timeline, events)).toEqual(['committed', 'committed']);
			await line().relay.release();
			await expectWhole(timeline, events);
			await expectOwedOnce(sink, [1, 2]);
		});

		it('that arrives late, after others took its number, is nowhere', async () => {
			const timeline = newTimeline();
			const [late, other] = [message(1), message(1)];
			await line().failure('insert events', 'late', () => line().store.append(timeline, 0, [late]));
			expect(await resend(timeline, [other])).toEqual(['committed']);
			await line().relay.release();
			await expectWhole(timeline, [other]);
			expect(await resend(timeline, [late])).toEqual(['committed']);
			await expectWhole(timeline, [other, late]);
		});

		it('that loses one reply is answered rightly or unknown, and there once', async () => {
			const timeline = newTimeline();
			const event = message(1);
			line().relay.lose('insert events', 'reply', 1);
			const answer = await line()
				.store.append(timeline, 0, [event])
				.then(
					(answers) => answers[0]?.kind,
					(error: unknown) => error,
				);
			// A replica set knows the driver's own repetition again.
			if (isStandalone) expect(answer).toBeInstanceOf(Unknown);
			else expect(answer).toBe('committed');
			await line().healed();
			expect(await resend(timeline, [event])).toEqual(['replay']);
			await expectWhole(timeline, [event]);
		});

		it('is committed though its lane cannot be made, which is made later', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			line().relay.lose('findAndModify lanes', 'request');
			const [answer] = await line().store.append(timeline, 0, [message(1, { sinks: [sink] })]);
			expect(answer?.kind).toBe('committed');
			await line().healed();
			expect((await drain(line().store, sink)).map(({ seq }) => seq)).toEqual([1]);
		});

		it('is owed although the first look at its lane failed', async () => {
			const [timeline, other, sink] = [newTimeline(), newTimeline(), newSink()];
			for (const one of [timeline, other])
				await line().store.append(one, 0, [message(1, { sinks: [sink] })]);
			await line().failure('update lanes', 'request', () => line().store.nextDue(sink));
			expect(await drain(line().store, sink)).toHaveLength(2);
		});

		it('that cannot even read is certainly nowhere', async () => {
			const timeline = newTimeline();
			await line().store.append(timeline, 0, [message(1)]);
			await line().failure('insert events', 'request', () =>
				line().store.append(timeline, 1, [message(2)]),
			);
			const error = await line().failure('find events', 'request', () =>
				line().store.append(timeline, 1, [message(2)]),
			);
			expect(error).toBeInstanceOf(Busy);
			expect(await line().store.head(timeline)).toEqual({ seq: 1, vseq: 1 });
		});
	});

	describe('a settle', () => {
		it.each<[string, Loss]>([
			['findAndModify lanes', 'reply'],
			['findAndModify lanes', 'request'],
			['update events', 'reply'],
			['update events', 'request'],
			['find events', 'reply'],
			['find events', 'request'],
			['delete lanes', 'reply'],
			['delete lanes', 'request'],
		])(
			'with %s losing its %s is unknown, and settled again it is done once',
			async (what, loss) => {
				const [timeline, sink] = [newTimeline(), newSink()];
				await line().store.append(timeline, 0, [note({ sinks: [sink] }), note({ sinks: [sink] })]);
				const lane = (await line().store.lease(sink, timeline, later, later))!;
				const settle = () =>
					line().store.settle(lane, { cursor: 2, dueAt: later, tries: 0, problem: null });
				expect(await line().failure(what, loss, settle)).toBeInstanceOf(Unknown);
				const isGone = what === 'delete lanes' && loss === 'reply';
				expect(await settle()).toBe(!isGone);
				await line().store.append(timeline, 2, [note({ sinks: [sink] })]);
				await expectOwedOnce(sink, [3]);
				expect(await line().store.check()).toEqual([]);
			},
		);

		it('that arrives late does not remove a lane that owes again', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			await line().store.append(timeline, 0, [note({ sinks: [sink] })]);
			const lane = (await line().store.lease(sink, timeline, later, later))!;
			await line().failure('delete lanes', 'late', () =>
				line().store.settle(lane, { cursor: 1, dueAt: later, tries: 0, problem: null }),
			);
			await line().store.append(timeline, 1, [note({ sinks: [sink] })]);
			expect(await line().store.nextDue(sink)).not.toBeNull();
			await line().relay.release();
			expect((await drain(line().store, sink)).map(({ seq }) => seq)).toEqual([2]);
		});

		it('that arrives late does not touch the lane of the next lease', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			await line().store.append(timeline, 0, [note({ sinks: [sink] }), note({ sinks: [sink] })]);
			const first = (await line().store.lease(sink, timeline, later, later))!;
			await line().failure('findAndModify lanes', 'late', () =>
				line().store.settle(first, { cursor: 2, dueAt: later, tries: 0, problem: null }),
			);
			const second = (await line().store.lease(sink, timeline, later, later + 1))!;
			await line().relay.release();
			expect((await line().store.owedEvents(sink, timeline, second.cursor, 9)).length).toBe(2);
			await line().store.settle(second, { cursor: 1, dueAt: later, tries: 0, problem: null });
			expect((await drain(line().store, sink)).map(({ seq }) => seq)).toEqual([2]);
		});
	});
});
