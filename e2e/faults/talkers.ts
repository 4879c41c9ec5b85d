import { AgentClient } from '../../shared/client/agent-client.ts';
import { VisitorClient } from '../../shared/client/visitor-client.ts';
import { textOf, type History, type Seen, type Surface, type Talk } from '../checker/index.ts';
import { nodeParts, type Frame } from './node-parts.ts';
import type { ServerRun } from './server-run.ts';

/* People at a server that is being killed: the real clients, with what they send and are told written into the history. */

/** Which talk a conversation is, as soon as a visitor was told its id. */
export type Talks = Map<string, Talk>;

let count = 0;

export class Visitor {
	readonly talk: Talk;
	readonly client: VisitorClient;
	readonly stored = new Map<string, string>();
	readonly #history: History;
	#epoch = '';

	constructor(talk: Talk, run: ServerRun, history: History, talks: Talks) {
		this.talk = talk;
		this.#history = history;
		this.client = visitorClient(run, this.stored, {
			tap: (frame) => {
				if (frame.type === 'hello') this.#epoch = String(frame['epoch']);
				if (frame.type === 'ack') talks.set(String(frame['conversation']), talk);
				settle(history, frame);
			},
			onChange: () => this.#look(),
		});
		this.client.start();
	}

	say(): void {
		const text = textOf(this.talk, (count += 1));
		// The client sends before it answers; the history must know the command before its acknowledgement.
		const clientId = this.client.send(text);
		this.#history.invoke({
			clientId,
			talk: this.talk,
			author: `visitor ${this.talk}`,
			text,
			internal: false,
		});
	}

	#look(): void {
		for (const { id, timeline } of this.client.state.log) {
			const client = `visitor ${this.talk}`;
			this.#history.saw({ client, epoch: this.#epoch, conversation: id, number: timeline.last });
		}
	}
}

export function visitorClient(
	run: ServerRun,
	stored: Map<string, string>,
	on: { readonly tap: (frame: Frame) => void; readonly onChange: () => void },
): VisitorClient {
	const url = `ws://127.0.0.1:${run.port}/ws/visitor`;
	const parts = nodeParts({ url, stored, tap: on.tap });
	return new VisitorClient({ site: run.siteKey, parts, onChange: on.onChange });
}

export class Agent {
	readonly name: string;
	readonly client: AgentClient;
	readonly #history: History;
	readonly #talks: Talks;

	constructor(name: string, run: ServerRun, history: History, talks: Talks) {
		this.name = name;
		this.#history = history;
		this.#talks = talks;
		const parts = nodeParts({
			url: `ws://127.0.0.1:${run.port}/ws/agent`,
			headers: { Cookie: run.cookie },
			stored: new Map(),
			tap: (frame) => settle(history, frame),
		});
		this.client = new AgentClient({ agent: name, parts, onChange: () => this.#openAll() });
		this.client.start();
	}

	/** Answers, or writes a note, in a conversation that it has heard of. */
	say(internal: boolean, random: () => number): void {
		const known = [...this.client.state.conversations.keys()].filter((id) => this.#talks.has(id));
		const conversation = known[Math.floor(random() * known.length)];
		if (conversation === undefined) return;
		const talk = this.#talks.get(conversation)!;
		const text = textOf(talk, (count += 1));
		const type = internal ? 'note.send' : 'message.send';
		const clientId = this.client.act({ type, conversation, text });
		this.#history.invoke({ clientId, talk, author: this.name, text, internal });
	}

	/** Holds every conversation from its beginning. */
	#openAll(): void {
		// Opening asks and changes nothing by itself, so this ends.
		for (const id of this.client.state.conversations.keys()) {
			if (!this.client.state.timelines.has(id)) this.client.open(id);
		}
	}

	loadAll(): void {
		for (const [id, timeline] of this.client.state.timelines) {
			if (timeline.base > 0) this.client.loadOlder(id);
		}
		for (const status of ['waiting', 'active'] as const) this.client.loadMore(status);
	}
}

export function settle(history: History, frame: Frame): void {
	const clientId = frame['clientId'];
	if (typeof clientId !== 'string' || !history.has(clientId)) return;
	if (frame.type === 'ack') {
		const conversation = String(frame['conversation']);
		const seq = (frame['seq'] as number | undefined) ?? null;
		const vseq = (frame['vseq'] as number | undefined) ?? null;
		history.ok(clientId, { conversation, seq, vseq });
	} else if (frame.type === 'refused' && frame['retryMs'] === null) {
		history.fail(clientId, String(frame['code']));
	}
}

/** What visitors hold: their sockets' caches, or the answer to a fresh hello. */
export function visitorSurface(name: string, clients: ReadonlyMap<Talk, VisitorClient>): Surface {
	return {
		name,
		numbers: 'vseq',
		isPublic: true,
		repeats: false,
		holds: (talk) => clients.has(talk),
		read: async () =>
			[...clients.values()].flatMap((client) =>
				client.state.log.flatMap(({ id, timeline }) =>
					timeline.events.map((event): Seen => ({
						conversation: id,
						seq: null,
						vseq: event.vseq,
						clientId: event.clientId,
						text: 'text' in event ? event.text : null,
						internal: false,
					})),
				),
			),
	};
}

export const agentSurface = ({ name, client }: Pick<Agent, 'name' | 'client'>): Surface => ({
	name,
	numbers: 'seq',
	isPublic: false,
	repeats: false,
	holds: () => true,
	read: async () =>
		[...client.state.timelines].flatMap(([conversation, timeline]) =>
			timeline.events.map((event): Seen => ({
				conversation,
				seq: event.seq,
				vseq: event.vseq,
				clientId: event.clientId,
				text: 'text' in event ? event.text : null,
				internal: event.vseq === null,
			})),
		),
});
