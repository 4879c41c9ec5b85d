import { closeCodes, protocolVersion } from '../protocol/limits.ts';
import type { ToVisitor, VisitorFrame } from '../protocol/visitor-frames.ts';
import type { PastConversation } from '../views/event-view.ts';
import { Connection, type LinkState } from './connection.ts';
import { Outbox } from './outbox.ts';
import type { OutboxItem } from './outbox-storage.ts';
import type { ClientParts } from './parts.ts';
import { VisitorActs, type VisitorAct, type VisitorCommand } from './visitor-acts.ts';
import { VisitorNews, type News, type VisitorQuestion } from './visitor-news.ts';
import { visitorToken, type VisitorToken, ownerOf } from './visitor-token.ts';
import { VisitorSignals } from './visitor-signals.ts';
import {
	behind,
	changed,
	eventOf,
	holds,
	opened,
	visitorReducer,
	type VisitorLog,
} from './visitor-log.ts';

export type { Attributes, Rating } from './visitor-acts.ts';
export type Page = { readonly url: string; readonly title: string };
type Frame<Type extends VisitorFrame['type']> = Extract<VisitorFrame, { type: Type }>;
/** What goes with a message; all but the files counts only when it opens a conversation. */
export type Beside = Pick<
	Frame<'message.send'>,
	'files' | 'page' | 'referrer' | 'source' | 'group' | 'greeting'
>;

export interface VisitorState {
	readonly link: LinkState;
	/** The first answer of the server is here, with what was said before. */
	readonly isLoaded: boolean;
	readonly log: VisitorLog;
	readonly pending: readonly OutboxItem<VisitorCommand>[];
	/** False: the browser keeps nothing, so a reload forgets this visitor. */
	readonly isKept: boolean;
	readonly news: News;
	/** The conversation link that brought the visitor here is too old or was used already. */
	readonly isLinkRefused: boolean;
}

interface VisitorOptions {
	readonly site: string;
	readonly parts: ClientParts;
	readonly onChange: () => void;
	/** BCP 47 and IANA, told to the team. */
	readonly locale?: string;
	readonly timeZone?: string;
	/** Of a conversation link (D27): used once. */
	readonly code?: string;
}

/** Refusals that answer `hello`: trying again changes nothing. */
const finalCodes = new Set([
	'protocol_version',
	'site_not_found',
	'origin_refused',
	'forbidden',
	'banned',
]);

/** A visitor's side of the protocol: the log as the server has it, and what is still to be sent. */
export class VisitorClient extends VisitorActs {
	readonly #options: VisitorOptions;
	readonly #connection: Connection<VisitorFrame>;
	readonly #outbox: Outbox<VisitorCommand>;
	readonly #news: VisitorNews;
	readonly #signals: VisitorSignals;
	readonly #token: VisitorToken;
	/** The token that log and outbox belong to: of the last `hello`. Storage may name another one meanwhile. */
	#visitor: string | null;
	#epoch: string | null = null;
	#log: VisitorLog = [];
	#isLoaded = false;
	/** Nothing is sent before what the server has is known: a page may show that it has been stored already. */
	#maySend = false;
	#isStarted = false;
	#code: string | undefined;
	#isLinkRefused = false;
	/** Conversations that a page is on its way for; cleared by the page or, should it not come, by the tick. */
	readonly #reading = new Set<string>();
	/** A conversation that may have ended while this client was away. */
	#unfinished: string | null = null;

