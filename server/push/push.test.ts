import { authorOf } from '../routing/index.ts';
import { pushWorld, type PushWorld } from './testing/push-world.ts';

const minute = 60_000;

let world: PushWorld | null = null;
async function open(...args: Parameters<typeof pushWorld>): Promise<PushWorld> {
	world = await pushWorld(...args);
	return world;
}
afterEach(async () => {
	await world?.end();
	world = null;
});

describe('a message in an own conversation', () => {
	it('comes to each device of the agent, with who and what, encrypted and signed', async () => {
		const { agent, device, ask, claim, say, fold, comes, service, push } = await open();
		const mira = await agent('Mira');
		const devices = [await device(mira), await device(mira)];
		const chat = await ask('v_1');
		await claim(mira, chat);
		await say('v_1', chat);
		await fold();
		await comes(2);
		expect(service.heard.map(({ device: name }) => name).sort()).toEqual(
			devices.map(({ name }) => name).sort(),
		);
		for (const { text, key, claims, headers } of service.heard) {
			expect(JSON.parse(text)).toEqual({
				kind: 'message',
				conversation: chat,
				name: 'Hanna',
				by: null,
				text: 'Still there?',
				language: 'auto',
				showsText: true,
				isSilent: false,
			});
			expect(key).toBe(push.publicKey());
			expect(claims.sub).toBe('https://chat.example.com');
			expect(headers).toMatchObject({ ttl: '600', urgency: 'high' });
			expect(headers['topic']).toMatch(/^[\w-]{32}$/);
		}
	});

	it('does not come while a console of the agent is seen, nor to others', async () => {
		const { agent, device, ask, claim, say, fold, look, comesNothing } = await open();
		const [mira, tom] = [await agent('Mira'), await agent('Tom')];
		for (const one of [mira, tom]) await device(one);
		look(mira);
		const chat = await ask('v_1');
		await claim(mira, chat);
		await say('v_1', chat);
		// Tom heard that somebody waited; by the time it was due nobody did.
		await fold();
		await comesNothing();
	});

	it.each(['looks at the console', 'answers elsewhere'])(
		'does not come when the agent %s before it is due',
		async (what) => {
			const { agent, device, ask, claim, say, fold, look, submit, comes, comesNothing } =
				await open();
			const mira = await agent('Mira');
			await device(mira);
			const chat = await ask('v_1');
			await claim(mira, chat);
			await say('v_1', chat);
			await fold();
			await comes(1);
			await say('v_1', chat);
			await fold();
			if (what === 'looks at the console') look(mira);
			else await submit(chat, { kind: 'post', by: authorOf(mira), text: 'Yes' });
			await comesNothing(2 * minute);
		},
	);

	it('is one push a minute, whatever the visitor writes in between', async () => {
		const { agent, device, ask, claim, say, fold, comes, comesNothing, service } = await open();
		const mira = await agent('Mira');
		await device(mira);
		const chat = await ask('v_1');
		await claim(mira, chat);
		for (let n = 0; n < 5; n += 1) {
			await say('v_1', chat);
			await fold();
		}
		await comes(1);
		for (let n = 0; n < 5; n += 1) {
			await say('v_1', chat);
			await fold();
		}
		await comesNothing(minute - 1000);
		await comes(2);
		await comesNothing(5 * minute);
		// Both stand in the place of the same notice.
		expect(new Set(service.heard.map(({ headers }) => headers['topic'])).size).toBe(1);
	});

	it('comes also to who is offline; what others could take does not', async () => {
		const { agent, device, ask, claim, say, fold, routing, comes, comesNothing } = await open();
		const mira = await agent('Mira');
		await device(mira);
		const chat = await ask('v_1');
		await claim(mira, chat);
		await fold();
		await routing.set(mira.id, 'offline');
		await ask('v_2');
		await fold();
		await comesNothing();
		await say('v_1', chat);
		await fold();
		expect(await comes(1)).toMatchObject([{ kind: 'message' }]);
	});
});

describe('by kind', () => {
	it('somebody who waits is told to the group, unless it is given to one of them at once', async () => {
		const { agent, device, groups, ask, fold, comes, comesNothing, service, rules, quiet } =
			await open();
		const [mira, tom] = [await agent('Mira'), await agent('Tom')];
		const [own] = [await device(mira), await device(tom)];
		const parts = { name: 'Parts', sites: 'all', standby: [], strategy: 'by_hand' } as const;
		const { id } = await groups.add({ ...parts, agents: [mira.id] });
		await ask('v_1', { group: id });
		await fold();
		expect(await comes(1)).toMatchObject([{ kind: 'waiting', text: 'Hello', name: 'Hanna' }]);
		expect(service.heard[0]?.device).toBe(own?.name);
		expect(service.heard[0]?.headers).toMatchObject({ urgency: 'normal' });
		await rules({ strategy: 'least_busy' });
		await ask('v_2');
		await quiet();
		await fold();
		const [, given] = await comes(2);
		expect(given).toMatchObject({ kind: 'assigned', by: null });
		await comesNothing();
	});

	it('a transfer and a mention say who, and what was written', async () => {
		const { agent, device, ask, claim, fold, submit, note, comes } = await open();
		const [mira, tom] = [await agent('Mira'), await agent('Tom Berg')];
		const chat = await ask('v_1');
		await claim(mira, chat);
		await device(tom);
		await note(mira, { timeline: chat }, 'What does @tom say?');
		await fold();
		expect(await comes(1)).toMatchObject([
			{ kind: 'mention', by: 'Mira', text: 'What does @tom say?' },
		]);
		const other = await ask('v_2');
		await claim(mira, other);
		await submit(other, { kind: 'transfer', by: authorOf(mira), to: tom.id, reason: '' });
		await fold();
		expect((await comes(2))[1]).toMatchObject({ kind: 'assigned', by: 'Mira', text: 'Hello' });
	});

	it('what the agent switched off does not come, and hidden words do not leave the server [G47]', async () => {
		const { agent, device, ask, claim, say, fold, choose, comes, comesNothing, service } =
			await open();
		const mira = await agent('Mira');
		await device(mira);
		const all = { assigned: true, late: true, mention: true, waiting: true, status: true };
		await choose(mira, { notifications: { ...all, message: false } });
		const chat = await ask('v_1');
		await claim(mira, chat);
		await say('v_1', chat);
		await fold();
		await comesNothing();
		await choose(mira, { noticeText: false, language: 'de', sounds: { ...all, message: false } });
		await say('v_1', chat);
		await fold();
		expect(await comes(1)).toEqual([
			{
				kind: 'message',
				conversation: chat,
				name: null,
				by: null,
				text: '',
				language: 'de',
				showsText: false,
				isSilent: true,
			},
		]);
		expect(JSON.stringify(service.heard[0])).not.toContain('Hanna');
	});

	it('what was taken back is not sent', async () => {
		const { agent, device, ask, claim, say, submit, fold, comes, site } = await open();
		const mira = await agent('Mira');
		await device(mira);
		const chat = await ask('v_1');
		await claim(mira, chat);
		const said = await say('v_1', chat);
		const target = said.kind === 'done' ? said.event : null;
		const by = { kind: 'visitor', id: 'v_1', site: site.id };
		expect(await submit(chat, { kind: 'redact', by, target })).toMatchObject({ kind: 'done' });
		await fold();
		expect(await comes(1)).toMatchObject([{ text: '' }]);
	});
});
