import type { GroupId } from '../../shared/ids.ts';
import type { SiteSettings } from '../../shared/site/site-settings.ts';
import type { Agent } from '../routing/index.ts';
import {
	hello,
	newId,
	startTestGateway,
	type Frame,
	type TestGateway,
	type TestSocket,
} from './test-server.ts';

/* One server for each test, with agents at consoles and visitors who ask. */

export let world: TestGateway;

export async function openTeam(): Promise<void> {
	world = await startTestGateway();
}

export async function signIn(name: string, capacity: number | null = 5) {
	const { agent, cookie } = await world.signedIn(name);
	await world.house.agents.change(agent.id, null, { set: { capacity } });
	return { agent, cookie, socket: await consoleOf(cookie) };
}
export async function consoleOf(cookie: string): Promise<TestSocket> {
	const socket = await world.agent(cookie);
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('duty');
	return socket;
}
export async function rules(routing: Partial<SiteSettings['routing']>): Promise<void> {
	const { sites } = world.house;
	const site = await sites.first();
	await sites.change(site.id, site.rev, { settings: { routing } });
}
export async function ask(more: Partial<Frame> = {}) {
	const socket = await world.visitor();
	socket.send(hello(world.siteKey));
	const { token } = await socket.next('hello');
	socket.send({ type: 'message.send', clientId: newId(), text: 'Hello', ...more });
	const { conversation } = await socket.next('ack');
	return { socket, token, conversation: conversation as string };
}
export async function until(isSo: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 5000; !isSo();) {
		if (Date.now() > deadline) throw new Error('It did not come about.');
		await new Promise((done) => setTimeout(done, 5));
	}
}
/** The newest of its kind, once it is like this. */
export async function heard(socket: TestSocket, type: string, like: object): Promise<Frame> {
	const find = (): Frame | undefined => socket.heard.findLast((frame) => frame.type === type);
	await until(() => {
		try {
			expect(find()).toMatchObject(like);
			return true;
		} catch {
			return false;
		}
	}).catch(() => expect(find()).toMatchObject(like));
	return find() as Frame;
}
export const assigneeOf = async (conversation: string): Promise<string | null> =>
	(await world.house.conversations.timelines.state(conversation as never)).assignee;
export async function setStatus(socket: TestSocket, status: string): Promise<Frame> {
	const requestId = newId();
	socket.send({ type: 'status.set', requestId, status });
	await until(() => socket.heard.some((frame) => frame['requestId'] === requestId));
	return socket.heard.find((frame) => frame['requestId'] === requestId) as Frame;
}
export async function command(socket: TestSocket, frame: Omit<Frame, 'clientId'>): Promise<Frame> {
	const clientId = newId();
	socket.send({ ...frame, clientId } as unknown as Frame);
	const isIt = (one: Frame): boolean =>
		one['clientId'] === clientId && (one.type === 'ack' || one.type === 'refused');
	await until(() => socket.heard.some(isIt));
	return socket.heard.find(isIt) as Frame;
}
export const claim = (socket: TestSocket, conversation: string): Promise<Frame> =>
	command(socket, { type: 'conversation.claim', conversation });

export async function groupOf(
	agents: readonly Agent[],
	standby: readonly Agent[] = [],
): Promise<GroupId> {
	const group = await world.house.desk.groups.add({
		name: 'Lamps',
		sites: 'all',
		agents: agents.map(({ id }) => id),
		standby: standby.map(({ id }) => id),
		strategy: 'round_robin',
	});
	return group.id;
}
