import type { AgentFrame } from '../protocol/agent-frames.ts';
import type { Status } from '../views/event-view.ts';
import type { AgentDesk } from './agent-desk.ts';

type Request = Extract<AgentFrame, { type: 'events.read' | 'conversations.list' }>;
type Before = Extract<Request, { type: 'conversations.list' }>['before'];

const listed: readonly Status[] = ['waiting', 'active', 'pending', 'ended'];

interface ReaderParts {
	readonly newId: () => string;
	readonly send: (frame: AgentFrame) => boolean;
}

/** Asks for what the desk lacks: lists, pages, and what came after them. */
export class AgentReader {
	readonly #desk: AgentDesk;
	readonly #parts: ReaderParts;
	/** What was asked and is not answered, by requestId. Asked anew after a reconnect by whoever still needs it. */
	readonly #asked = new Map<string, Request>();

	constructor(desk: AgentDesk, parts: ReaderParts) {
		this.#desk = desk;
		this.#parts = parts;
	}

	/** What this is the answer to; null: nothing that was asked here. */
	take(requestId: string): Request | null {
		const request = this.#asked.get(requestId) ?? null;
		this.#asked.delete(requestId);
		return request;
	}

	isAsked = (requestId: string): boolean => this.#asked.has(requestId);
	/** Nothing comes any more of what was asked. */
	forget = (): void => this.#asked.clear();

	listAll(): void {
		for (const status of listed) this.list(status, null);
	}

	list(status: Status, before: Before): void {
		this.#ask({ type: 'conversations.list', requestId: this.#parts.newId(), status, before });
	}

	/** The newest page, or the one below `before`. */
	page(conversation: string, before: number | null = null): void {
		this.#ask({ ...this.#newest(conversation), before });
	}

	/** What is heard of and not here yet. */
	behind(): void {
		for (const conversation of this.#desk.behind()) this.#next(conversation);
	}

	opened(isWanted: (conversation: string) => boolean = () => true): void {
		for (const conversation of this.#desk.opened()) {
			if (!isWanted(conversation)) continue;
			if (this.#desk.isEmpty(conversation)) this.page(conversation);
			else this.#next(conversation);
		}
	}

	#next(conversation: string): void {
		this.#ask({ ...this.#newest(conversation), after: this.#desk.last(conversation) });
	}

	#newest(conversation: string): Extract<Request, { type: 'events.read' }> {
		const requestId = this.#parts.newId();
		return { type: 'events.read', requestId, conversation, after: null, before: null };
	}

	/** The same question is not asked twice at a time. */
	#ask(request: Request): void {
		const same = keyOf(request);
		for (const asked of this.#asked.values()) if (keyOf(asked) === same) return;
		if (this.#parts.send(request)) this.#asked.set(request.requestId, request);
	}
}

const keyOf = ({ requestId: _requestId, ...request }: Request): string => JSON.stringify(request);
