import type { GroupId } from '../../shared/ids.ts';
import { followUpConsumer } from './follow-up.ts';
import type { Bodies } from './events.ts';
import { conversation, id, noon } from './testing/commands.ts';
import { allEvents, nodeOn } from './testing/nodes.ts';
import { agentId, anna, vera } from './testing/people.ts';
import { claim, plainStore, post } from './testing/stores.ts';

const clock = { now: () => noon + 1, after: () => () => undefined };
const transfer: Bodies['asked'] = {
	about: 'transfer',
	to: { kind: 'agent', id: agentId('tom') },
	reason: 'knows it',
};

/** Vera was asked and has answered; then the server died. */
async function answered(asked: Bodies['asked'], yes: boolean, chatter = 0) {
	const store = await plainStore();
	const { timelines } = nodeOn(store);
	const say = (command: object, clientId: string) =>
		timelines.submit(conversation, { at: noon, clientId: id(clientId), ...command } as never);
	await timelines.submit(conversation, post('Hi'));
	await timelines.submit(conversation, claim(anna));
	await say({ kind: 'ask', by: anna, asked }, 'ask');
	for (let n = 0; n < chatter; n += 1) await timelines.submit(conversation, post(`More ${n}`));
	await say({ kind: 'answer', by: vera, about: asked.about, yes }, 'answer');
	const events = await allEvents(store);
	/** As another process that was started anew. */
	const followUp = async (): Promise<void> => {
		const consumer = followUpConsumer({ store, clock, timelines: nodeOn(store).timelines });
		const wanted = events.filter((event) => consumer.wants(event as never));
		await consumer.consume([{ timeline: conversation, events: wanted }]);
	};
	const after = async () => (await allEvents(store)).slice(events.length);
	return { store, say, followUp, after };
}

describe('what follows a visitor’s yes', () => {
	it('is the end, by the visitor, and once although it is seen twice', async () => {
		const { followUp, after } = await answered({ about: 'resolved' }, true);
		await followUp();
		await followUp();
		expect(await after()).toMatchObject([
			{ type: 'ended', body: { by: 'visitor' }, author: { kind: 'visitor', id: vera.id } },
		]);
	});

	it('is the transfer that was asked for, however much was said since', async () => {
		const { followUp, after } = await answered(transfer, true, 230);
		await followUp();
		await followUp();
		expect(await after()).toMatchObject([
			{ type: 'transferred', body: { to: agentId('tom'), reason: 'knows it' } },
		]);
	});

	it('is the line of the group, when that was asked for', async () => {
		const to = { kind: 'group', id: 'g_returns' as GroupId } as const;
		const { followUp, after } = await answered({ ...transfer, to, later: true }, true);
		await followUp();
		expect(await after()).toMatchObject([
			{ type: 'requeued', body: { group: 'g_returns', later: true } },
		]);
	});

	it('is nothing any more when the conversation has ended meanwhile', async () => {
		const { say, followUp, after } = await answered(transfer, true);
		await say({ kind: 'end', by: anna, reason: '' }, 'end');
		await followUp();
		expect(await after()).toMatchObject([{ type: 'ended', body: { by: 'agent' } }]);
	});
});

it('nothing follows a no', async () => {
	for (const asked of [{ about: 'resolved' } as const, transfer]) {
		const { followUp, after } = await answered(asked, false);
		await followUp();
		expect(await after()).toEqual([]);
	}
});
