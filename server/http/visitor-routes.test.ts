import {
	newId,
	pause,
	startRightsWorld,
	type AgentKind,
	type RightsWorld,
} from '../testing/rights-world.ts';

/* What the team knows about a visitor, on a whole running server. */

let world: RightsWorld;
beforeAll(async () => {
	world = await startRightsWorld();
}, 30_000);
afterAll(() => world.stop());

async function ask<Body>(who: AgentKind, path: string, body?: object) {
	const response = await fetch(`${world.url}/api/v1/${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { Cookie: world.agents[who].cookie, 'Content-Type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const json = (await response.json()) as Body & { error?: { code: string; message: string } };
	return { status: response.status, json, code: json.error?.code ?? null };
}
interface Known {
	readonly visitor: { name: string | null; flag: string | null } | null;
	readonly notes: readonly { id: string; rev: number; text: string; byName: string }[];
	readonly ban: { readonly id: string } | null;
}

describe('notes on a visitor', () => {
	it('stay to the next visit, for every agent of the site [G37] [G39] [M21]', async () => {
		const { visitor, token } = await world.victim();
		await ask('agent', `visitors/${visitor}/notes`, { text: 'Builds her own wheels.' });
		const back = await world.visitor(world.shop.key, token);
		const { json } = await ask<Known>('supervisor', `visitors/${visitor}`);
		expect(json.notes).toEqual([
			expect.objectContaining({ text: 'Builds her own wheels.', byName: 'agent' }),
		]);
		// Whatever this browser has heard or will ask, the note is not in it.
		back.socket.send({ type: 'events.read', conversation: `${visitor}.1`, after: 0 });
		await back.socket.next('events');
		expect(back.socket.texts.join()).not.toContain('wheels');
	});

	it('are changed by who wrote them or a supervisor, and a stale change is told', async () => {
		const { visitor } = await world.victim();
		const made = await ask<{ id: string; rev: number }>('agent', `visitors/${visitor}/notes`, {
			text: 'one',
		});
		const path = `visitors/${visitor}/notes/${made.json.id}`;
		const { rev } = made.json;
		expect((await ask('reader', path, { rev, text: 'two' })).code).toBe('forbidden');
		expect((await ask('supervisor', path, { rev, text: 'two' })).status).toBe(200);
		expect((await ask('agent', path, { rev, text: 'three' })).code).toBe('changed_meanwhile');
		expect((await ask('agent', `${path}/delete`, {})).status).toBe(200);
		expect((await ask<Known>('agent', `visitors/${visitor}`)).json.notes).toEqual([]);
		expect((await ask('agent', `visitors/${visitor}/notes`, { text: ' ' })).code).toBe(
			'bad_request',
		);
	});
});

describe('a mark for safety', () => {
	it('is told to the team and never to the visitor [M24]', async () => {
		const { visitor, socket } = await world.victim();
		await ask('agent', `visitors/${visitor}/flag`, { flag: 'Heart condition' });
		for (;;) {
			const told = (await world.team.next('visitor')) as { visitor?: { id: string; flag: string } };
			if (told.visitor?.id !== visitor) continue;
			expect(told.visitor.flag).toBe('Heart condition');
			break;
		}
		await pause();
		expect(socket.texts.join()).not.toContain('Heart');
		await ask('agent', `visitors/${visitor}/flag`, { flag: null });
		expect((await ask<Known>('agent', `visitors/${visitor}`)).json.visitor?.flag).toBeNull();
	});
});

describe('a block', () => {
	it('refuses what the visitor writes until it is lifted [G42]', async () => {
		const { visitor, socket, token } = await world.victim();
		const send = () => world.ask(socket, { type: 'message.send', clientId: newId(), text: 'more' });
		expect(await send()).toBe('ok');
		await ask('agent', 'bans', { visitor, days: 7, reason: 'Threats' });
		expect(await send()).toBe('banned');
		// The next time not even hello is answered.
		const again = await world.open('/ws/visitor');
		again.send({
			type: 'hello',
			protocol: 1,
			site: world.shop.key,
			token,
			epoch: null,
			conversation: null,
			after: 0,
		});
		expect((await again.next('refused'))['code']).toBe('banned');
		const files = await fetch(`${world.url}/api/v1/files`, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				Authorization: `Bearer ${token}`,
				'Parley-Site': world.shop.key,
			},
			body: JSON.stringify({ name: 'a.txt', size: 4, type: 'text/plain' }),
		});
		expect(files.status).toBe(403);
		// Others go on.
		const other = await world.victim();
		expect(
			await world.ask(other.socket, { type: 'message.send', clientId: newId(), text: 'x' }),
		).toBe('ok');

		const { json } = await ask<Known>('agent', `visitors/${visitor}`);
		const lift = `bans/${json.ban?.id}/delete`;
		expect((await ask('agent', lift, {})).code).toBe('forbidden');
		expect((await ask('supervisor', lift, {})).status).toBe(200);
		expect(await send()).toBe('ok');
	});

	it('by address meets everybody from there, and only while it is known', async () => {
		const from = '203.0.113.7';
		const { visitor } = await world.victim(from);
		const bystander = await world.victim(from);
		const elsewhere = await world.victim('203.0.113.8');
		const made = await ask<{ id: string; isByAddress: boolean }>('agent', 'bans', {
			visitor,
			address: true,
		});
		expect(made.json.isByAddress).toBe(true);
		const message = () => ({ type: 'message.send', clientId: newId(), text: 'x' });
		expect(await world.ask(bystander.socket, message())).toBe('banned');
		expect(await world.ask(elsewhere.socket, message())).toBe('ok');
		await ask('owner', `bans/${made.json.id}/delete`, {});
		expect(await world.ask(bystander.socket, message())).toBe('ok');
		// Of a peer that does not say for whom it asks, all the world may be behind it.
		const unknown = await world.victim();
		const refused = await ask('agent', 'bans', { visitor: unknown.visitor, address: true });
		expect(refused.json.error?.message).toMatch(/address is not known/);
	});
});
