import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import type { AgentFrame, ToAgent } from '../../shared/protocol/agent-frames.ts';
import { protocolVersion } from '../../shared/protocol/limits.ts';
import type { TeamEventView } from '../../shared/views/event-view.ts';
import type { ServerProcess } from '../server-process.ts';

type Command = Extract<AgentFrame, { clientId: string }>;
type Body = Command extends infer Each
	? Each extends Command
		? Omit<Each, 'clientId'>
		: never
	: never;

/** An agent without a console: says what the test tells it to, and keeps what it hears. */
export interface RawAgent {
	readonly name: string;
	readonly heard: readonly ToAgent[];
	/** Commands get an id of their own. */
	say(...frames: readonly AgentFrame[]): void;
	command(body: Body): void;
	/** The first event, now or later, that fits. Rejects after 15 s. */
	event(fits: (event: TeamEventView) => boolean): Promise<TeamEventView>;
	link(conversation: string, seq: number, file: string): Promise<string>;
	close(): void;
}

/** Sets the owner up with the one-time link and opens the socket. */
export async function openRawAgent(server: ServerProcess, name: string): Promise<RawAgent> {
	const code = server.ownerLink?.split('#')[1] ?? '';
	const answer = await fetch(`${server.url}/api/setup`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({
			code,
			name,
			email: 'mira@tandem.example',
			password: 'a sentence is fine too',
		}),
	});
	const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
	const heard: ToAgent[] = [];
	const watchers = new Set<() => void>();
	let socket: WebSocket;
	let isClosed = false;
	const say = (...frames: readonly AgentFrame[]): void => socket.send(JSON.stringify(frames));

	/** The last number of each conversation. */
	function lastHeard(): Map<string, number> {
		const last = new Map<string, number>();
		for (const frame of heard)
			if (frame.type === 'event') last.set(frame.event.conversation, frame.event.seq);
		return last;
	}

	/** Comes back after the server has been away. */
	const connect = (): Promise<void> =>
		new Promise((resolve) => {
			socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/agent`, {
				headers: { Cookie: cookie },
			});
			socket.on('open', () => {
				say({ type: 'hello', protocol: protocolVersion });
				// What was committed before this side was back is asked for, as a console does.
				for (const [conversation, after] of lastHeard()) {
					const requestId = randomUUID();
					say({ type: 'events.read', requestId, conversation, after, before: null });
				}
				resolve();
			});
			socket.on('message', (data: Buffer) => {
				for (const frame of JSON.parse(data.toString('utf8')) as ToAgent[]) {
					heard.push(frame);
					if (frame.type !== 'events') continue;
					for (const event of frame.events)
						if (event.seq > (lastHeard().get(event.conversation) ?? 0))
							heard.push({ type: 'event', event, view: null });
				}
				for (const watch of watchers) watch();
			});
			socket.on('error', () => undefined);
			socket.on('close', () => {
				if (!isClosed) setTimeout(() => void connect().then(resolve), 200);
			});
		});
	await connect();

	const find = <Found>(look: (frame: ToAgent) => Found | null, what: string): Promise<Found> =>
		new Promise((resolve, reject) => {
			const watch = (): void => {
				for (const frame of heard) {
					const found = look(frame);
					if (found === null) continue;
					clearTimeout(timer);
					watchers.delete(watch);
					return resolve(found);
				}
			};
			const timer = setTimeout(() => {
				watchers.delete(watch);
				reject(new Error(`no ${what} among ${JSON.stringify(heard.slice(-10))}`));
			}, 15_000);
			watchers.add(watch);
			watch();
		});

	return {
		name,
		heard,
		say,
		command: (body) => say({ ...body, clientId: randomUUID() } as Command),
		event: (fits) =>
			find((frame) => (frame.type === 'event' && fits(frame.event) ? frame.event : null), 'event'),
		async link(conversation, seq, file) {
			const requestId = randomUUID();
			say({ type: 'file.link', requestId, conversation, seq, file });
			return find(
				(frame) => (frame.type === 'link' && frame.requestId === requestId ? frame.url : null),
				'link',
			);
		},
		close() {
			isClosed = true;
			socket.close();
		},
	};
}
