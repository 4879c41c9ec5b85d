import { join } from 'node:path';
import type { Actor } from '../../../shared/actor.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import { Busy } from '../../ports/errors.ts';
import type * as Port from '../../ports/store.ts';
import { appendAnswers, appendOperation } from './append-message.ts';
import { docText, patchText, textOf } from './doc-text.ts';
import type { Connection, OpenConnection, Row } from './driver.ts';
import { plainQuery } from './doc-query.ts';
import { dump } from './dump.ts';
import { whole } from './event-row.ts';
import { op, type Op } from './ops.ts';
import * as docs from './read-docs.ts';
import * as events from './read-events.ts';
import { Turns } from './next-turn.ts';
import * as lanes from './read-lanes.ts';
import { search } from './read-search.ts';
import { schemaVersion, tableOf } from './schema.ts';
import type { WriteQueue } from './write-queue.ts';

/** Between two tries to cut the log while somebody reads it. */
const longestCutWaitMs = 1500;

type Remains = Parameters<Port.Store['erase']>[1];

/** What sqlite-store.ts put together; the store owns it from then on. */
export interface Parts {
	readonly dataDir: string;
	readonly open: OpenConnection;
	readonly reader: Connection;
	readonly queue: WriteQueue;
	readonly check: () => Promise<string[]>;
	readonly release: () => void;
}

