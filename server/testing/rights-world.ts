import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SiteId } from '../../shared/ids.ts';
import type { Role } from '../conversations/index.ts';
import { openHouse } from '../house.ts';
import { start } from '../main.ts';
import { agentsCollection, hashOf, sessionsCollection } from '../routing/index.ts';
import { randomIds } from '../system/ids.ts';
import { hello, newId, removeData, testConfig, TestSocket, type Frame } from './test-server.ts';

/* Two sites with visitors and agents of each kind, and words that must never come to a stranger. */

/** Stands in every text that only the team may read. */
export const teamOnly = 'CANARY';
/** Stands in every text of the visitor who is spied on. */
export { newId };
export const private_ = 'PRIVATE';

export const agentKinds = [
	'owner',
	'admin',
	'supervisor',
	'agent',
	'reader',
	'otherAgent',
	'otherAdmin',
] as const;
export type AgentKind = (typeof agentKinds)[number];
export type RightsWorld = Awaited<ReturnType<typeof startRightsWorld>>;

const roleOf = (kind: AgentKind): Role => {
	if (kind === 'otherAgent') return 'agent';
	return kind === 'otherAdmin' ? 'admin' : kind;
};

export async function startRightsWorld() {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-rights-'));
	const house = await openHouse(testConfig(dataDir), resolve('build'));
	const shop = await house.sites.first();
	const other = await house.sites.create(`Other ${teamOnly}`);
	const session = async (agent: string): Promise<string> => {
		const secret = randomIds.secret();
		const [createdAt, expiresAt] = [Date.now(), Date.now() + 600_000];
		const id = hashOf(secret);
		await house.store.insert(sessionsCollection, { id, agent, createdAt, expiresAt } as never);
		return `parley_session=${secret}`;
	};
	const agents = {} as Record<AgentKind, { id: string; cookie: string; spare: string }>;
	for (const kind of agentKinds) {
		const email = `${kind}@example.com`;
		const role = roleOf(kind);
		const { id } = await house.agents.save({ name: kind, email, passwordHash: '', role });
		// Rights are asked here, not limits.
		await house.agents.change(id, null, { set: { capacity: null } });
		const sites: SiteId[] = [other.id];
		if (kind.startsWith('other'))
			await house.store.update(agentsCollection, id, { set: { sites } });
		agents[kind] = { id, cookie: await session(id), spare: await session(id) };
	}
	await house.close();

	const parley = await start(testConfig(dataDir), resolve('build'));
	const sockets: TestSocket[] = [];
	async function open(
		path: string,
		cookie?: string,
		more: Record<string, string> = {},
	): Promise<TestSocket> {
		const headers = { ...(cookie === undefined ? {} : { Cookie: cookie }), ...more };
		const socket = new TestSocket(parley.url.replace('http', 'ws') + path, headers);
		sockets.push(socket);
		await socket.opened;
		return socket;
	}
	const signedOut = agents.agent.spare;
	await fetch(`${parley.url}/api/sign-out`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Cookie: signedOut },
		body: '{}',
	});

	/** A browser on a site that has said hello; `from`: the address that a proxy names. */
	async function visitor(site: string, token: string | null = null, from: string | null = null) {
		const by: Record<string, string> = from === null ? {} : { 'X-Forwarded-For': from };
		const socket = await open('/ws/visitor', undefined, by);
		socket.send(hello(site, { token }));
		const greeting = await socket.next('hello');
		return { socket, token: (greeting['token'] ?? token) as string };
	}
	async function agent(cookie: string): Promise<TestSocket> {
		const socket = await open('/ws/agent', cookie);
		socket.send({ type: 'hello', protocol: 1 });
		const greeted = () => socket.heard.length > 0;
		let isClosed = false;
		void socket.closed.then(() => (isClosed = true));
		while (!greeted() && !isClosed) await new Promise((done) => setTimeout(done, 1));
		return socket;
	}

	const team = await agent(agents.owner.cookie);
	team.send({ type: 'visits.watch', requestId: newId(), isOn: true });

	/** Somebody on the shop with a chat, in which the team has written a note. */
	async function victim(from: string | null = null) {
		const { socket, token } = await visitor(shop.key, null, from);
		const text = `${private_} ${newId()}`;
		socket.send({ type: 'message.send', clientId: newId(), text });
		const { conversation } = (await socket.next('ack')) as unknown as { conversation: string };
		await ask(team, {
			type: 'note.send',
			clientId: newId(),
			conversation,
			text: `${teamOnly} note`,
		});
		return { socket, token, conversation, visitor: conversation.split('.')[0] ?? '' };
	}

	/** Sends a command or a question and waits for its answer: its type, or the code of a refusal. */
	async function ask(socket: TestSocket, frame: Frame): Promise<string> {
		const id = frame['clientId'] ?? frame['requestId'];
		const from = socket.heard.length;
		let code: number | null = null;
		void socket.closed.then((given) => (code = given));
		socket.send(frame);
		for (const deadline = Date.now() + 5000; Date.now() < deadline;) {
			const answer = socket.heard.slice(from).find((f) => isAnswer(f, frame, id));
			if (answer !== undefined) return answer.type === 'refused' ? String(answer['code']) : 'ok';
			if (code !== null) return String(code);
			await new Promise((done) => setTimeout(done, 1));
		}
		throw new Error(`No answer to ${JSON.stringify(frame)}: ${socket.texts.slice(-3).join()}`);
	}

	return {
		...parley,
		shop,
		other,
		agents,
		signedOut,
		team,
		open,
		visitor,
		agent,
		victim,
		ask,
		async stop() {
			for (const socket of sockets) socket.close();
			await parley.close();
			await removeData(dataDir);
		},
	};
}

function isAnswer(heard: Frame, asked: Frame, id: unknown): boolean {
	if (heard.type === 'refused') return heard['clientId'] === (id ?? null);
	if (id !== undefined) return heard['clientId'] === id || heard['requestId'] === id;
	return asked.type === 'events.read' ? heard.type === 'events' : heard.type === asked.type;
}

export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
/** What should come is waited for longer than what should not: a busy machine is slow, and nothing else is said by waiting. */
export async function comes(isHere: () => boolean, expected: string): Promise<string> {
	await pause();
	for (const until = Date.now() + 3000; expected === 'told' && !isHere() && Date.now() < until;)
		await pause();
	return isHere() ? 'told' : '-';
}
