import { DomainError } from '../errors.ts';
import { fakeWorld } from './fake-parts.ts';
import { hello, message, view, work } from './fake-agent.ts';

const member = (id: string, status: string) => ({ id, name: id, status, load: 0 });
const duty = (status: string) => ({ status, wanted: status, load: 0, capacity: 5, why: null });
const visitorView = (id: string, name: string) => ({ id, name, site: 's' });
/** Promises settle. */
const soon = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('the team', () => {
	it('is held as the server tells it, with the own duty', () => {
		const { world, client } = work();
		expect(client.state).toMatchObject({ team: [], duty: null });
		world.last().hear({ type: 'team', agents: [member('a1', 'available'), member('a2', 'away')] });
		world.last().hear({ type: 'duty', requestId: null, duty: duty('busy') });
		expect(client.state.team.map(({ id }) => id)).toEqual(['a1', 'a2']);
		expect(client.state.duty).toMatchObject({ status: 'busy' });
	});

	it('is seen typing until it stops, has written, or says nothing for ten seconds', () => {
		const { world, client } = work();
		const types = (name: string, isOn = true): void =>
			world.last().hear({ type: 'typing', conversation: 'v.1', name, isOn });
		const names = () => client.state.typing.get('v.1') ?? [];
		types('Paul');
		types('Ada');
		expect(names()).toEqual(['Paul', 'Ada']);
		types('Ada', false);
		expect(names()).toEqual(['Paul']);
		world.last().hear({
			type: 'event',
			event: { ...message('v.1', 2, 'Here'), author: { kind: 'agent', id: 'a2', name: 'Paul' } },
			view: null,
		});
		expect(names()).toEqual([]);
		types('Ada');
		world.advance(9_000);
		types('Ada');
		world.advance(9_000);
		expect(names()).toEqual(['Ada']);
		world.advance(1_001);
		expect(names()).toEqual([]);
	});

	it('is told what this console looks at, again after a reconnect, and tells who else does', () => {
		const { world, client } = work();
		client.watch('v.1');
		client.watch('v.1');
		expect(world.last().take('watch')).toEqual([{ type: 'watch', conversation: 'v.1' }]);
		const agents = [{ id: 'a2', name: 'Paul' }];
		world.last().hear({ type: 'watchers', conversation: 'v.1', agents });
		expect(client.state.watchers.get('v.1')).toEqual(agents);
		world.last().events.onClose(1006);
		expect(client.state.watchers.size).toBe(0);
		client.retryNow();
		world.open().hear(hello);
		expect(world.last().take('watch')).toEqual([{ type: 'watch', conversation: 'v.1' }]);
		client.watch(null);
		expect(world.last().take('watch').at(-1)).toEqual({ type: 'watch', conversation: null });
	});
});

describe('who the visitors are', () => {
	const list = (count: number) => (request: { requestId: string; status?: string }) => ({
		type: 'conversations',
		requestId: request.requestId,
		items:
			request.status === 'waiting'
				? Array.from({ length: count }, (_, n) => view(`v${n}.1`, 1, { visitor: `v${n}` }))
				: [],
		next: null,
	});

	it('is learnt by fifty at a time for every conversation that is listed, each once', async () => {
		const { world, client, answer } = work();
		answer('conversations.list', list(60));
		const first = world.last().take('visitors.read');
		expect(first.map(({ visitors }) => (visitors as string[]).length)).toEqual([50]);
		world.last().hear({
			type: 'visitors',
			requestId: first[0]?.['requestId'],
			items: [visitorView('v0', 'Vera')],
		});
		await soon();
		const second = world.last().take('visitors.read').slice(1);
		expect(second.map(({ visitors }) => (visitors as string[]).length)).toEqual([10]);
		expect(client.state.visitors.get('v0')).toMatchObject({ name: 'Vera' });
		world.last().hear({ type: 'visitors', requestId: second[0]?.['requestId'], items: [] });
		await soon();
		answer('conversations.list', list(60));
		world.last().hear({ type: 'beat' });
		expect(world.last().take('visitors.read')).toHaveLength(2);
	});

	it('follows what the server says of those that are shown, and no others', async () => {
		const { world, client, answer } = work();
		answer('conversations.list', list(1));
		for (const [id, name] of [
			['v0', 'Vera'],
			['v9', 'Nobody'],
		] as const)
			world.last().hear({ type: 'visitor', requestId: null, visitor: visitorView(id, name) });
		expect([...client.state.visitors.keys()]).toEqual(['v0']);
	});
});

