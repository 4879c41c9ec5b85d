import { closeCodes, protocolVersion } from '../protocol/limits.ts';
import type { AgentFrame, ToAgent } from '../protocol/agent-frames.ts';
import type { ConversationView, Status, TeamEventView } from '../views/event-view.ts';
import { AgentAsides, type AgentNews, type LinkQuestion } from './agent-news.ts';
import { AgentDesk, type DeskState } from './agent-desk.ts';
import { Connection, type LinkState } from './connection.ts';
import { Outbox } from './outbox.ts';
import type { OutboxItem } from './outbox-storage.ts';
import type { ClientParts } from './parts.ts';

type AgentCommand = Extract<AgentFrame, { clientId: string }>;
/** A command without what the client adds. */
export type AgentAct = AgentCommand extends infer Command
	? Command extends AgentCommand
		? Omit<Command, 'clientId'>
		: never
	: never;
type Request = Extract<AgentFrame, { requestId: string }>;

export interface AgentState extends DeskState {
	readonly link: LinkState;
	readonly pending: readonly OutboxItem<AgentCommand>[];
	readonly isKept: boolean;
	readonly news: AgentNews;
}

interface AgentOptions {
	/** Whose work is kept in this browser. */
	readonly agent: string;
	readonly parts: ClientParts;
	readonly onChange: () => void;
}

/** What an agent has written survives a reload; a claim of an hour ago would surprise. */
const durable = new Set<string>(['message.send', 'note.send', 'message.edit', 'message.redact']);
const finalCodes = new Set<string>(['protocol_version', 'not_signed_in', 'forbidden']);
const listed: readonly Status[] = ['waiting', 'active', 'ended'];
/** So often everything that is shown is asked for anew: an event that was lost on the way is mended by that (D38). */
const refreshMs = 30_000;

/** An agent's side of the protocol: lists, open conversations, and what is still to be sent. */
export class AgentClient {
	readonly #options: AgentOptions;
	readonly #connection: Connection<AgentFrame>;
	readonly #outbox: Outbox<AgentCommand>;
	readonly #desk = new AgentDesk();
	readonly #asides: AgentAsides;
	/** What was asked and is not answered, by requestId. Asked anew after a reconnect by whoever still needs it. */
	readonly #asked = new Map<string, Request>();
	#epoch: string | null = null;
	#refreshedAt = 0;
	#isStarted = false;

