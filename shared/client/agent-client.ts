import { closeCodes, protocolVersion } from '../protocol/limits.ts';
import type { AgentFrame, ToAgent } from '../protocol/agent-frames.ts';
import type { ConversationView, Status, TeamEventView } from '../views/event-view.ts';
import { AgentAsides } from './agent-news.ts';
import { AgentPeople } from './agent-people.ts';
import {
	AgentQuestions,
	type AnswerTo,
	type LinkQuestion,
	type Question,
} from './agent-questions.ts';
import { AgentReader } from './agent-reader.ts';
import type { AgentAct, AgentCommand, AgentState, Changed } from './agent-state.ts';
import { AgentTeam } from './agent-team.ts';
import { AgentDesk } from './agent-desk.ts';
import { Connection } from './connection.ts';
import { Outbox } from './outbox.ts';
import type { ClientParts } from './parts.ts';

export type { AgentAct, AgentState, Changed } from './agent-state.ts';

interface AgentOptions {
	/** Whose work is kept in this browser. */
	readonly agent: string;
	readonly parts: ClientParts;
	readonly onChange: () => void;
}

/** What an agent has written survives a reload; a claim of an hour ago would surprise. */
const durable = new Set<string>(['message.send', 'note.send', 'message.edit', 'message.redact']);
const finalCodes = new Set<string>(['protocol_version', 'not_signed_in', 'forbidden']);
/** So often everything that is shown is asked for anew: an event that was lost on the way is mended by that (D38). */
const refreshMs = 30_000;

/** An agent's side of the protocol: lists, open conversations, and what is still to be sent. */
export class AgentClient {
	readonly #options: AgentOptions;
	readonly #connection: Connection<AgentFrame>;
	readonly #outbox: Outbox<AgentCommand>;
	readonly #desk = new AgentDesk((visitor) => this.#people.want(visitor));
	readonly #asides: AgentAsides;
	readonly #questions: AgentQuestions;
	readonly #team: AgentTeam;
	readonly #people: AgentPeople;
	readonly #listeners = new Set<(changed: Changed) => void>();
	readonly #hearers = new Set<(event: TeamEventView) => void>();
	readonly #reader: AgentReader;
	#epoch: string | null = null;
	#refreshedAt = 0;
	#isStarted = false;