describe('who is on the sites', () => {
	const visit = (visitor: string) => ({ visitor, site: 's', name: null, trail: [] });

	it('is held while it is watched, and asked anew after a reconnect', () => {
		const { world, client } = work();
		expect(client.state.visits).toBeNull();
		client.watchVisits(true);
		const told = (items: object[]): void => {
			const requestId = world.last().take('visits.watch').at(-1)?.['requestId'];
			world.last().hear({ type: 'visits', requestId, items, quietSites: ['s2'] });
		};
		told([visit('v1')]);
		world.last().hear({ type: 'visit', visitor: 'v2', visit: visit('v2') });
		world.last().hear({ type: 'visit', visitor: 'v1', visit: null });
		expect([...(client.state.visits ?? new Map()).keys()]).toEqual(['v2']);
		expect(client.state.quietSites).toEqual(['s2']);
		world.last().events.onClose(1006);
		client.retryNow();
		world.open().hear(hello);
		told([visit('v3')]);
		expect([...(client.state.visits ?? new Map()).keys()]).toEqual(['v3']);
		client.watchVisits(false);
		expect(client.state.visits).toBeNull();
		expect(world.last().take('visits.watch').at(-1)).toMatchObject({ isOn: false });
	});
});

describe('a question', () => {
	it('is answered, and what it says is in the state', async () => {
		const { world, client } = work();
		const asked = client.ask({ type: 'status.set', status: 'away' });
		const [{ requestId } = {}] = world.last().take('status.set') as { requestId?: string }[];
		world.last().hear({ type: 'duty', requestId, duty: duty('away') });
		expect((await asked).duty).toMatchObject({ status: 'away' });
		expect(client.state.duty).toMatchObject({ status: 'away' });
	});

	it('is rejected as the server refuses it, when nothing comes, and without a connection', async () => {
		const { world, client } = work();
		const ask = () =>
			client.ask({ type: 'visitor.read', visitor: 'v1' }).catch((error: unknown) => error);
		const refused = ask();
		const [{ requestId } = {}] = world.last().take('visitor.read') as { requestId?: string }[];
		world.last().hear({
			type: 'refused',
			clientId: requestId,
			code: 'conversation_not_found',
			message: 'No.',
			retryMs: null,
		});
		expect(await refused).toMatchObject({ code: 'conversation_not_found', message: 'No.' });
		const unanswered = ask();
		world.advance(15_001);
		expect(await unanswered).toMatchObject({ code: 'unavailable' });
		const cut = ask();
		world.last().events.onClose(1006);
		expect(await cut).toBeInstanceOf(DomainError);
		expect(await ask()).toMatchObject({ code: 'unavailable' });
	});
});

test('whoever shows documents hears of each change until they stop listening', () => {
	const { world, client } = work();
	const heard: unknown[] = [];
	const stop = client.onChanged((changed) => heard.push(changed));
	world.last().hear({ type: 'changed', what: 'groups', id: null });
	stop();
	world.last().hear({ type: 'changed', what: 'sites', id: 's1' });
	expect(heard).toEqual([{ what: 'groups', id: null }]);
});

test('a visitor who writes is not gone any more', () => {
	const { world, client, answer } = work(fakeWorld());
	answer('conversations.list', ({ requestId, status }) => ({
		type: 'conversations',
		requestId,
		items: status === 'active' ? [view('v.1', 1, { status: 'active', isIdle: true })] : [],
		next: null,
	}));
	world.last().hear({ type: 'event', event: message('v.1', 2, 'Back'), view: null });
	expect(client.state.conversations.get('v.1')).toMatchObject({ isIdle: false });
});