	constructor(options: AgentOptions) {
		const { agent, parts, onChange } = options;
		this.#options = options;
		this.#asides = new AgentAsides(
			parts,
			(frame) => this.#connection.send([frame]),
			() => this.#isStarted && onChange(),
		);
		this.#connection = new Connection<AgentFrame>(parts, {
			hello: () => ({ type: 'hello', protocol: protocolVersion }),
			onFrame: (frame) => this.#hear(frame as ToAgent),
			onOpen: () => this.#opened(),
			onClose: (code) => {
				this.#asked.clear();
				this.#asides.lost();
				this.#outbox.interrupted(code === closeCodes.badFrame);
			},
			onTick: () => {
				this.#asked.clear();
				this.#outbox.tick();
				const isDue = parts.clock.now() - this.#refreshedAt >= refreshMs;
				if (isDue) this.#listAll();
				// The lists say how far the ended ones go.
				this.#readOpened((id) => this.#desk.isEmpty(id) || (isDue && this.#desk.isRunning(id)));
				for (const conversation of this.#desk.missing()) this.#ask(this.#firstPage(conversation));
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
	}

	retryNow(): void {
		this.#connection.retryNow();
	}

	get state(): AgentState {
		return {
			...this.#desk.state,
			link: this.#connection.state,
			pending: this.#outbox.items,
			isKept: this.#outbox.isKept,
			news: this.#asides.now,
		};
	}

	/** Holds the conversation's timeline from now on. */
	open(conversation: string): void {
		if (this.#desk.open(conversation)) this.#ask(this.#firstPage(conversation));
	}

	loadOlder(conversation: string): void {
		const before = this.#desk.oldest(conversation);
		if (before !== null && before > 1) this.#ask({ ...this.#firstPage(conversation), before });
	}

	loadMore(status: Status): void {
		const before = this.#desk.next(status);
		if (before !== null) this.#list(status, before);
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

	/** A link to a file, or one that goes on with the conversation elsewhere. Rejects when there is none. */
	link(question: LinkQuestion): Promise<string> {
		return this.#asides.link(question);
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
		this.#readOpened();
	}

	#listAll(): void {
		this.#refreshedAt = this.#options.parts.clock.now();
		for (const status of listed) this.#list(status, null);
	}

	#hear(frame: ToAgent): void {
		if (this.#asides.hear(frame)) return;
		switch (frame.type) {
			case 'hello':
				if (this.#epoch !== null && this.#epoch !== frame.epoch) this.#desk.startOver();
				this.#epoch = frame.epoch;
				return;
			case 'event':
				if (frame.event.type === 'message' && frame.event.author.kind === 'visitor')
					this.#asides.sent(frame.event.conversation);
				return this.#committed([frame.event], frame.view);
			case 'conversations': {
				const request = this.#asked.get(frame.requestId);
				this.#asked.delete(frame.requestId);
				if (request?.type === 'conversations.list') {
					this.#desk.listed(request.status, frame.items, frame.next, request.before === null);
				}
				return this.#readOn();
			}
			case 'events': {
				const request = this.#asked.get(frame.requestId);
				this.#asked.delete(frame.requestId);
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
				if (this.#asked.has(frame.clientId)) return this.#unanswered(frame.clientId, frame.retryMs);
				return this.#outbox.refuse(frame.clientId, frame.code, frame.message, frame.retryMs);
			default:
				// Nothing to do, or newer than this client.
				return;
		}
	}

	#committed(events: readonly TeamEventView[], view: ConversationView | null): void {
		const strangers = this.#desk.committed(events, view);
		for (const event of events) if (event.clientId !== null) this.#outbox.forget(event.clientId);
		for (const conversation of strangers) this.#ask(this.#firstPage(conversation));
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
		const request = this.#asked.get(requestId);
		if (retryMs !== null) return;
		this.#asked.delete(requestId);
		if (request?.type === 'events.read') this.#desk.fail(request.conversation);
		this.#options.onChange();
	}

	#readOn(): void {
		for (const conversation of this.#desk.behind()) this.#ask(this.#nextPage(conversation));
		this.#options.onChange();
	}

	#readOpened(isWanted: (conversation: string) => boolean = () => true): void {
		for (const conversation of this.#desk.opened()) {
			if (!isWanted(conversation)) continue;
			const isEmpty = this.#desk.isEmpty(conversation);
			this.#ask(isEmpty ? this.#firstPage(conversation) : this.#nextPage(conversation));
		}
	}

	#firstPage(conversation: string): Extract<Request, { type: 'events.read' }> {
		return {
			type: 'events.read',
			requestId: this.#options.parts.newId(),
			conversation,
			after: null,
			before: null,
		};
	}

	#nextPage(conversation: string): Request {
		return { ...this.#firstPage(conversation), after: this.#desk.last(conversation) };
	}

	#list(status: Status, before: Extract<Request, { type: 'conversations.list' }>['before']): void {
		this.#ask({
			type: 'conversations.list',
			requestId: this.#options.parts.newId(),
			status,
			before,
		});
	}

	/** The same question is not asked twice at a time. */
	#ask(request: Request): void {
		const same = keyOf(request);
		for (const asked of this.#asked.values()) if (keyOf(asked) === same) return;
		if (this.#connection.send([request])) this.#asked.set(request.requestId, request);
	}
}

const keyOf = ({ requestId: _requestId, ...request }: Request): string => JSON.stringify(request);
