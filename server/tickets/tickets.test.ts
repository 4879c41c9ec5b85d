import type { AgentId, ClientId, SiteId } from '../../shared/ids.ts';
import type { ConversationEvent } from '../conversations/index.ts';
import { conversation, id, noon } from '../conversations/testing/commands.ts';
import { agent, anna, ben, vera } from '../conversations/testing/people.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { eraseTicketsOf } from './erase-tickets.ts';
import { timelineOf } from './events.ts';
import { nextNumber } from './next-number.ts';
import { byHand, deskOn, listed, open } from './testing/desk.ts';

describe('what is left while nobody is there', () => {
	it('is wanted, and what is said in a conversation that runs is not', async () => {
		const { tickets, timelines, say, committed } = deskOn((await open()).store);
		await say('Is anybody there?');
		await say('I will wait');
		const state = await timelines.state(conversation);
		const [first, second] = committed as unknown as ConversationEvent[];
		if (first === undefined || second === undefined) throw new Error('not said');
		expect(tickets.consumer.wants(first, { ...state, status: 'none' })).toBe(true);
		expect(tickets.consumer.wants(second, state)).toBe(true);
		expect(tickets.consumer.wants(second, { ...state, status: 'active' })).toBe(false);
	});

	it('is one ticket however often the lane hands it over', async () => {
		const { tickets, say, deliver } = deskOn((await open()).store);
		await say('The lever came loose');
		await deliver();
		await deliver();
		expect(await listed(tickets)).toMatchObject([
			{
				number: 1,
				preview: 'The lever came loose',
				status: 'open',
				isNew: true,
				requesterName: 'Vera',
			},
		]);
	});

	it('is one ticket wherever the server dies, and its document is there', async () => {
		for (let step = 0; step < 30; step += 1) {
			const hostile = await open(step + 1);
			const before = deskOn(hostile.store);
			await before.say('The lever came loose');
			hostile.crashBefore(step);
			await before.deliver().catch(() => {});
			await hostile.quiet();
			const { store } = await hostile.reopen();
			const { tickets } = deskOn(store);
			// The lane owes it still, or the ticket's own lane does.
			const events = (await store.page(conversation, { limit: 10 })).events;
			await tickets.consumer.consume([{ timeline: conversation, events }]);
			expect(await listed(tickets)).toHaveLength(1);
			const { events: of } = await store.page(timelineOf(conversation), { limit: 10 });
			expect(of.map(({ type }) => type)).toEqual(['opened']);
		}
	});

	it('takes in what the customer adds, and opens what was solved', async () => {
		const { tickets, say, deliver, committed } = deskOn((await open()).store);
		await say('The lever came loose');
		await deliver();
		await tickets.change(anna, conversation, 'solve-it' as ClientId, { status: 'solved' });
		const from = committed.length;
		await say('It did so again');
		await deliver(from);
		await deliver(from);
		const { ticket, events } = await tickets.read(anna, conversation);
		expect(ticket).toMatchObject({ status: 'open', preview: 'It did so again' });
		expect(events.map(({ type }) => type)).toEqual(['opened', 'changed', 'answered']);
		expect(events[2]).toMatchObject({ text: 'It did so again', status: 'open' });
	});

	it('shows nothing of what the customer took back', async () => {
		const { tickets, timelines, say, deliver, committed } = deskOn((await open()).store);
		await say('My card is 4111');
		await deliver();
		const [said] = committed;
		if (said === undefined) throw new Error('not said');
		await timelines.submit(conversation, {
			kind: 'redact',
			by: vera,
			clientId: id('take back'),
			at: noon,
			target: said as never,
		});
		expect(JSON.stringify(await tickets.read(anna, conversation))).not.toContain('4111');
		expect(JSON.stringify(await listed(tickets))).not.toContain('4111');
	});
});

describe('a ticket by hand', () => {
	it('is made once by a resend, with its own number', async () => {
		const { tickets, say } = deskOn((await open()).store);
		await say('Hello', { status: 'waiting' });
		const one = await tickets.openByHand(anna, byHand('make-one-1', { note: 'Serial TL-0617' }));
		const again = await tickets.openByHand(anna, byHand('make-one-1', { note: 'Serial TL-0617' }));
		const other = await tickets.openByHand(anna, byHand('make-two-2'));
		expect(again).toEqual(one);
		expect([one.number, other.number]).toEqual([1, 2]);
		const { events } = await tickets.read(anna, one.id);
		expect(events).toMatchObject([
			{ type: 'opened', note: 'Serial TL-0617', author: { name: `name of ${anna.id}` } },
		]);
		expect(await tickets.ofConversation(conversation)).toHaveLength(2);
	});

	it('goes to an agent and a group that there are', async () => {
		const { tickets, say } = deskOn((await open()).store);
		await say('Hello', { status: 'waiting' });
		const nobody = 'nobody' as AgentId;
		await expect(
			tickets.openByHand(anna, byHand('to-nobody-1', { assignee: nobody })),
		).rejects.toThrow('does not answer');
		await expect(
			tickets.openByHand(anna, byHand('to-no-group', { group: 'gone' })),
		).rejects.toThrow('no such group');
		const made = await tickets.openByHand(
			anna,
			byHand('to-anna-01', { assignee: anna.id, group: 'warranty' }),
		);
		expect(await listed(tickets, 'mine')).toMatchObject([
			{ id: made.id, assigneeName: `name of ${anna.id}` },
		]);
	});

	it('is for those who work on that site', async () => {
		const { tickets, say } = deskOn((await open()).store);
		await say('Hello', { status: 'waiting' });
		const edna = agent('edna', 'agent', ['elsewhere' as SiteId]);
		const rita = agent('rita', 'reader');
		const made = await tickets.openByHand(anna, byHand('anna-makes-1'));
		await expect(tickets.openByHand(edna, byHand('edna-makes-1'))).rejects.toThrow(
			'no such conversation',
		);
		await expect(tickets.read(edna, made.id)).rejects.toThrow('no such ticket');
		await expect(
			tickets.comment(edna, made.id, { clientId: 'edna-says-1' as ClientId, text: 'x' }),
		).rejects.toThrow('no such ticket');
		await expect(tickets.openByHand(rita, byHand('rita-makes-1'))).rejects.toThrow('reader');
		await expect(
			tickets.comment(rita, made.id, { clientId: 'rita-says-1' as ClientId, text: 'x' }),
		).rejects.toThrow('reader');
		expect((await tickets.read(rita, made.id)).ticket.id).toBe(made.id);
		expect(
			(await tickets.list(edna, { list: 'open', order: 'newest', cursor: null })).items,
		).toEqual([]);
	});
});

