import type { Actor } from '../actor.ts';
import type { ErrorCode } from '../errors.ts';
import type { AgentId, BlobId, ClientId, ConversationId, SinkId, TimelineId } from '../ids.ts';
import type { ConversationView, TeamEventView } from '../views/event-view.ts';

/** The server as one plugin sees it. Everything here is scoped to that plugin: its sinks, links, inbox and timers. */
export interface PluginHost {
	/** Commands in somebody's name; rights are checked as for everybody. All are idempotent by clientId. */
	commands(actor: Actor): Commands;
	readonly queries: Queries;
	readonly links: LinkStore;
	readonly inbox: Inbox;
	readonly timers: PluginTimers;
	readonly files: Files;
	/** The one guarded way out: no private addresses, no redirects, limits of time and size. */
	readonly fetch: GuardedFetch;
	/** Serves /plugins/<plugin id>/<path> with the raw body. The answer goes out when the handler resolves: add to the inbox first. */
	onWebhook(path: string, handler: (request: RawRequest) => Promise<RawResponse>): void;
	readonly logger: Logger;
	readonly clock: { now(): number };
}

export type CommandResult =
	| {
			readonly kind: 'done';
			readonly conversation: ConversationId;
			readonly seq: number;
			readonly replayed: boolean;
	  }
	| { readonly kind: 'unchanged' }
	| { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string };

export interface Commands {
	post(conversation: ConversationId, clientId: ClientId, text: string): Promise<CommandResult>;
	note(conversation: ConversationId, clientId: ClientId, text: string): Promise<CommandResult>;
	edit(
		conversation: ConversationId,
		clientId: ClientId,
		seq: number,
		text: string,
	): Promise<CommandResult>;
	redact(conversation: ConversationId, clientId: ClientId, seq: number): Promise<CommandResult>;
	claim(conversation: ConversationId, clientId: ClientId): Promise<CommandResult>;
	transfer(
		conversation: ConversationId,
		clientId: ClientId,
		to: AgentId,
		reason: string,
	): Promise<CommandResult>;
	tag(
		conversation: ConversationId,
		clientId: ClientId,
		add: readonly string[],
		remove: readonly string[],
	): Promise<CommandResult>;
	end(conversation: ConversationId, clientId: ClientId, reason: string): Promise<CommandResult>;
}

export interface Queries {
	conversation(id: ConversationId): Promise<ConversationView | null>;
	/** Ascending, above `after`; with the latest edits applied by the caller. */
	events(id: ConversationId, after: number, limit: number): Promise<readonly TeamEventView[]>;
}

/** (sink, timeline or event) <-> the name that the destination gave it. */
export interface LinkStore {
	/** The first one wins: the answer is the link that stands. `seq` null = the timeline itself. */
	link(sink: SinkId, timeline: TimelineId, seq: number | null, externalId: string): Promise<string>;
	externalId(sink: SinkId, timeline: TimelineId, seq: number | null): Promise<string | null>;
	find(
		sink: SinkId,
		externalId: string,
	): Promise<{ readonly timeline: TimelineId; readonly seq: number | null } | null>;
}

export interface Inbox {
	/** Stores an item once; resolves when it is durable, before it is worked on. False: it was there already. Items of one `order` key are received one after the other. */
	add(
		externalId: string,
		body: unknown,
		options: { readonly order: string; readonly notBefore?: number },
	): Promise<boolean>;
	/** True: it was still waiting and will not be received. */
	cancel(externalId: string): Promise<boolean>;
}

export interface PluginTimers {
	/** Sets or moves the timer; `fire(key)` is called once it is due, also after a restart. `dueAt` in epoch milliseconds. */
	set(key: string, dueAt: number): Promise<void>;
	cancel(key: string): Promise<void>;
}

export interface Files {
	put(
		source: AsyncIterable<Uint8Array>,
		maxBytes: number,
	): Promise<{ readonly id: BlobId; readonly size: number; readonly sha256: string }>;
	open(id: BlobId): Promise<AsyncIterable<Uint8Array> | null>;
}

export interface RawRequest {
	readonly method: string;
	/** Below the plugin's own address, with the query. */
	readonly path: string;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	/** Exactly as received: signatures are checked on it. At most 1 MiB. */
	readonly body: Uint8Array;
}
export interface RawResponse {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

export interface OutRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
	/** Milliseconds for the whole exchange; 15,000 when left out, at most 60,000. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}
export interface OutResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** At most 64 KiB; more is cut off and `truncated` says so. */
	readonly body: string;
	readonly truncated: boolean;
}
/** The request had no answer; `message` says why in a sentence. */
export class OutFailure extends Error {
	override readonly name = 'OutFailure';
	/** False: the destination has certainly not seen the request. */
	readonly sent: boolean;
	constructor(message: string, sent: boolean, cause?: unknown) {
		super(message, { cause });
		this.sent = sent;
	}
}
/** Rejects with OutFailure. Does not follow redirects: they are answers like others. */
export type GuardedFetch = (url: string, request: OutRequest) => Promise<OutResponse>;

export interface Logger {
	info(fields: Readonly<Record<string, unknown>>, message: string): void;
	warn(fields: Readonly<Record<string, unknown>>, message: string): void;
	error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