/** Reads on its own connection, writes through the writer thread; a write's promise settles after its commit, so the next read sees it. */
export class SqliteStore implements Port.Store {
	readonly #parts: Parts;
	readonly #queue: WriteQueue;
	readonly #turns = new Turns();
	#closing: Promise<void> | null = null;
	epoch: string;
	/** Settles when the store cannot go on, such as after an error of fsync: the owner ends the process, and a new one opens it. */
	readonly failed: Promise<Error>;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#queue = parts.queue;
		this.failed = parts.queue.failed;
		this.epoch = String(parts.reader.value("SELECT value FROM meta WHERE key = 'epoch'"));
	}

	async append(
		timeline: TimelineId,
		after: number,
		list: readonly Port.NewEvent[],
	): Promise<Port.AppendAnswer[]> {
		const answer = await this.#queue.write(appendOperation(timeline, after, list));
		return appendAnswers(timeline, after, list, answer);
	}

	async head(timeline: TimelineId): Promise<Port.Head> {
		return events.head(await this.#reader(), timeline);
	}

	async page(timeline: TimelineId, query: Port.PageQuery): Promise<Port.EventPage> {
		return events.page(await this.#reader(), timeline, query);
	}

	async event(timeline: TimelineId, seq: number): Promise<Port.StoredEvent | null> {
		return events.event(await this.#reader(), timeline, seq);
	}

	async byClientId(
		timeline: TimelineId,
		authorKind: Actor['kind'],
		clientId: ClientId,
	): Promise<Port.StoredEvent | null> {
		return events.byClientId(await this.#reader(), timeline, authorKind, clientId);
	}

	async erase(timeline: TimelineId, remains: Remains, at: number): Promise<void> {
		const values = remains.flatMap(({ seq, body }) => [whole(seq), JSON.stringify(body)]);
		let isGone = await this.#queue.write([op.erase, timeline, whole(at), ...values]);
		// Whoever still reads the log, such as a search for damage, keeps it from being cut.
		for (let wait = 50; isGone !== 1; wait = Math.min(wait * 2, longestCutWaitMs)) {
			await new Promise((resolve) => setTimeout(resolve, wait));
			isGone = await this.#queue.write([op.cutLog]);
		}
	}

	async insert<T extends Port.Doc>(
		collection: Port.Collection<T>,
		doc: Port.NewDoc<T>,
	): Promise<T> {
		await this.#queue.write([op.insert, tableOf(collection.name), doc.id, docText(doc)]);
		return { ...doc, rev: 1 } as T;
	}

	async put<T extends Port.Doc>(
		collection: Port.Collection<T>,
		doc: Port.NewDoc<T>,
		forward?: keyof T & string,
	): Promise<T | null> {
		const table = tableOf(collection.name);
		const operation: Op = [op.put, table, doc.id, docText(doc), forward ?? null];
		const rev = await this.#queue.write(operation);
		return rev === null ? null : ({ ...doc, rev } as T);
	}

	async get<T extends Port.Doc>(collection: Port.Collection<T>, id: string): Promise<T | null> {
		return docs.get<T>(await this.#reader(), collection.name, id);
	}

	async getMany<T extends Port.Doc>(
		collection: Port.Collection<T>,
		ids: readonly string[],
	): Promise<T[]> {
		return docs.getMany<T>(await this.#reader(), collection.name, ids);
	}

	async update<T extends Port.Doc>(
		collection: Port.Collection<T>,
		id: string,
		patch: Port.Patch,
		guard: { readonly rev?: number; readonly if?: readonly Port.Condition[] } = {},
	): Promise<T | null> {
		const row = (await this.#queue.write([
			op.update,
			tableOf(collection.name),
			id,
			guard.rev ?? null,
			guard.if === undefined ? null : textOf(guard.if),
			patchText(patch),
		])) as Row | null;
		return row === null ? null : docs.docOf<T>(row);
	}

	async find<T extends Port.Doc>(
		collection: Port.Collection<T>,
		query: Port.Query,
	): Promise<Port.Page<T>> {
		return docs.find<T>(await this.#reader(), collection, query);
	}

	async count<T extends Port.Doc>(
		collection: Port.Collection<T>,
		query: Omit<Port.Query, 'limit' | 'after'>,
		cap: number,
	): Promise<number> {
		return docs.count(await this.#reader(), collection, query, cap);
	}

	async remove<T extends Port.Doc>(
		collection: Port.Collection<T>,
		id: string,
		guard: { readonly rev?: number } = {},
	): Promise<boolean> {
		const table = tableOf(collection.name);
		return (await this.#queue.write([op.remove, table, id, guard.rev ?? null])) === 1;
	}

	async removeRange<T extends Port.Doc>(
		collection: Port.Collection<T>,
		query: Omit<Port.Query, 'after'>,
	): Promise<number> {
		const { text, values } = plainQuery(collection, query, 'n');
		const sql = `DELETE FROM ${tableOf(collection.name)} WHERE n IN (${text})`;
		// To SQLite a negative limit is none.
		const limit = Math.max(0, query.limit);
		return Number(await this.#queue.write([op.removeRange, sql, ...values, limit]));
	}

	async dueLanes(sink: SinkId, now: number, limit: number): Promise<Port.Lane[]> {
		return lanes.dueLanes(await this.#reader(), sink, now, limit);
	}

	async nextDue(sink: SinkId): Promise<number | null> {
		return lanes.nextDue(await this.#reader(), sink);
	}

	async lease(
		sink: SinkId,
		timeline: TimelineId,
		now: number,
		until: number,
	): Promise<Port.Lane | null> {
		const operation: Op = [op.lease, sink, timeline, whole(now), whole(until)];
		const row = (await this.#queue.write(operation)) as Row | null;
		return row === null ? null : lanes.laneOf(sink, timeline, row);
	}

	async owedEvents(
		sink: SinkId,
		timeline: TimelineId,
		after: number,
		limit: number,
	): Promise<Port.StoredEvent[]> {
		return events.owedEvents(await this.#reader(), sink, timeline, after, limit);
	}

	async settle(
		{ sink, timeline, fence }: Pick<Port.Lane, 'sink' | 'timeline' | 'fence'>,
		{ cursor, dueAt, tries, problem }: Port.Settle,
	): Promise<boolean> {
		const numbers = [fence, cursor, dueAt, tries].map(whole);
		return (await this.#queue.write([op.settle, sink, timeline, ...numbers, problem])) === 1;
	}

	async rewind(sink: SinkId, timeline: TimelineId, fromSeq: number): Promise<void> {
		await this.#queue.write([op.rewind, sink, timeline, Math.max(1, whole(fromSeq))]);
	}

	async troubledLanes(sink: SinkId, limit: number): Promise<Port.Lane[]> {
		return lanes.troubledLanes(await this.#reader(), sink, limit);
	}

	async owingSinks(): Promise<{ sink: SinkId; lanes: number }[]> {
		return lanes.owingSinks(await this.#reader());
	}

	/** An event and its lanes are one transaction here: there is nothing to mend. */
	async mendLanes(): Promise<number> {
		this.#refuseIfClosed();
		return 0;
	}

	async index(rows: readonly Port.IndexRow[]): Promise<void> {
		const values = rows.flatMap(({ timeline, seq, site, at, text }) => [
			timeline,
			whole(seq),
			site,
			whole(at),
			text,
		]);
		await this.#queue.writeWhenIdle([op.index, ...values]);
	}

	async search(
		site: string,
		text: string,
		options: { readonly limit: number; readonly before?: number; readonly maxMs?: number },
	): Promise<Port.SearchPage> {
		return search(await this.#reader(), site, text, options);
	}

	dump(): AsyncIterable<Port.DumpRow> {
		return dump(this.#parts.open, this.#parts.dataDir, () => this.#refuseIfClosed());
	}

	async load(rows: readonly Port.DumpRow[]): Promise<void> {
		await this.#queue.write([op.load, JSON.stringify(rows)]);
	}

	async beginEpoch(epoch: string = crypto.randomUUID()): Promise<void> {
		await this.#queue.write([op.beginEpoch, epoch]);
		this.epoch = epoch;
	}

	async timelines(after: TimelineId | null, limit: number): Promise<TimelineId[]> {
		return events.timelines(await this.#reader(), after, limit);
	}

	/**
	 * For the start, as this process owns the folder: whoever held a lease is dead, so what it had in hand is tried now and not
	 * when the lease ends. What waits for its time goes on waiting.
	 */
	async dropLeases(): Promise<void> {
		await this.#queue.write([op.dropLeases]);
	}

	async check(): Promise<string[]> {
		this.#refuseIfClosed();
		return this.#parts.check();
	}

	/** After a refused write tries one of its own, so that it is well again as soon as there is room, not at the next message. */
	async health(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
		if (this.#queue.trouble !== null && this.#closing === null) {
			await this.#queue.write([op.probe]).catch(() => undefined);
		}
		const reason = this.isClosed ? 'closed' : this.#queue.trouble;
		return reason === null ? { ok: true } : { ok: false, reason };
	}

	describe(): Promise<readonly string[]> {
		return Promise.resolve([
			`The data are in ${join(this.#parts.dataDir, 'parley.db')} (SQLite, format ${schemaVersion}).`,
		]);
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		// Before the writer, which then is the last one and can take the log away.
		this.#parts.reader.close();
		await this.#queue.close();
		this.#parts.release();
	}

	/** The connection to read on, when it is this read's turn. */
	async #reader(): Promise<Connection> {
		await this.#turns.next();
		this.#refuseIfClosed();
		return this.#parts.reader;
	}

	get isClosed(): boolean {
		return this.#closing !== null || this.#queue.dead !== null;
	}

	#refuseIfClosed(): void {
		if (this.isClosed) {
			throw new Busy('closed', this.#queue.dead ?? undefined);
		}
	}
}
