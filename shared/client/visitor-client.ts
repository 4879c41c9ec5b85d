import { closeCodes, protocolVersion } from '../protocol/limits.ts';
import type { ToVisitor, VisitorFrame } from '../protocol/visitor-frames.ts';
import { Connection, type LinkState } from './connection.ts';
import { Outbox } from './outbox.ts';
import type { OutboxItem } from './outbox-storage.ts';
import type { ClientParts } from './parts.ts';
import { keptValue } from './kept-value.ts';
import { behind, changed, eventOf, holds, visitorReducer, type VisitorLog } from './visitor-log.ts';

type VisitorCommand = Extract<VisitorFrame, { clientId: string }>;
export type Page = { readonly url: string; readonly title: string };

export interface VisitorState {
	readonly link: LinkState;
	/** The first answer of the server is here, with what was said before. */
	readonly isLoaded: boolean;
	readonly log: VisitorLog;
	readonly pending: readonly OutboxItem<VisitorCommand>[];
	/** False: the browser keeps nothing, so a reload forgets this visitor. */
	readonly isKept: boolean;
}

interface VisitorOptions {
	readonly site: string;
	readonly parts: ClientParts;
	readonly onChange: () => void;
}

/** Refusals that answer `hello`: trying again changes nothing. */
const finalCodes = new Set(['protocol_version', 'site_not_found', 'origin_refused', 'forbidden']);

/** A visitor's side of the protocol: the log as the server has it, and what is still to be sent. */
export class VisitorClient {
	readonly #options: VisitorOptions;
	readonly #connection: Connection<VisitorFrame>;
	readonly #outbox: Outbox<VisitorCommand>;
	readonly #token: ReturnType<typeof keptValue>;
	/** The token that log and outbox belong to: of the last `hello`. Storage may name another one meanwhile. */
	#visitor: string | null;
	#epoch: string | null = null;
	#log: VisitorLog = [];
	#isLoaded = false;
	/** Nothing is sent before what the server has is known: a page may show that it has been stored already. */
	#maySend = false;
	#isStarted = false;
	/** Conversations that a page is on its way for; cleared by the page or, should it not come, by the tick. */
	readonly #reading = new Set<string>();
	/** A conversation that may have ended while this client was away. */
	#unfinished: string | null = null;

	constructor(options: VisitorOptions) {
		const { site, parts, onChange } = options;
		this.#options = options;
		this.#token = keptValue(parts.storage, `parley.token.${site}`, () => this.#outbox.keepAgain());
		this.#visitor = this.#token.get();
		this.#connection = new Connection<VisitorFrame>(parts, {
			hello: () => this.#hello(),
			onFrame: (frame) => this.#hear(frame as ToVisitor),
			onOpen: () => this.#opened(),
			onClose: (code) => {
				this.#maySend = false;
				this.#reading.clear();
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
			owner: () => (this.#visitor === null ? null : ownerOf(this.#visitor)),
			laneOf: () => 'visitor',
			isDurable: () => true,
			isText: (frame) => frame.type === 'message.send',
			isStorageWhole: () => this.#token.get() !== null,
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
		};
	}

	/** Returns the clientId, by which the message is known until it has a number. */
	send(text: string, page?: Page): string {
		const clientId = this.#options.parts.newId();
		const frame: VisitorCommand = {
			type: 'message.send',
			clientId,
			text,
			...(page === undefined ? {} : { page }),
		};
		this.#outbox.add(frame);
		return clientId;
	}

	end(conversation: string): void {
		this.#outbox.add({
			type: 'conversation.end',
			clientId: this.#options.parts.newId(),
			conversation,
		});
	}

	redact(conversation: string, target: number): void {
		this.#outbox.add({
			type: 'message.redact',
			clientId: this.#options.parts.newId(),
			conversation,
			target,
		});
	}

	rate(conversation: string, score: number, comment: string): void {
		const clientId = this.#options.parts.newId();
		this.#outbox.add({ type: 'rating.send', clientId, conversation, score, comment });
	}

	tryAgain(clientId: string): void {
		this.#outbox.tryAgain(clientId);
	}

	discard(clientId: string): void {
		this.#outbox.forget(clientId);
	}

	#hello(): VisitorFrame {
		// Read anew each time: another tab may have been the first to get one, or somebody else sits here now.
		this.#become(this.#token.get());
		this.#maySend = false;
		const newest = this.#log.at(-1);
		return {
			type: 'hello',
			protocol: protocolVersion,
			site: this.#options.site,
			token: this.#visitor,
			epoch: this.#epoch,
			conversation: newest?.id ?? null,
			after: newest?.timeline.last ?? 0,
		};
	}

	/** What one visitor has read and written is never shown to another. */
	#become(visitor: string | null): void {
		if (visitor === this.#visitor) return;
		this.#visitor = visitor;
		this.#epoch = null;
		this.#log = [];
		this.#isLoaded = false;
		this.#outbox.adopt();
		this.#options.onChange();
	}

	#opened(): void {
		this.#outbox.adopt();
		this.#outbox.flush();
		if (this.#unfinished !== null) this.#read(this.#unfinished);
		this.#readOn();
	}

	#hear(frame: ToVisitor): void {
		switch (frame.type) {
			case 'hello':
				if (frame.token !== undefined && !this.#takes(frame.token)) return this.#connection.again();
				if (this.#epoch !== null && this.#epoch !== frame.epoch) this.#log = [];
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
				// Another tab has sent what this one holds too.
				if (frame.event.clientId !== null) this.#outbox.forget(frame.event.clientId);
				return this.#readOn();
			case 'ack':
				return this.#acknowledged(frame);
			case 'refused':
				if (frame.clientId !== null)
					return this.#outbox.refuse(frame.clientId, frame.code, frame.message, frame.retryMs);
				if (frame.retryMs === null && finalCodes.has(frame.code)) this.#connection.stop(frame.code);
				return;
			case 'beat':
				return this.#hearOf(frame.conversation, frame.head);
			case 'bye':
				return;
		}
	}

	/** False: another tab was first, and this one must be the same visitor. */
	#takes(token: string): boolean {
		const first = this.#token.get();
		if (first === null) this.#token.set(token);
		if (first !== null && first !== token) return false;
		this.#become(token);
		return true;
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
		this.#outbox.forget(clientId);
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

/** Tells the visitors of one browser apart, and is too little to be one of them. */
const ownerOf = (token: string): string => token.slice(0, 8);
