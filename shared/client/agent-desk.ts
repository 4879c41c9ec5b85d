import type { AgentId } from '../ids.ts';
import type { ToAgent } from '../protocol/agent-frames.ts';
import type { ConversationView, Status, TeamEventView } from '../views/event-view.ts';
import { isBehind, reducerBy, type Timeline } from './timeline.ts';

const reducer = reducerBy<TeamEventView>((event) => event.seq);
type Cursor = Extract<ToAgent, { type: 'conversations' }>['next'];

export interface DeskState {
	readonly conversations: ReadonlyMap<string, ConversationView>;
	/** Statuses whose first page is here. */
	readonly loaded: ReadonlySet<Status>;
	readonly hasMore: ReadonlySet<Status>;
	/** Of the conversations that were opened; undefined while the first page is on its way. */
	readonly timelines: ReadonlyMap<string, Timeline<TeamEventView>>;
	/** Opened, and the server will not give it. */
	readonly failed: ReadonlySet<string>;
}

/** What an agent's client knows: views of the lists, and timelines of what was opened. Sends nothing. */
export class AgentDesk {
	#conversations = new Map<string, ConversationView>();
	#loaded = new Set<Status>();
	readonly #next = new Map<Status, NonNullable<Cursor>>();
	#timelines = new Map<string, Timeline<TeamEventView>>();
	readonly #opened = new Set<string>();
	/** No longer in the list where they were: where they are now is asked for, because the list may be older than what is known. */
	readonly #missing = new Set<string>();
	#failed = new Set<string>();
	readonly #onVisitor: (visitor: string) => void;

	/** `onVisitor`: told whose conversation is known now. */
	constructor(onVisitor: (visitor: string) => void) {
		this.#onVisitor = onVisitor;
	}