	constructor(options: VisitorOptions) {
		super();
		const { site, parts, onChange } = options;
		this.#options = options;
		this.#code = options.code;
		this.#news = new VisitorNews(parts, () => this.#isStarted && onChange());
		this.#signals = new VisitorSignals(parts.clock, (frame) => this.#connection.send([frame]));
		this.#token = visitorToken(parts, site, () => this.#outbox.keepAgain());
		this.#visitor = this.#token.get();
		this.#connection = new Connection<VisitorFrame>(parts, {
			hello: () => this.#hello(),
			onFrame: (frame) => this.#hear(frame as ToVisitor),
			onOpen: () => this.#opened(),
			onClose: (code) => {
				this.#maySend = false;
				this.#reading.clear();
				this.#news.lost();
				this.#outbox.interrupted(code === closeCodes.badFrame);
			},
			onTick: () => {
				this.#reading.clear();
				this.#outbox.tick();
				this.#readOn();
			},
			onChange,
		});
		this.#outbox = new Outbox<VisitorCommand>({
			storage: parts.storage,
			clock: parts.clock,
			prefix: `parley.out.${site}.`,
			owner: () => ownerOf(this.#visitor) ?? null,
			laneOf: () => 'visitor',
			// Signed for this moment only.
			isDurable: (frame) => frame.type !== 'identify',
			isText: (frame) => frame.type === 'message.send',
			isStorageWhole: this.#token.isWhole,
			send: (frames) => this.#maySend && this.#connection.send(frames),
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
		this.#signals.stop();
	}

	retryNow(): void {
		this.#connection.retryNow();
	}

	get state(): VisitorState {
		return {
			link: this.#connection.state,
			isLoaded: this.#isLoaded,
			log: this.#log,
			pending: this.#outbox.items,
			isKept: this.#outbox.isKept && this.#token.isKept(),
			news: this.#news.now,
			isLinkRefused: this.#isLinkRefused,
		};
	}

	/** Returns the clientId, by which the message is known until it has a number. */
	send(text: string, beside: Beside = {}): string {
		this.#signals.sent();
		return this.act({ type: 'message.send', text, ...beside });
	}

	/** Log-out: this browser forgets who it was, and what was written and read; the server, too, forgets that it was the one. */
	forget(): void {
		const token = this.#visitor;
		for (const { frame } of this.#outbox.items) this.#outbox.forget(frame.clientId);
		this.#token.forget();
		this.#become(null);
		if (token) this.act({ type: 'token.revoke', token });
		this.#connection.again();
	}

	/** What stands in the field now. */
	draft(text: string): void {
		this.#signals.draft(this.#log.at(-1)?.id ?? null, text);
	}

	/** Everything up to there was in front of the visitor's eyes. */
	seen(conversation: string, vseq: number): void {
		this.#signals.cursor(conversation, vseq, vseq);
	}

	visit(page: Page, referrer?: string): void {
		this.#connection.send([
			{ type: 'visit', page, ...(referrer === undefined ? {} : { referrer }) },
		]);
	}

	/** Rejects with an Error whose message is a code; `unavailable` when there is no answer. */
	async link(question: Exclude<VisitorQuestion, { type: 'conversations.list' }>): Promise<string> {
		const answer = await this.#ask(question);
		return answer.type === 'link' ? answer.url : '';
	}

	/** The visitor's conversations, newest first. Rejects as `link` does. */
	async past(): Promise<readonly PastConversation[]> {
		const answer = await this.#ask({ type: 'conversations.list' });
		return answer.type === 'conversations' ? answer.items : [];
	}

	/** Holds an older conversation from now on, to be read. */
	open(conversation: string, head: number): void {
		this.#log = opened(this.#log, conversation, head);
		this.#readOn();
	}

	/** What uploads name themselves by; null until the server has given it. */
	get token(): string | null {
		const now = this.#token.get();
		// Another tab may have been given the next one.
		return ownerOf(now) === ownerOf(this.#visitor) ? now : this.#visitor;
	}

	#ask(question: VisitorQuestion): Promise<ToVisitor> {
		return this.#news.ask(question, (frame) => this.#connection.send([frame]));
	}

	/** Returns the clientId. */
	act(act: VisitorAct): string {
		const clientId = this.#options.parts.newId();
		this.#outbox.add({ ...act, clientId } as VisitorCommand);
		return clientId;
	}

	tryAgain(clientId: string): void {
		this.#outbox.tryAgain(clientId);
	}

	discard(clientId: string): void {
		this.#outbox.forget(clientId);
	}

	#hello(): VisitorFrame {
		this.#become(this.#token.get());
		this.#maySend = false;
		const newest = this.#log.at(-1);
		const { site, locale, timeZone } = this.#options;
		const code = this.#code;
		return {
			type: 'hello',
			protocol: protocolVersion,
			site,
			token: this.#visitor,
			epoch: this.#epoch,
			conversation: newest?.id ?? null,
			after: newest?.timeline.last ?? 0,
			...(locale === undefined ? {} : { locale }),
			...(timeZone === undefined ? {} : { timeZone }),
			...(code === undefined ? {} : { code }),
		};
	}

	/** What one visitor has read and written is never shown to another. The next token of the same one begins with the same. */
	#become(visitor: string | null): void {
		const isSame = ownerOf(visitor) === ownerOf(this.#visitor);
		this.#visitor = visitor;
		if (isSame) return;
		this.#epoch = null;
		this.#isLoaded = false;
		this.#startOver();
		this.#outbox.adopt();
		this.#options.onChange();
	}

	/** Another visitor, or a server that counts anew. */
	#startOver(): void {
		this.#log = [];
		this.#news.clear();
		this.#signals.clear();
	}

	#opened(): void {
		this.#outbox.adopt();
		this.#outbox.flush();
		this.#signals.again();
		if (this.#unfinished !== null) this.#read(this.#unfinished);
		this.#readOn();
	}

	#hear(frame: ToVisitor): void {
		if (this.#news.hear(frame)) return;
		switch (frame.type) {
			case 'hello':
				// Used, whatever came of it.
				this.#code = undefined;
				if (frame.token !== undefined) {
					if (!this.#token.takes(frame.token, this.#visitor)) return this.#connection.again();
					this.#become(frame.token);
				}
				if (this.#epoch !== null && this.#epoch !== frame.epoch) this.#startOver();
				this.#epoch = frame.epoch;
				// The page that follows is of the newest conversation: the end of an older one is asked for.
				this.#unfinished = this.#log.at(-1)?.id ?? null;
				if (this.#unfinished === frame.conversation) this.#unfinished = null;
				this.#isLoaded ||= frame.conversation === null;
				// The page that follows is on its way: do not ask for it as well.
				if (frame.conversation !== null) this.#reading.add(frame.conversation);
				this.#maySend = holds(this.#log, frame.conversation, frame.head);
				this.#hearOf(frame.conversation, frame.head);
				return;
			case 'events':
				this.#reading.delete(frame.conversation);
				this.#isLoaded = true;
				this.#log = changed(this.#log, frame.conversation, (timeline) => {
					const applied = visitorReducer.apply(timeline, frame.events);
					return visitorReducer.hearOf(visitorReducer.amend(applied, frame.amendments), frame.head);
				});
				for (const event of frame.events)
					if (event.clientId !== null) this.#outbox.forget(event.clientId);
				if (!this.#maySend && frame.conversation === this.#log.at(-1)?.id) {
					this.#maySend = true;
					this.#outbox.flush();
				}
				// A page that brings nothing new is not asked for again until the next tick.
				return frame.events.length > 0 ? this.#readOn() : this.#options.onChange();
			case 'event':
				this.#log = changed(this.#log, frame.conversation, (timeline) =>
					visitorReducer.apply(timeline, [frame.event]),
				);
				if (frame.event.type === 'message' && frame.event.author.kind !== 'visitor')
					this.#news.stopTyping();
				// Another tab has sent what this one holds too.
				if (frame.event.clientId !== null) this.#outbox.forget(frame.event.clientId);
				return this.#readOn();
			case 'ack':
				return this.#acknowledged(frame);
			case 'refused':
				if (frame.clientId !== null)
					return this.#outbox.refuse(frame.clientId, frame.code, frame.message, frame.retryMs);
				if (frame.code === 'code_used' || frame.code === 'code_expired') return this.#dropCode();
				if (frame.retryMs === null && finalCodes.has(frame.code)) this.#connection.stop(frame.code);
				return;
			case 'identity':
				this.#token.set(frame.token);
				// At once: what the other one has read is not for this one's eyes.
				this.#become(frame.token);
				return this.#connection.again();
			case 'beat':
				return this.#hearOf(frame.conversation, frame.head);
			default:
				// Said to somebody else, or newer than this client.
				return;
		}
	}

	/** Goes on as whoever this browser is without the link. */
	#dropCode(): void {
		this.#code = undefined;
		this.#isLinkRefused = true;
		this.#connection.again();
	}

	/** The server does not send the event to the socket that it acknowledges to: the client makes it of its own command. */
	#acknowledged({
		clientId,
		conversation,
		vseq,
		createdAt,
	}: Extract<ToVisitor, { type: 'ack' }>): void {
		const frame = this.#outbox.acknowledge(clientId);
		const event = frame === null || vseq === null ? null : eventOf(frame, vseq, createdAt ?? '');
		const hasFiles = frame?.type === 'message.send' && (frame.files ?? []).length > 0;
		if (event !== null) {
			this.#log = changed(this.#log, conversation, (timeline) =>
				visitorReducer.apply(timeline, [event]),
			);
		} else if (vseq !== null) {
			// Acknowledged, but this page no longer knows what it was: read it.
			this.#log = changed(this.#log, conversation, (timeline) =>
				visitorReducer.hearOf(timeline, vseq),
			);
		}
		// With files it stays on screen as sent until its event is here.
		if (!hasFiles || vseq === null) this.#outbox.forget(clientId);
		this.#readOn();
	}

	#hearOf(conversation: string | null, head: number): void {
		if (conversation === null) return;
		this.#log = changed(this.#log, conversation, (timeline) =>
			visitorReducer.hearOf(timeline, head),
		);
		this.#readOn();
	}

	/** Asks for what is missing, once for each conversation until the page is here. */
	#readOn(): void {
		for (const { id } of behind(this.#log)) this.#read(id);
		const newest = this.#log.at(-1);
		if (newest !== undefined) this.#signals.cursor(newest.id, newest.timeline.last, 0);
		this.#options.onChange();
	}

	#read(id: string): void {
		const known = this.#log.find((conversation) => conversation.id === id);
		if (known === undefined || this.#reading.has(id)) return;
		const after = known.timeline.last;
		if (this.#connection.send([{ type: 'events.read', conversation: id, after }]))
			this.#reading.add(id);
	}
}
