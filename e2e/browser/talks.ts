import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import WebSocket from 'ws';
import { protocolVersion } from '../../shared/protocol/limits.ts';
import type { ServerProcess } from '../server-process.ts';

type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

/** A socket that answers commands one by one. */
interface Side {
	/** Resolves with what was acknowledged; rejects with the server's refusal. */
	command(frame: Frame): Promise<Record<string, unknown>>;
	/** What is not answered. */
	say(frame: Frame): void;
	close(): void;
}

function connect(url: string, hello: Frame, headers: Record<string, string> = {}): Promise<Side> {
	const socket = new WebSocket(url, { headers });
	const waiting = new Map<string, { done: (ack: Frame) => void; fail: (error: Error) => void }>();
	return new Promise((resolve, reject) => {
		socket.on('error', reject);
		socket.on('open', () => socket.send(JSON.stringify([hello])));
		socket.on('message', (data: Buffer) => {
			for (const frame of JSON.parse(data.toString('utf8')) as Frame[]) {
				if (frame.type === 'hello')
					resolve({
						command: (body) =>
							new Promise((done, fail) => {
								const clientId = randomUUID();
								waiting.set(clientId, { done, fail });
								socket.send(JSON.stringify([{ clientId, ...body }]));
							}),
						say: (body) => socket.send(JSON.stringify([body])),
						close: () => socket.close(),
					});
				const answered = waiting.get(String(frame['clientId']));
				if (answered === undefined) continue;
				if (frame.type === 'ack') answered.done(frame);
				if (frame.type === 'refused') answered.fail(new Error(JSON.stringify(frame)));
			}
		});
	});
}

const wsOf = (server: ServerProcess): string => server.url.replace('http', 'ws');

/** Somebody on the site with the given key. */
export const openVisitor = (server: ServerProcess, site: string): Promise<Side> =>
	connect(`${wsOf(server)}/ws/visitor`, {
		type: 'hello',
		protocol: protocolVersion,
		site,
		token: null,
		epoch: null,
		conversation: null,
		after: 0,
	});

/** A second surface of the agent who is signed in in that page. */
export async function openAgent(server: ServerProcess, page: Page): Promise<Side> {
	const cookies = await page.context().cookies();
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const hello = { type: 'hello', protocol: protocolVersion };
	return connect(`${wsOf(server)}/ws/agent`, hello, { Cookie: cookie });
}

/** Asks as the agent in that page does. */
export async function askAs<Result>(page: Page, path: string, body?: object): Promise<Result> {
	const url = new URL(`/api/v1/${path}`, page.url()).href;
	const answer =
		body === undefined ? await page.request.get(url) : await page.request.post(url, { data: body });
	if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
	return (await answer.json()) as Result;
}

/** Who says what: visitor, agent, note. */
export type Said = readonly (readonly ['v' | 'a' | 'n', string])[];

/** A conversation from its first word to its end and rating, with two tags; gives its id. */
export async function holdTalk(
	server: ServerProcess,
	site: string,
	team: Side,
	said: Said,
	score: number | null,
): Promise<string> {
	const visitor = await openVisitor(server, site);
	let conversation = '';
	for (const [who, text] of said) {
		if (who === 'v') {
			const ack = await visitor.command({ type: 'message.send', text });
			conversation = String(ack['conversation']);
		} else
			await team.command({
				type: who === 'a' ? 'message.send' : 'note.send',
				conversation,
				text,
			});
	}
	const add = ['workshop', 'warranty'];
	await team.command({ type: 'conversation.tag', conversation, add, remove: [] });
	await team.command({ type: 'conversation.end', conversation, reason: '' });
	if (score !== null)
		await visitor.command({
			type: 'rating.send',
			conversation,
			score,
			comment: 'Solved in five minutes.',
		});
	visitor.close();
	return conversation;
}

/** Somebody writes and goes. */
export async function leaveWords(server: ServerProcess, site: string, text: string): Promise<void> {
	const visitor = await openVisitor(server, site);
	await visitor.command({ type: 'message.send', text });
	visitor.close();
}
