import type { Actor } from '../../shared/actor.ts';
import type { ClientId, SinkId, TimelineId } from '../../shared/ids.ts';

/*
 * The narrow store that SQLite, MongoDB and the hostile store of the tests all implement. No verb needs two documents at
 * once; times are epoch milliseconds. Every verb may reject with Busy or Unknown, insert and update with DuplicateKey too.
 */

export type Scalar = string | number | boolean | null;
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json | undefined };

/** One line of a timeline as it is stored. `type` and `body` are narrowed by the domain that owns the timeline. */
export interface StoredEvent {
	readonly timeline: TimelineId;
	/** Dense and gap-free from 1 in its timeline. Never leaves the server towards a visitor (D8). */
	readonly seq: number;
	/** Dense from 1 over the events that the visitor may see; null for internal ones. */
	readonly vseq: number | null;
	readonly audience: 'visitor' | 'internal';
	/** When the server decided it; for display only, never for order. */
	readonly at: number;
	readonly type: string;
	readonly author: Actor;
	/** Unique in (timeline, author kind, clientId). */
	readonly clientId: ClientId | null;
	/** The seq of the event that an edit or a redaction is about. */
	readonly target: number | null;
	/** Every sink that was owed this event when it was appended; never changes afterwards. */
	readonly sinks: readonly SinkId[];
	/** Only what `erase` left of it once erased. */
	readonly body: { readonly [key: string]: Json | undefined };
	/** Set when the body was blanked in place (D10). */
	readonly erasedAt: number | null;
}

export type NewEvent = Omit<StoredEvent, 'timeline' | 'seq' | 'erasedAt'>;

export interface Head {
	/** 0 while the timeline is empty. */
	readonly seq: number;
	readonly vseq: number;
}

export type AppendAnswer =
	/** Durable, and what it owes is durable with it. */
	| { readonly kind: 'committed'; readonly event: StoredEvent }
	/** Somebody else wrote at this number, or an item before this one in the batch was not committed. Nothing of this item was stored. */
	| { readonly kind: 'moved' }
	/** This author's clientId is already in the timeline, as this event. The caller compares the bodies. */
	| { readonly kind: 'replay'; readonly event: StoredEvent };

export interface PageQuery {
	/** Only events with a higher seq. */
	readonly after?: number;
	/** Only events with a lower seq. With `newest` the last ones are meant. */
	readonly before?: number;
	/** True: the `limit` highest instead of the lowest; the answer is ascending all the same. */
	readonly newest?: boolean;
	/** True: only what the visitor may see, and `after` and `before` count vseq. */
	readonly visitor?: boolean;
	readonly limit: number;
}

export interface EventPage {
	/** Ascending by seq. */
	readonly events: readonly StoredEvent[];
	/** For each event of the page the last event of each type that has it as its target, wherever that stands in the timeline (D9): the latest edit, the redaction. Ascending by seq. */
	readonly amendments: readonly StoredEvent[];
}

/**
 * A document with a revision. The store raises `rev` at each change; a new one has 1. Top-level fields have names of at most 100
 * letters, digits and underscores, beginning with a letter, as MongoDB cannot store all others (unchecked); inside them names are free.
 */
export interface Doc {
	readonly id: string;
	readonly rev: number;
}
export type NewDoc<T extends Doc> = Omit<T, 'rev'>;

/** `fields` are names of top-level fields that hold scalars: each null or of one type in all documents, as types are not ordered among one another. A paging index holds all documents and needs no tie-breaker: the store adds the id. */
export type IndexSpec =
	| { readonly fields: readonly string[]; readonly unique?: false }
	/** Holds only documents in which this one field has a value: where it is missing or null (and stays null), nothing collides and nothing is found by this index. */
	| { readonly fields: readonly [string]; readonly unique: true };
/** Declared once, by the repository that owns it; main.ts hands the list to the store. */
export interface Collection<T extends Doc> {
	/** Lower-case letters and underscores. */
	readonly name: string;
	readonly indexes: Readonly<Record<string, IndexSpec>>;
	/** Never set: carries the document's type. */
	readonly docType?: T;
}