	constructor(options: AgentOptions) {
		const { agent, parts, onChange } = options;
		this.#options = options;
		const send = (frame: AgentFrame): boolean => this.#connection.send([frame]);
		const changed = (): void => {
			if (this.#isStarted) onChange();
		};
		this.#reader = new AgentReader(this.#desk, { newId: parts.newId, send });
		this.#questions = new AgentQuestions(parts, send);
		this.#asides = new AgentAsides(parts, send, changed);
		this.#team = new AgentTeam(parts, send, changed);
		this.#people = new AgentPeople(this.#questions, changed);
		this.#connection = new Connection<AgentFrame>(parts, {
			hello: () => ({ type: 'hello', protocol: protocolVersion }),
			onFrame: (frame) => this.#hear(frame as ToAgent),
			onOpen: () => this.#opened(),
			onClose: (code) => {
				this.#reader.forget();
				this.#questions.lost();
				this.#asides.lost();
				this.#team.lost();
				this.#outbox.interrupted(code === closeCodes.badFrame);
			},
			onTick: () => {
				this.#reader.forget();
				this.#outbox.tick();
				const isDue = parts.clock.now() - this.#refreshedAt >= refreshMs;
				if (isDue) this.#listAll();
				// The lists say how far the ended ones go.
				this.#reader.opened((id) => this.#desk.isEmpty(id) || (isDue && this.#desk.isRunning(id)));
				for (const conversation of this.#desk.missing()) this.#reader.page(conversation);
				this.#readOn();
			},
			onChange,
		});
		this.#outbox = new Outbox<AgentCommand>({
			storage: parts.storage,
			clock: parts.clock,
			prefix: `parley.out.agent.${agent}.`,
			laneOf: (frame) => ('conversation' in frame ? frame.conversation : frame.visitor),
			owner: () => agent,
			isDurable: (frame) => durable.has(frame.type),
			isText: ({ type }) => type === 'message.send' || type === 'note.send',
			// Each command names its conversation, so that the server knows a second copy whatever came between.
			isStorageWhole: () => false,
			send: (frames) => this.#connection.send(frames),
			onChange: () => this.#isStarted && onChange(),
		});
	}

	start(): void {
		this.#isStarted = true;
		this.#connection.start();
	}

	stop(): void {
		this.#connection.stop();
		this.#outbox.stop();
		this.#asides.stop();
		this.#team.stop();
	}

	retryNow(): void {
		this.#connection.retryNow();
	}

	get state(): AgentState {
		return {
			...this.#desk.state,
			...this.#team.now,
			...this.#people.now,
			link: this.#connection.state,
			pending: this.#outbox.items,
			isKept: this.#outbox.isKept,
			news: this.#asides.now,
		};
	}

	/** Holds the conversation's timeline from now on. */
	open(conversation: string): void {
		if (this.#desk.open(conversation)) this.#reader.page(conversation);
	}

	loadOlder(conversation: string): void {
		const before = this.#desk.oldest(conversation);
		if (before !== null && before > 1) this.#reader.page(conversation, before);
	}

	loadMore(status: Status): void {
		const before = this.#desk.next(status);
		if (before !== null) this.#reader.list(status, before);
	}

	/** Returns the clientId. */
	act(act: AgentAct): string {
		const clientId = this.#options.parts.newId();
		this.#outbox.add({ ...act, clientId } as AgentCommand);
		return clientId;
	}

	/** Said again every five seconds while it lasts; may be lost. */
	typing(conversation: string, isOn: boolean): void {
		this.#connection.send([{ type: 'typing', conversation, isOn }]);
	}

	/** The agent has seen everything up to this `vseq`. */
	seen(conversation: string, vseq: number): void {
		this.#asides.seen(conversation, vseq);
	}

	/** Which conversation stands before the agent's eyes; null: none. Said again after a reconnect. */
	watch(conversation: string | null): void {
		this.#team.watch(conversation);
	}

	/** Fills `state.visits` and keeps it up to date, until it is switched off. */
	watchVisits(isOn: boolean): void {
		this.#people.watchVisits(isOn);
	}

	/** Asks once. Rejects with DomainError: refused, or not answered. What it says is in the state as well. */
	ask<Type extends Question['type']>(
		question: Extract<Question, { readonly type: Type }>,
	): Promise<AnswerTo<Type>> {
		return this.#questions.ask(question);
	}

	/** A link to a file, or one that goes on with the conversation elsewhere. Rejects when there is none. */
	async link(question: LinkQuestion): Promise<string> {
		return (await this.#questions.ask(question)).url;
	}

	/** Tells of each change of documents that consoles show; returns what ends it. */
	onChanged(listener: (changed: Changed) => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	/** Tells of each event that the server says live, once it is in the state; returns what ends it. What is read later is not told. */
	onEvent(listener: (event: TeamEventView) => void): () => void {
		this.#hearers.add(listener);
		return () => void this.#hearers.delete(listener);
	}

	/** Whether this console can be seen by somebody: else the server may tell the agent by other means. Said again after a reconnect. */
	show(isVisible: boolean): void {
		this.#team.show(isVisible);
	}

	tryAgain(clientId: string): void {
		this.#outbox.tryAgain(clientId);
	}

	discard(clientId: string): void {
		this.#outbox.forget(clientId);
	}

	#opened(): void {
		this.#outbox.adopt();
		this.#outbox.flush();
		this.#listAll();
		this.#reader.opened();
		this.#team.opened();
		this.#people.opened();
	}

	#listAll(): void {
		this.#refreshedAt = this.#options.parts.clock.now();
		this.#reader.listAll();
	}

	#hear(frame: ToAgent): void {
		this.#answer(frame);
		this.#people.flush();
	}

	#answer(frame: ToAgent): void {
		// What answers a question may be news as well.
		const isNews = this.#asides.hear(frame) || this.#team.hear(frame) || this.#people.hear(frame);
		if (this.#questions.hear(frame) || isNews) return;
		switch (frame.type) {
			case 'hello':
				if (this.#epoch !== null && this.#epoch !== frame.epoch) {
					this.#desk.startOver();
					this.#people.startOver();
					this.#asides.startOver();
				}
				this.#epoch = frame.epoch;
				return;
			case 'changed':
				for (const listener of this.#listeners) listener({ what: frame.what, id: frame.id });
				return;
			case 'event':
				this.#said(frame.event);
				this.#committed([frame.event], frame.view);
				for (const listener of this.#hearers) listener(frame.event);
				return;
			case 'conversations': {
				const request = this.#reader.take(frame.requestId);
				if (request?.type === 'conversations.list') {
					this.#desk.listed(request.status, frame.items, frame.next, request.before === null);
				}
				return this.#readOn();
			}
			case 'events': {
				const request = this.#reader.take(frame.requestId);
				if (request?.type === 'events.read') this.#desk.page(frame, request.after);
				this.#asides.marks(frame.view.id, frame.marks ?? { delivered: 0, read: 0 });
				return this.#committed(frame.events, frame.view);
			}
			case 'ack':
				return this.#acknowledged(frame);
			case 'refused':
				if (frame.clientId === null) {
					if (finalCodes.has(frame.code)) this.#connection.stop(frame.code);
					return;
				}
				if (this.#reader.isAsked(frame.clientId))
					return this.#unanswered(frame.clientId, frame.retryMs);
				return this.#outbox.refuse(frame.clientId, frame.code, frame.message, frame.retryMs);
			default:
				// Nothing to do, or newer than this client.
				return;
		}
	}

	/** Who has said it writes no more. */
	#said({ type, author, conversation }: TeamEventView): void {
		if (type !== 'message') return;
		if (author.kind === 'visitor') this.#asides.sent(conversation);
		else this.#team.wrote(conversation, author.name);
	}

	#committed(events: readonly TeamEventView[], view: ConversationView | null): void {
		const strangers = this.#desk.committed(events, view);
		for (const event of events) if (event.clientId !== null) this.#outbox.forget(event.clientId);
		for (const conversation of strangers) this.#reader.page(conversation);
		this.#readOn();
	}

	/** Stays on screen as sent until its event is here, from the socket or by asking. */
	#acknowledged({ clientId, conversation, seq }: Extract<ToAgent, { type: 'ack' }>): void {
		this.#outbox.acknowledge(clientId);
		if (seq === null || !this.#desk.hearOf(conversation, seq)) this.#outbox.forget(clientId);
		this.#readOn();
	}

	/** A question that the server would not answer; what it may answer later is asked again by the tick. */
	#unanswered(requestId: string, retryMs: number | null): void {
		if (retryMs !== null) return;
		const request = this.#reader.take(requestId);
		if (request?.type === 'events.read') this.#desk.fail(request.conversation);
		this.#options.onChange();
	}

	#readOn(): void {
		this.#reader.behind();
		this.#options.onChange();
	}
}
