import { randomUUID } from 'node:crypto';
import type { ActorKind } from '../../../shared/actor.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import type * as Port from '../../ports/store.ts';
import { append } from './append.ts';
import { check } from './check.ts';
import * as docs from './documents.ts';
import { dump } from './dump.ts';
import { erase } from './erase.ts';
import { flushLanes } from './flush-lanes.ts';
import * as finding from './find.ts';
import { index } from './index-words.ts';
import { uniqueFields } from './indexes.ts';
import * as lanes from './lanes.ts';
import { load } from './load.ts';
import { mendLanes } from './owe-lane.ts';
import type { OtherNode, Presence } from './presence.ts';
import * as events from './read-timeline.ts';
import { search } from './search.ts';
import type { Session } from './session.ts';
import { Settles } from './settle-all.ts';
import { schemaVersion } from './start-up.ts';

/** What open-mongo-store.ts put together; the store owns it from then on. */
export interface Parts {
	readonly session: Session;
	readonly presence: Presence;
	readonly collections: readonly Port.Collection<Port.Doc>[];
	readonly epoch: string;
}

type Remains = Parameters<Port.Store['erase']>[1];

/** Every verb is a chain of commands on single documents; each command is acknowledged by a majority. */
export class MongoStore implements Port.Store {
	readonly #session: Session;
	readonly #presence: Presence;
	readonly #settles = new Settles();
	readonly #unique: ReadonlyMap<string, readonly string[]>;
	#closing: Promise<void> | null = null;
	epoch: string;
	/** Never settles: a database that was away is used again when it is back. */
	readonly failed: Promise<Error> = new Promise<Error>(() => undefined);

	constructor({ session, presence, collections, epoch }: Parts) {
		this.#session = session;
		this.#presence = presence;
		this.#unique = new Map(collections.map((one) => [one.name, uniqueFields(one)]));
		this.epoch = epoch;
	}

	append(timeline: TimelineId, after: number, list: readonly Port.NewEvent[]) {
		return this.#session.change((steps) => append(this.#session, steps, timeline, after, list));
	}
	head(timeline: TimelineId) {
		return this.#session.verb((steps) => events.head(steps, timeline));
	}
	page(timeline: TimelineId, query: Port.PageQuery) {
		return this.#session.verb((steps) => events.page(steps, timeline, query));
	}
	event(timeline: TimelineId, seq: number) {
		return this.#session.verb((steps) => events.event(steps, timeline, seq));
	}
	byClientId(timeline: TimelineId, kind: ActorKind, clientId: ClientId) {
		return this.#session.verb((steps) => events.byClientId(steps, timeline, kind, clientId));
	}
	erase(timeline: TimelineId, remains: Remains, at: number) {
		return this.#session.change((steps) => erase(steps, timeline, remains, at));
	}

	insert<T extends Port.Doc>(collection: Port.Collection<T>, doc: Port.NewDoc<T>) {
		return this.#session.change((steps) => docs.insert(steps, collection, doc));
	}
	put<T extends Port.Doc>(
		collection: Port.Collection<T>,
		doc: Port.NewDoc<T>,
		forward?: keyof T & string,
	) {
		return this.#session.change((steps) => docs.put(steps, collection, doc, forward));
	}
	get<T extends Port.Doc>(collection: Port.Collection<T>, id: string) {
		return this.#session.verb((steps) => docs.get(steps, collection, id));
	}
	getMany<T extends Port.Doc>(collection: Port.Collection<T>, ids: readonly string[]) {
		return this.#session.verb((steps) => docs.getMany(steps, collection, ids));
	}
	update<T extends Port.Doc>(
		collection: Port.Collection<T>,
		id: string,
		patch: Port.Patch,
		guard?: { readonly rev?: number; readonly if?: readonly Port.Condition[] },
	) {
		return this.#session.change((steps) => docs.update(steps, collection, id, patch, guard));
	}
	find<T extends Port.Doc>(collection: Port.Collection<T>, query: Port.Query) {
		return this.#session.verb((steps) => finding.find(steps, collection, query));
	}
	count<T extends Port.Doc>(
		collection: Port.Collection<T>,
		query: Omit<Port.Query, 'limit' | 'after'>,
		cap: number,
	) {
		return this.#session.verb((steps) => finding.count(steps, collection, query, cap));
	}
	remove<T extends Port.Doc>(
		collection: Port.Collection<T>,
		id: string,
		guard?: { readonly rev?: number },
	) {
		return this.#session.change((steps) => docs.remove(steps, collection, id, guard));
	}
	removeRange<T extends Port.Doc>(
		collection: Port.Collection<T>,
		query: Omit<Port.Query, 'after'>,
	) {
		return this.#session.change((steps) => finding.removeRange(steps, collection, query));
	}