describe('what agents do at the same time', () => {
	it('is all done, one after the other, each once', async () => {
		const hostile = await open(11);
		const { tickets, say, deliver } = deskOn(hostile.store);
		await say('Hello');
		await deliver();
		const texts = Array.from({ length: 4 }, (_, n) => `comment ${n}`);
		const send = (text: string) =>
			tickets.comment(text.endsWith('1') ? ben : anna, conversation, {
				clientId: `id-${text}` as ClientId,
				text,
			});
		const insist = async (text: string): Promise<void> => {
			for (;;) {
				try {
					return void (await send(text));
				} catch {
					// Busy: sent again with the same id.
				}
			}
		};
		await Promise.all([...texts, ...texts].map(insist));
		const { events } = await tickets.read(anna, conversation);
		const said = events.flatMap((event) => (event.type === 'commented' ? [event.text] : []));
		expect(said.sort()).toEqual(texts);
	});

	it('with another body under the same id is refused', async () => {
		const { tickets, say, deliver } = deskOn((await open()).store);
		await say('Hello');
		await deliver();
		const clientId = 'one-id-only' as ClientId;
		await tickets.comment(anna, conversation, { clientId, text: 'one' });
		await expect(
			tickets.comment(anna, conversation, { clientId, text: 'two' }),
		).rejects.toMatchObject({
			code: 'clientid_conflict',
		});
	});
});

it('lists page by page without leaving any out', async () => {
	const { tickets, say } = deskOn((await open()).store);
	await say('Hello', { status: 'waiting' });
	for (let n = 0; n < 60; n += 1) await tickets.openByHand(anna, byHand(`ticket-no-${n}`));
	for (const order of ['newest', 'oldest'] as const) {
		const first = await tickets.list(anna, { list: 'new', order, cursor: null });
		expect(first.counts).toMatchObject({ new: 60, open: 60, pending: 0, mine: 0 });
		const second = await tickets.list(anna, { list: 'new', order, cursor: first.next });
		expect(second.next).toBeNull();
		expect(new Set([...first.items, ...second.items].map(({ id: ticket }) => ticket)).size).toBe(
			60,
		);
	}
	await expect(
		tickets.list(anna, { list: 'new', order: 'newest', cursor: '%%' }),
	).rejects.toMatchObject({
		code: 'bad_request',
	});
});

it('gives no number twice, even to those who ask at once', async () => {
	const { store } = await open(3);
	const numbers = await Promise.all(Array.from({ length: 20 }, () => nextNumber(store)));
	expect(new Set(numbers).size).toBe(20);
});

it('keeps nothing that was written about a visitor who must be forgotten, but for what became of it', async () => {
	const { store } = await open();
	const { tickets, say } = deskOn(store);
	await say('Hello', { status: 'waiting' });
	const secret = 'SECRET';
	const made = await tickets.openByHand(
		anna,
		byHand('forget-me-1', { title: `${secret} title`, note: `${secret} note` }),
	);
	const said = { text: `${secret} text` };
	await tickets.reply(anna, made.id, { clientId: 'forget-me-2' as ClientId, ...said });
	await tickets.comment(anna, made.id, { clientId: 'forget-me-3' as ClientId, ...said });
	await tickets.change(anna, made.id, 'forget-me-4' as ClientId, {
		title: `${secret} again`,
		status: 'solved',
	});
	expect(await eraseTicketsOf({ store, clock: new FakeClock() }, vera.id)).toBe(1);
	expect(await eraseTicketsOf({ store, clock: new FakeClock() }, vera.id)).toBe(1);
	const rows: unknown[] = [];
	for await (const row of store.dump()) rows.push(row);
	expect(JSON.stringify(rows)).not.toContain(secret);
	expect((await tickets.read(anna, made.id)).ticket).toMatchObject({ number: 1, status: 'solved' });
});