	get state(): DeskState {
		return {
			conversations: this.#conversations,
			loaded: this.#loaded,
			hasMore: new Set(this.#next.keys()),
			timelines: this.#timelines,
			failed: this.#failed,
		};
	}

	/** True: its first page is wanted. */
	open(conversation: string): boolean {
		this.#opened.add(conversation);
		this.#failed = without(this.#failed, conversation);
		return this.isEmpty(conversation);
	}

	fail(conversation: string): void {
		this.#opened.delete(conversation);
		this.#missing.delete(conversation);
		this.#conversations = new Map(this.#conversations);
		this.#conversations.delete(conversation);
		this.#failed = new Set(this.#failed).add(conversation);
	}

	opened = (): Iterable<string> => this.#opened;
	missing = (): Iterable<string> => this.#missing;
	isEmpty = (conversation: string): boolean => !this.#timelines.has(conversation);
	isRunning = (conversation: string): boolean =>
		this.#conversations.get(conversation)?.status !== 'ended';
	last = (conversation: string): number => this.#timelines.get(conversation)?.last ?? 0;
	next = (status: Status): (string | number | null)[] | null =>
		(this.#next.get(status) as (string | number | null)[] | undefined) ?? null;

	/** Number of the first event that is held. */
	oldest(conversation: string): number | null {
		const timeline = this.#timelines.get(conversation);
		return timeline === undefined ? null : timeline.base + 1;
	}

	behind(): string[] {
		return [...this.#timelines].filter(([, timeline]) => isBehind(timeline)).map(([id]) => id);
	}

	/** The server was restored from a backup: its numbers count anew. */
	startOver(): void {
		this.#conversations = new Map();
		this.#timelines = new Map();
		this.#loaded = new Set();
		this.#next.clear();
		this.#missing.clear();
	}

	/** A first page that is whole also says which ones may have left this status. */
	listed(status: Status, items: readonly ConversationView[], next: Cursor, isFirst: boolean): void {
		const last = items.at(-1);
		const known = last === undefined ? undefined : this.#conversations.get(last.id);
		// Asked anew, and it meets what is held: the pages after it need not be loaded again.
		const meets = isFirst && this.#loaded.has(status) && known?.seq === last?.seq;
		if (isFirst && next === null) {
			const ids = new Set<string>(items.map(({ id }) => id));
			for (const [id, view] of this.#conversations)
				if (view.status === status && !ids.has(id)) this.#missing.add(id);
		}
		for (const view of items) this.#learn(view);
		this.#loaded = new Set(this.#loaded).add(status);
		if (next === null) this.#next.delete(status);
		else if (!meets) this.#next.set(status, next);
	}

	/** `after` null: the newest page or one below what is held. */
	page(page: Extract<ToAgent, { type: 'events' }>, after: number | null): void {
		const { id } = page.view;
		if (!this.#opened.has(id)) return;
		const [first] = page.events;
		const known = this.#timelines.get(id);
		let timeline = known ?? reducer.empty(after ?? (first === undefined ? 0 : first.seq - 1));
		timeline = reducer.prepend(timeline, page.events);
		timeline = reducer.apply(timeline, page.events);
		this.#keep(id, reducer.hearOf(reducer.amend(timeline, page.amendments), page.view.seq));
	}

	/** Returns conversations that nothing is known of. */
	committed(events: readonly TeamEventView[], view: ConversationView | null): string[] {
		if (view !== null) this.#learn(view);
		const strangers = new Set<string>();
		for (const event of events) {
			const timeline = this.#timelines.get(event.conversation);
			if (timeline !== undefined) this.#keep(event.conversation, reducer.apply(timeline, [event]));
			const known = this.#conversations.get(event.conversation);
			if (known === undefined) strangers.add(event.conversation);
			else if (event.seq > known.seq) this.#learn(after(known, event));
		}
		return [...strangers];
	}

	/** False: this number is here already, or the conversation is not open. */
	hearOf(conversation: string, seq: number): boolean {
		const timeline = this.#timelines.get(conversation);
		if (timeline === undefined || timeline.last >= seq) return false;
		this.#keep(conversation, reducer.hearOf(timeline, seq));
		return true;
	}

	#keep(conversation: string, timeline: Timeline<TeamEventView>): void {
		if (this.#timelines.get(conversation) === timeline) return;
		this.#timelines = new Map(this.#timelines).set(conversation, timeline);
	}

	#learn(view: ConversationView): void {
		this.#missing.delete(view.id);
		this.#onVisitor(view.visitor);
		// Where its timeline is held, the view says how far that should reach.
		this.hearOf(view.id, view.seq);
		const known = this.#conversations.get(view.id);
		if (known !== undefined && known.seq > view.seq) return;
		this.#conversations = new Map(this.#conversations).set(view.id, view);
	}
}

const without = (set: Set<string>, gone: string): Set<string> =>
	set.has(gone) ? new Set([...set].filter((item) => item !== gone)) : set;

const takenBy = (view: ConversationView, agent: AgentId, agentName: string) => ({
	status: 'active' as const,
	assignee: agent,
	assigneeName: agentName,
	participants: [...view.participants.filter((other) => other !== agent), agent],
});

/** The server leaves the view out when only the last message is new: then this is what has changed. */
function after(view: ConversationView, event: TeamEventView): ConversationView {
	const moved = { ...view, seq: event.seq };
	if (event.type !== 'message') return moved;
	const { kind, id, name } = event.author;
	const isVisitors = kind === 'visitor';
	// Writing is claiming: who answers a conversation that nobody has, has it.
	const isTaken = kind === 'agent' && view.assignee === null && view.status !== 'ended';
	return {
		...moved,
		...(isTaken ? takenBy(view, id as AgentId, name) : {}),
		lastAt: event.createdAt,
		messageCount: view.messageCount + 1,
		preview: event.text,
		isIdle: isVisitors ? false : view.isIdle,
		waitingSinceAt: isVisitors ? (view.waitingSinceAt ?? event.createdAt) : null,
	};
}