	dueLanes(sink: SinkId, now: number, limit: number) {
		return this.#session.verb((steps) => lanes.dueLanes(this.#session, steps, sink, now, limit));
	}
	nextDue(sink: SinkId) {
		return this.#session.verb((steps) => lanes.nextDue(this.#session, steps, sink));
	}
	lease(sink: SinkId, timeline: TimelineId, now: number, until: number) {
		return this.#session.change((steps) =>
			lanes.lease(this.#session, steps, sink, timeline, now, until),
		);
	}
	owedEvents(sink: SinkId, timeline: TimelineId, after: number, limit: number) {
		return this.#session.verb((steps) => lanes.owedEvents(steps, sink, timeline, after, limit));
	}
	settle(lane: Pick<Port.Lane, 'sink' | 'timeline' | 'fence'>, outcome: Port.Settle) {
		return this.#session.change((steps) => this.#settles.add(steps, { lane, settled: outcome }));
	}
	rewind(sink: SinkId, timeline: TimelineId, fromSeq: number) {
		return this.#session.change((steps) => lanes.rewind(steps, sink, timeline, fromSeq));
	}
	troubledLanes(sink: SinkId, limit: number) {
		return this.#session.verb((steps) => lanes.troubledLanes(steps, sink, limit));
	}
	owingSinks() {
		return this.#session.verb((steps) => lanes.owingSinks(this.#session, steps));
	}
	mendLanes() {
		return this.#session.change(mendLanes);
	}
	dropLeases() {
		return this.#session.verb((steps) => lanes.dropLeases(this.#session, steps));
	}

	index(rows: readonly Port.IndexRow[]) {
		return this.#session.change((steps) => index(steps, rows));
	}
	search(site: string, text: string, options: Parameters<Port.Store['search']>[2]) {
		return this.#session.verb((steps) => search(steps, site, text, options));
	}

	dump(): AsyncIterable<Port.DumpRow> {
		return dump(this.#session);
	}
	load(rows: readonly Port.DumpRow[]) {
		return this.#session.change((steps) =>
			load(steps, rows, (collection) => this.#unique.get(collection) ?? []),
		);
	}
	async beginEpoch(epoch: string = randomUUID()): Promise<void> {
		await this.#session.verb((steps) =>
			steps.write(() => steps.models.meta.updateOne({ _id: 'store' }, { $set: { epoch } })),
		);
		this.epoch = epoch;
	}
	timelines(after: TimelineId | null, limit: number) {
		return this.#session.verb((steps) => events.timelines(steps, after, limit));
	}
	check(): Promise<string[]> {
		return check(this.#session);
	}

	/** Follows the driver's watch over the servers: costs no command. */
	health(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
		const { isClosed, link } = this.#session;
		if (isClosed) return Promise.resolve({ ok: false, reason: 'closed' });
		return Promise.resolve(link.isUp() ? { ok: true } : { ok: false, reason: link.reason() });
	}
	/** Other servers that use this database now. */
	others(): Promise<OtherNode[]> {
		return this.#session.verb((steps) => steps.read(() => this.#presence.others()));
	}
	/** For people: what it is, in sentences. */
	async describe(): Promise<readonly string[]> {
		const { link } = this.#session;
		const startedAt = performance.now();
		await this.#session.verb((steps) => steps.write(() => this.#presence.renew()));
		const ms = (performance.now() - startedAt).toFixed(1);
		return [
			`MongoDB ${link.version}, ${link.isStandalone ? 'a standalone server' : 'a replica set'} (format ${schemaVersion}).`,
			`One write took ${ms} ms until a majority had it in its journal.`,
		];
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}
	async #close(): Promise<void> {
		const { link } = this.#session;
		const ending = this.#session.end();
		// What is under way would wait for a primary. It fails at once instead, as it would in the end.
		if (!link.isUp()) await link.close();
		const steps = await ending;
		// So that the next process need not look for them. Best effort: it would find them.
		if (link.isUp()) await flushLanes(this.#session, steps).catch(() => undefined);
		await this.#presence.end();
		await link.close();
	}
}
