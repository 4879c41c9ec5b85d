import { sessionsCollection } from '../routing/index.ts';
import {
	hello,
	newId,
	owner,
	startTestGateway,
	startTestServer,
	type TestGateway,
	type TestSocket,
} from '../testing/test-server.ts';

/* An agent's socket lives no longer than what opened it, and can do no more than the agent may now. */

let world: TestGateway;
beforeAll(async () => {
	world = await startTestGateway({ beatMs: 250 });
});
afterAll(() => world.stop());

async function enter(cookie: string): Promise<TestSocket> {
	const socket = await world.agent(cookie);
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('hello');
	return socket;
}
async function visitorSays(text: string): Promise<string> {
	const socket = await world.visitor();
	socket.send(hello(world.siteKey), { type: 'message.send', clientId: newId(), text });
	return (await socket.next('ack'))['conversation'] as string;
}
const soon = (socket: TestSocket): Promise<number | 'open'> =>
	Promise.race([
		socket.closed,
		new Promise<'open'>((resolve) => setTimeout(() => resolve('open'), 1000)),
	]);

describe('an agent who is signed out', () => {
	it('loses the sockets of that browser at once, and keeps those of another', async () => {
		const server = await startTestServer();
		const enterReal = async (cookie: string): Promise<TestSocket> => {
			const socket = await server.agent(cookie);
			socket.send({ type: 'hello', protocol: 1 });
			await socket.next('hello');
			return socket;
		};
		const here = await enterReal(server.ownerCookie);
		const signIn = await server.post('/api/sign-in', {
			email: owner.email,
			password: owner.password,
		});
		const there = await enterReal(signIn.headers.get('set-cookie')?.split(';')[0] ?? '');
		await server.post('/api/sign-out', {}, { Cookie: server.ownerCookie });
		expect(await soon(here)).toBe(4003);
		expect(await soon(there)).toBe('open');
		await server.stop();
	});

	it('loses all sockets when all sessions are ended', async () => {
		const { agent, cookie } = await world.signedIn('bea');
		const other = await enter((await world.signedIn('cem')).cookie);
		const sockets = [await enter(cookie), await enter(cookie)];
		await world.house.signIn.endAll(agent.id);
		for (const socket of sockets) expect(await soon(socket)).toBe(4003);
		expect(await soon(other)).toBe('open');
	});

	it('is noticed at the next beat when the session ended by its time or elsewhere', async () => {
		const { agent, cookie } = await world.signedIn('dov');
		const socket = await enter(cookie);
		await world.house.store.removeRange(sessionsCollection, {
			index: 'byAgent',
			eq: { agent: agent.id },
			limit: 10,
		});
		expect(await soon(socket)).toBe(4003);
	});
});

describe('an agent whose role changes', () => {
	it('may do from the next beat on what the new role may', async () => {
		const { agent, cookie } = await world.signedIn('eli');
		const socket = await enter(cookie);
		const conversation = await visitorSays('who may answer?');
		await world.house.agents.save({ ...agent, role: 'reader' });
		await new Promise((resolve) => setTimeout(resolve, 600));
		socket.send({ type: 'conversation.claim', clientId: newId(), conversation });
		expect(await socket.next('refused')).toMatchObject({ code: 'forbidden' });
	});
});
