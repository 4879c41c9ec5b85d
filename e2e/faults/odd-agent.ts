import { AgentClient } from '../../shared/client/agent-client.ts';
import { pollSocket } from '../../shared/client/poll-socket.ts';
import { textOf, type Talk } from '../checker/index.ts';
import type { World } from './browser.ts';
import { noteMark } from './leaks.ts';
import { Network } from './network.ts';
import {
	newId,
	OddClock,
	postTo,
	storageIn,
	tapped,
	webSockets,
	type Frame,
} from './node-parts.ts';
import { oddSocket } from './odd-socket.ts';
import { speed } from './tab.ts';
import { settleAll } from './settle-all.ts';

type Act = Parameters<AgentClient['act']>[0];

/** An agent on a bad network, who holds every conversation and does everything that agents do. */
export class OddAgent {
	readonly name: string;
	readonly network: Network;
	readonly clock = new OddClock(speed);
	readonly client: AgentClient;
	readonly #world: World;
	#marks: unknown = null;

	private constructor(name: string, world: World, network: Network) {
		this.name = name;
		this.#world = world;
		this.network = network;
		const headers = { Cookie: world.run.cookie };
		const at = `127.0.0.1:${network.port}`;
		const tap = (frame: Frame): void => settleAll(world, frame);
		this.client = new AgentClient({
			agent: name,
			parts: {
				openSocket: oddSocket(tapped(webSockets(`ws://${at}/ws/agent`, headers), tap), world.odd),
				openPoll: oddSocket(
					tapped(pollSocket(postTo(`http://${at}/poll/agent`, headers)), tap),
					world.odd,
				),
				storage: storageIn(new Map()),
				clock: this.clock,
				random: world.random,
				newId,
				onWake: () => () => {},
			},
			onChange: () => this.#look(),
		});
	}

	static async open(name: string, world: World): Promise<OddAgent> {
		const network = new Network(world.run.port);
		await network.start();
		const agent = new OddAgent(name, world, network);
		agent.client.start();
		return agent;
	}

	async close(): Promise<void> {
		this.client.stop();
		await this.network.stop();
	}

	get isOpen(): boolean {
		return this.client.state.link.kind === 'open';
	}

	/** One thing in one conversation, most often an answer. */
	work(): void {
		const { random, talks, next } = this.#world;
		const known = [...talks.keys()];
		// Most of it where something goes on.
		const index = known.length - 1 - Math.floor(random() ** 2 * known.length);
		const conversation = known[index];
		const talk = conversation === undefined ? undefined : talks.get(conversation);
		if (conversation === undefined || talk === undefined) return;
		const draw = random();
		if (draw < 0.5)
			this.#act(talk, { type: 'message.send', conversation, text: textOf(talk, next()) });
		else if (draw < 0.62)
			this.#act(talk, { type: 'note.send', conversation, text: textOf(talk, noteMark(next())) });
		else if (draw < 0.72) this.#amend(talk, conversation, false);
		else if (draw < 0.76) this.#amend(talk, conversation, true);
		else if (draw < 0.82) this.#act(talk, { type: 'conversation.claim', conversation });
		else if (draw < 0.85) this.#act(talk, { type: 'conversation.join', conversation });
		else if (draw < 0.88) this.#act(talk, { type: 'conversation.end', conversation, reason: '' });
		else if (draw < 0.91)
			this.#act(talk, { type: 'conversation.tag', conversation, add: [`t${next()}`], remove: [] });
		else if (draw < 0.96) this.#seen(conversation);
		else this.client.typing(conversation, random() < 0.7);
	}

	/** Of own words. What a note becomes is a note. */
	#amend(talk: Talk, conversation: string, isTakenBack: boolean): void {
		const { random, next } = this.#world;
		const events = this.client.state.timelines.get(conversation)?.events ?? [];
		const own = events.filter(
			({ type, author }) => (type === 'message' || type === 'note') && author.kind === 'agent',
		);
		const event = own[Math.floor(random() * own.length)];
		if (event === undefined) return;
		const target = { conversation, target: event.seq };
		if (isTakenBack) return this.#act(talk, { type: 'message.redact', ...target });
		const mark = event.type === 'note' ? noteMark(next()) : `edit${next()}`;
		this.#act(talk, { type: 'message.edit', ...target, text: textOf(talk, mark) });
	}

	#seen(conversation: string): void {
		const { random } = this.#world;
		const events = this.client.state.timelines.get(conversation)?.events ?? [];
		const last = events.findLast(({ vseq }) => vseq !== null)?.vseq ?? 0;
		this.client.seen(conversation, random() < 0.05 ? last + 1000 : last);
	}

	#act(talk: Talk, act: Act): void {
		const clientId = this.client.act(act);
		const text = 'text' in act ? act.text : null;
		// A visitor's view has no clientId of an agent's: what says nothing can be found by the team only.
		const internal = text === null || text.includes('/note');
		this.#world.history.invoke({ clientId, talk, author: this.name, text, internal });
	}

	/** Holds every conversation from its beginning. */
	openAll(): void {
		for (const id of this.#world.talks.keys()) {
			const timeline = this.client.state.timelines.get(id);
			if (timeline === undefined) this.client.open(id);
			else if (timeline.base > 0) this.client.loadOlder(id);
		}
	}

	get isWhole(): boolean {
		const { timelines } = this.client.state;
		return [...this.#world.talks.keys()].every((id) => {
			const timeline = timelines.get(id);
			return timeline !== undefined && timeline.base === 0 && timeline.last >= timeline.head;
		});
	}

	#look(): void {
		const { marks, fault, talks } = this.#world;
		const { news } = this.client.state;
		for (const [id, text] of news.drafts) {
			const talk = talks.get(id);
			if (talk !== undefined && !text.startsWith(`says {${talk}/draft`))
				fault(`${this.name} sees the draft ${text} in ${id} of ${talk}`);
		}
		if (news.marks === this.#marks) return;
		this.#marks = news.marks;
		for (const [conversation, told] of news.marks)
			marks.push({ client: this.name, conversation, side: 'visitor', ...told });
	}
}