export interface Condition {
	readonly field: string;
	readonly op: 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte';
	/** A missing field counts as null, and null is neither lower nor greater than anything. Texts are compared as `find` orders them. */
	readonly value: Scalar;
}
/** Top-level fields only. */
export interface Patch {
	readonly set?: Readonly<Record<string, Json>>;
	readonly unset?: readonly string[];
	/** Of fields that hold a number or are missing, which counts as 0. */
	readonly inc?: Readonly<Record<string, number>>;
	/** Sets the field only if it is missing or lower. It holds a number, or is missing. */
	readonly max?: Readonly<Record<string, number>>;
}
export interface Query {
	/** One of the collection's declared indexes. Null and what is missing come first in it, texts are ordered by code points. */
	readonly index: string;
	/** Values for a prefix of the index's fields. */
	readonly eq?: Readonly<Record<string, Scalar>>;
	/** On the field that follows the prefix. */
	readonly range?: {
		readonly gt?: Scalar;
		readonly gte?: Scalar;
		readonly lt?: Scalar;
		readonly lte?: Scalar;
	};
	/** 1 ascending (default), -1 descending; ties by id in the same direction. */
	readonly direction?: 1 | -1;
	readonly limit: number;
	/** `next` of the page before. */
	readonly after?: readonly Scalar[];
}
export interface Page<T> {
	readonly items: readonly T[];
	/** The last one's values of the index's fields behind those of `eq`, then its id; null at the end. */
	readonly next: readonly Scalar[] | null;
}

/** One sink's cursor over one timeline. Exists only while it owes something (D13), but for one left by a race or a crash: whoever leases that finds no event and settles it away with the higher of `cursor` and `owed`. */
export interface Lane {
	readonly sink: SinkId;
	readonly timeline: TimelineId;
	/** Everything up to this seq is delivered or was never owed. */
	readonly cursor: number;
	/** The highest seq that is owed. */
	readonly owed: number;
	/** Not before; also the end of a lease. */
	readonly dueAt: number;
	/** Failures in a row of the event after the cursor. */
	readonly tries: number;
	/** Raised by every lease, and never the same twice for one sink and timeline, even if the lane was gone in between; a settle with an older one is refused. */
	readonly fence: number;
	/** Last failure, for people; null when none. */
	readonly problem: string | null;
}
export interface Settle {
	/** Delivered up to here; the lane is removed when nothing above it is owed. */
	readonly cursor: number;
	readonly dueAt: number;
	readonly tries: number;
	readonly problem: string | null;
}

export interface IndexRow {
	readonly timeline: TimelineId;
	/** The event that is found. Not indexed if it was erased meanwhile. */
	readonly seq: number;
	readonly site: string;
	readonly at: number;
	/** Plain text; the store normalises it into words. */
	readonly text: string;
}
export interface SearchHit {
	readonly timeline: TimelineId;
	readonly seq: number;
}
export interface SearchPage {
	/** Newest first. */
	readonly hits: readonly SearchHit[];
	/** Hand back as `before` for older hits; null at the end. No two hits of one site share a place, even of the same millisecond. */
	readonly next: number | null;
	/** True: stopped at the time limit, `next` goes on. */
	readonly partial: boolean;
}

/** One line of a backup, the same for every store. */
export type DumpRow =
	| { readonly kind: 'event'; readonly event: StoredEvent }
	| {
			readonly kind: 'doc';
			readonly collection: string;
			readonly doc: Doc & Readonly<Record<string, Json>>;
	  }
	| { readonly kind: 'lane'; readonly lane: Lane };

export interface Store {
	/** Which history the numbers belong to; changes when a backup is restored (D19). */
	readonly epoch: string;

	/**
	 * Appends the events as after+1, after+2 ... of the timeline, each with what it owes, answering each. The first item that
	 * is not committed lets none after it commit. Unknown rejects the whole batch.
	 */
	append(timeline: TimelineId, after: number, events: readonly NewEvent[]): Promise<AppendAnswer[]>;
	head(timeline: TimelineId): Promise<Head>;
	page(timeline: TimelineId, query: PageQuery): Promise<EventPage>;
	event(timeline: TimelineId, seq: number): Promise<StoredEvent | null>;
	byClientId(
		timeline: TimelineId,
		authorKind: Actor['kind'],
		clientId: ClientId,
	): Promise<StoredEvent | null>;
	/**
	 * Replaces bodies in place by what may remain of them and removes their search rows; numbers, types, author kinds and times
	 * stay (D10). The old bytes are gone from the store's files when this resolves.
	 */
	erase(
		timeline: TimelineId,
		remains: readonly { readonly seq: number; readonly body: StoredEvent['body'] }[],
		at: number,
	): Promise<void>;

