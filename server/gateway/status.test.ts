import {
	ask,
	assigneeOf,
	command,
	heard,
	openTeam,
	rules,
	setStatus,
	signIn,
	world,
} from '../testing/team-world.ts';

/* What agents choose to be, and what follows from it, over real sockets. */

beforeEach(openTeam);
afterEach(() => world.stop());

describe('the status', () => {
	it('is set from the console, told to the whole team, and answered with why no chats come [H6] [H8] [L39]', async () => {
		const [mira, tom] = [await signIn('Mira'), await signIn('Tom')];
		expect(await setStatus(mira.socket, 'away')).toMatchObject({
			type: 'duty',
			duty: { status: 'away', wanted: 'away', why: 'status', load: 0, capacity: 5 },
		});
		await heard(tom.socket, 'team', {
			agents: [
				{ name: 'Mira', status: 'away' },
				{ name: 'Tom', status: 'available' },
			],
		});
		expect(await setStatus(mira.socket, 'available')).toMatchObject({ duty: { why: 'by_hand' } });
		await rules({ strategy: 'least_busy' });
		await heard(mira.socket, 'duty', { duty: { why: null } });
	});

	it('available gets new chats, away gets none while running ones go on [H4] [H5] [H7] [L33] [L35] [C6] [C7]', async () => {
		await rules({ strategy: 'round_robin' });
		const mira = await signIn('Mira');
		const first = await ask();
		await heard(first.socket, 'event', { event: { type: 'assigned', agentName: 'Mira' } });
		await setStatus(mira.socket, 'away');
		const second = await ask();
		await heard(second.socket, 'queue', { position: 1 });
		expect(await assigneeOf(second.conversation)).toBeNull();
		const text = 'One moment';
		expect(
			await command(mira.socket, {
				type: 'message.send',
				conversation: first.conversation,
				text,
			} as never),
		).toMatchObject({ type: 'ack' });
		await heard(first.socket, 'event', { event: { text } });
		await setStatus(mira.socket, 'available');
		await heard(second.socket, 'event', { event: { type: 'assigned' } });
	});

	it('busy takes a chat only when nobody available has a free slot [L34]', async () => {
		await rules({ strategy: 'least_busy' });
		const mira = await signIn('Mira', 1);
		await signIn('Tom', 1);
		await setStatus(mira.socket, 'busy');
		const chats = [await ask(), await ask()] as const;
		await heard(chats[0].socket, 'event', { event: { type: 'assigned', agentName: 'Tom' } });
		await heard(chats[1].socket, 'event', { event: { type: 'assigned', agentName: 'Mira' } });
	});

	it('offline is chosen too, and holds at the next console and after a restart [H3] [L36]', async () => {
		const mira = await signIn('Mira');
		await setStatus(mira.socket, 'offline');
		mira.socket.close();
		const again = await world.agent(mira.cookie);
		again.send({ type: 'hello', protocol: 1 });
		expect(await again.next('duty')).toMatchObject({ duty: { status: 'offline' } });
		await world.house.agents.load();
		expect(world.house.agents.get(mira.agent.id)?.status).toBe('offline');
	});

	it('of all who could answer decides what visitors are told, not open consoles [H10] [G24]', async () => {
		const site = await world.house.sites.first();
		await world.house.sites.change(site.id, site.rev, {
			settings: { hours: { whenAway: 'form' } },
		});
		const mira = await signIn('Mira');
		const first = await ask();
		await heard(first.socket, 'presence', { state: 'open', agents: [{ name: 'Mira' }] });
		await setStatus(mira.socket, 'away');
		await heard(first.socket, 'presence', { state: 'away', agents: [] });
		const late = await ask();
		const { status } = await world.house.conversations.timelines.state(late.conversation as never);
		expect(status).toBe('pending');
	});
});
