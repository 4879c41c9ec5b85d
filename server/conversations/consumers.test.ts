import type { AgentId } from '../../shared/ids.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { summaryConsumer } from './consumers.ts';
import { eraseTarget } from './erase.ts';
import { stateOf, summaries } from './summaries.ts';
import { conversation, id, noon } from './testing/commands.ts';
import { allEvents, nodeOn } from './testing/nodes.ts';
import { anna, vera } from './testing/people.ts';
import { plainStore, post } from './testing/stores.ts';
import { createTimelines } from './timelines.ts';
import { createUnsaved } from './unsaved.ts';

const clock = { now: () => noon, after: () => () => undefined };

it('a summary that is saved after an erasure does not bring the text back', async () => {
	const { store, blobs } = await openHostileStore({ collections: [summaries], seed: 1 });
	const { timelines } = nodeOn(store);
	await timelines.submit(conversation, post('my card number'));
	const events = await allEvents(store);
	// Read before the erasure, saved after it: with a note that came meanwhile its number is even higher.
	const stale = await timelines.state(conversation);
	await eraseTarget({ store, blobs, clock, timelines }, conversation, 1);
	const late = { ...timelines, state: () => Promise.resolve({ ...stale, seq: 2 }) };
	const consumer = summaryConsumer({ store, timelines: late, unsaved: createUnsaved(() => null) });
	await consumer.consume([{ timeline: conversation, events }]);

	const saved = await store.get(summaries, conversation);
	expect(saved === null ? null : stateOf(saved).preview).toEqual({ seq: 1, text: '' });
});

it('a conversation is not handed to somebody who cannot answer it', async () => {
	const store = await plainStore();
	const mayReceive = (agent: AgentId): boolean => agent === anna.id;
	const bus = { publish: () => undefined };
	const timelines = createTimelines({ store, bus, owe: () => [], mayReceive });
	await timelines.submit(conversation, post('Hi'));
	const transfer = (to: string, clientId: string) =>
		timelines.submit(conversation, {
			kind: 'transfer',
			by: anna,
			at: noon,
			clientId: id(clientId),
			to: to as AgentId,
			reason: '',
		});
	expect(await transfer('nobody', 't1')).toMatchObject({ kind: 'refused', code: 'bad_request' });
	expect(await transfer(anna.id, 't2')).toMatchObject({
		kind: 'done',
		event: { type: 'transferred' },
	});
});

it('naming conversations that do not exist pushes out none that does', async () => {
	const { timelines } = nodeOn(await plainStore());
	await timelines.submit(conversation, post('Hi'));
	const other = `${vera.id}.77` as typeof conversation;
	const end = { kind: 'end', by: vera, at: noon, clientId: id('end'), reason: '' } as const;
	expect(await timelines.submit(other, end)).toMatchObject({ kind: 'refused' });
	// Forgotten once its queue is empty, just after the answer.
	await new Promise((resolve) => setImmediate(resolve));
	expect(timelines.peek(other)).toBeNull();
	expect(timelines.peek(conversation)?.seq).toBe(1);
});