	insert<T extends Doc>(collection: Collection<T>, doc: NewDoc<T>): Promise<T>;
	/** Inserts or replaces. With `forward`, replaces only if the stored document's value of that field is lower; null = it was not. */
	put<T extends Doc>(
		collection: Collection<T>,
		doc: NewDoc<T>,
		forward?: keyof T & string,
	): Promise<T | null>;
	get<T extends Doc>(collection: Collection<T>, id: string): Promise<T | null>;
	getMany<T extends Doc>(collection: Collection<T>, ids: readonly string[]): Promise<T[]>;
	/** Null: there is no such document, or it has another rev, or a condition does not hold. */
	update<T extends Doc>(
		collection: Collection<T>,
		id: string,
		patch: Patch,
		guard?: { readonly rev?: number; readonly if?: readonly Condition[] },
	): Promise<T | null>;
	find<T extends Doc>(collection: Collection<T>, query: Query): Promise<Page<T>>;
	/** Counts at most `cap`. */
	count<T extends Doc>(
		collection: Collection<T>,
		query: Omit<Query, 'limit' | 'after'>,
		cap: number,
	): Promise<number>;
	/** False: there was none, or it has another rev. */
	remove<T extends Doc>(
		collection: Collection<T>,
		id: string,
		guard?: { readonly rev?: number },
	): Promise<boolean>;
	/** Removes at most `limit` documents that the query finds; says how many. */
	removeRange<T extends Doc>(
		collection: Collection<T>,
		query: Omit<Query, 'after'>,
	): Promise<number>;

	/** Lanes of a sink that are due and not leased, earliest first. */
	dueLanes(sink: SinkId, now: number, limit: number): Promise<Lane[]>;
	/** When the sink's earliest lane is due; null when nothing is owed. */
	nextDue(sink: SinkId): Promise<number | null>;
	/** Takes the lane until `until` if it is due: raises the fence. Null: somebody else has it, or it is gone. */
	lease(sink: SinkId, timeline: TimelineId, now: number, until: number): Promise<Lane | null>;
	/** The events that the sink is owed above `after`, ascending. */
	owedEvents(
		sink: SinkId,
		timeline: TimelineId,
		after: number,
		limit: number,
	): Promise<StoredEvent[]>;
	/** Writes what became of a lease; removes the lane when drained. False: the lease was lost, nothing changed. */
	settle(lane: Pick<Lane, 'sink' | 'timeline' | 'fence'>, outcome: Settle): Promise<boolean>;
	/** Owes the sink again everything it was ever owed from this seq on: replay by hand. */
	rewind(sink: SinkId, timeline: TimelineId, fromSeq: number): Promise<void>;
	/** Lanes of a sink that failed at least once, for doctor and the console. */
	troubledLanes(sink: SinkId, limit: number): Promise<Lane[]>;
	/** Sinks that owe anything, with how many lanes. */
	owingSinks(): Promise<{ sink: SinkId; lanes: number }[]>;
	/** Finds events that are committed and owed but have no lane (a crash between two documents) and makes it. Where one transaction does both there are none. Says how many. */
	mendLanes(): Promise<number>;

	index(rows: readonly IndexRow[]): Promise<void>;
	search(
		site: string,
		text: string,
		options: { readonly limit: number; readonly before?: number; readonly maxMs?: number },
	): Promise<SearchPage>;

	/** All timelines' events by (timeline, seq), then documents, then lanes: a restored copy of any moment in between owes at least what it must. */
	dump(): AsyncIterable<DumpRow>;
	/**
	 * Takes rows of a dump, in its order, into a store that nobody else uses; afterwards `beginEpoch`. May be repeated with the same
	 * dump: an event (timeline, seq), document (collection, id) or lane (sink, timeline) that is there is left as it is. A document
	 * that collides in another unique index rejects with DuplicateKey; some of the other rows may then be stored.
	 */
	load(rows: readonly DumpRow[]): Promise<void>;
	/** Gives the store a new epoch (restore) or the given one (migrate). */
	beginEpoch(epoch?: string): Promise<void>;
	/** Ids of all timelines, in pages, for repair. */
	timelines(after: TimelineId | null, limit: number): Promise<TimelineId[]>;
	/** What is damaged, in sentences; empty when sound. */
	check(): Promise<string[]>;
	health(): Promise<{ readonly ok: boolean; readonly reason?: string }>;
	/** Finishes what was begun, then refuses everything. */
	close(): Promise<void>;
}
