import type { TicketPage, TicketView, WholeTicket } from '../../shared/views/ticket-view.ts';
import { startRightsWorld, type AgentKind, type RightsWorld } from '../testing/rights-world.ts';
import { newId, type TestSocket } from '../testing/test-server.ts';

/* Tickets, asked for as the console does, on a running server. */

let world: RightsWorld;
beforeAll(async () => {
	world = await startRightsWorld();
	const headers = { Cookie: world.agents.owner.cookie, 'Content-Type': 'application/json' };
	const sites = (await (await fetch(`${world.url}/api/v1/sites`, { headers })).json()) as {
		id: string;
		rev: number;
	}[];
	const rev = sites.find(({ id }) => id === world.shop.id)?.rev;
	const week = Array.from({ length: 7 }, () => []);
	const body = JSON.stringify({ rev, settings: { hours: { week } } });
	await fetch(`${world.url}/api/v1/sites/${world.shop.id}`, { method: 'POST', headers, body });
}, 30_000);
afterAll(() => world.stop());

async function ask<Result>(
	who: AgentKind,
	path: string,
	body?: object,
): Promise<Result & { error?: { code: string } }> {
	const answer = await fetch(`${world.url}/api/v1/${path}`, {
		headers: { Cookie: world.agents[who].cookie, 'Content-Type': 'application/json' },
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
	});
	return (await answer.json()) as Result & { error?: { code: string } };
}
async function until<Result>(look: () => Promise<Result | undefined>): Promise<Result> {
	for (const deadline = Date.now() + 5000; ;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error('It did not come about.');
		await new Promise((done) => setTimeout(done, 20));
	}
}
const ticketOf = (conversation: string, list = 'new'): Promise<TicketView> =>
	until(async () =>
		(await ask<TicketPage>('agent', `tickets?list=${list}`)).items.find(
			(ticket) => ticket.conversation === conversation,
		),
	);

async function left(text: string): Promise<{ conversation: string; socket: TestSocket }> {
	const { socket } = await world.visitor(world.shop.key);
	socket.send({ type: 'message.send', clientId: newId(), text });
	const { conversation } = (await socket.next('ack')) as unknown as { conversation: string };
	return { conversation, socket };
}

it('is what somebody leaves out of hours, new and open, in the list of the whole team [H41] [G29] [G30] [H51] [C19]', async () => {
	const { conversation } = await left('Does the lever come in black?');
	const ticket = await ticketOf(conversation);
	expect(ticket).toMatchObject({
		status: 'open',
		isNew: true,
		source: 'offline',
		preview: 'Does the lever come in black?',
	});
	for (const who of ['owner', 'reader'] as const) {
		const { items } = await ask<TicketPage>(who, 'tickets?list=open');
		expect(items.map(({ id }) => id)).toContain(ticket.id);
	}
	const others = await ask<TicketPage>('otherAgent', 'tickets?list=open');
	expect(others.items).toEqual([]);
	expect(await ask('otherAgent', `tickets/${ticket.id}`)).toMatchObject({
		error: { code: 'not_found' },
	});
});

it('is answered, waits for the customer, comes back by the answer and is solved, each step with its time [H46] [H50] [H52] [H53] [H54]', async () => {
	const { conversation, socket } = await left('The brake is loose');
	const { id } = await ticketOf(conversation);
	await ask('agent', `tickets/${id}/comment`, { clientId: newId(), text: 'June batch' });
	await ask('agent', `tickets/${id}/reply`, {
		clientId: newId(),
		text: 'Which serial number?',
		status: 'pending',
	});
	expect((await ticketOf(conversation, 'pending')).isNew).toBe(false);
	socket.send({ type: 'message.send', clientId: newId(), text: 'TL-0617' });
	await ticketOf(conversation, 'open');
	await ask('agent', `tickets/${id}`, { clientId: newId(), status: 'solved' });
	const whole = await ask<WholeTicket>('agent', `tickets/${id}`);
	expect(whole.ticket.status).toBe('solved');
	expect(whole.events.map(({ type }) => type)).toEqual([
		'opened',
		'commented',
		'replied',
		'answered',
		'changed',
	]);
	for (const { createdAt } of whole.events) expect(Date.parse(createdAt)).toBeGreaterThan(0);
	// What only the team may read is in nothing that the visitor got.
	expect(socket.texts.join()).not.toMatch(/June batch|TL-0617.*solved/);
});

it('that is spam stays spam whatever is written [H55]', async () => {
	const { conversation, socket } = await left('Buy followers');
	const { id } = await ticketOf(conversation);
	await ask('agent', `tickets/${id}`, { clientId: newId(), status: 'spam' });
	socket.send({ type: 'message.send', clientId: newId(), text: 'Buy more followers' });
	const whole = await until(async () => {
		const read = await ask<WholeTicket>('agent', `tickets/${id}`);
		return read.events.some(({ type }) => type === 'answered') ? read : undefined;
	});
	expect(whole.ticket.status).toBe('spam');
});

it('is made by hand from a conversation, has its words, and its title, agent and group change [H40] [H47] [C16]', async () => {
	const { conversation } = await left('My order 10466 is late');
	const groups = await ask<{ id: string }>('owner', 'groups', {
		name: `Warranty ${newId()}`,
		sites: 'all',
		agents: [],
		standby: [],
		strategy: 'by_hand',
	});
	const made = await ask<TicketView>('agent', 'tickets', {
		clientId: newId(),
		conversation,
		title: 'Order 10466',
		group: groups.id,
		note: 'Ask the carrier',
	});
	expect(made).toMatchObject({ title: 'Order 10466', group: groups.id, source: 'hand' });
	const mira = await world.agent(world.agents.owner.cookie);
	await ask('agent', `tickets/${made.id}`, {
		clientId: newId(),
		title: 'Order 10466, late',
		assignee: world.agents.agent.id,
		priority: 'high',
	});
	await until(() =>
		Promise.resolve(
			mira.heard.find(({ what, id }) => what === 'tickets' && id === made.id) ?? undefined,
		),
	);
	const whole = await ask<WholeTicket>('agent', `tickets/${made.id}`);
	expect(whole).toMatchObject({
		ticket: { title: 'Order 10466, late', assigneeName: 'agent', priority: 'high' },
		events: [{ type: 'opened', note: 'Ask the carrier' }, { type: 'changed' }],
		talk: { first: 'My order 10466 is late', messageCount: 1 },
	});
	const mine = await ask<TicketPage>('agent', 'tickets?list=mine');
	expect(mine.items.map(({ id }) => id)).toEqual([made.id]);
});

it('is only read by a reader', async () => {
	const { conversation } = await left('A reader may read this');
	const { id } = await ticketOf(conversation);
	expect((await ask<WholeTicket>('reader', `tickets/${id}`)).ticket.id).toBe(id);
	for (const [path, more] of [
		[`tickets/${id}`, { status: 'solved' }],
		[`tickets/${id}/reply`, { text: 'x' }],
		[`tickets/${id}/comment`, { text: 'x' }],
		['tickets', { conversation, title: 'x' }],
	] as const) {
		expect(await ask('reader', path, { clientId: newId(), ...more })).toMatchObject({
			error: { code: 'forbidden' },
		});
	}
});

it.each([
	['tickets', { title: 'x' }],
	['tickets?list=new&cursor=xyz', undefined],
	['tickets?list=all', undefined],
	['tickets/t/reply', { clientId: 'short', text: 'x' }],
])('a request that is none is refused: %s', async (path, body) => {
	expect(await ask('agent', path, body)).toMatchObject({ error: { code: 'bad_request' } });
});
