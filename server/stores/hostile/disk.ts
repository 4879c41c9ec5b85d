import type { Collection, Doc } from '../../ports/store.ts';
import { scalarOf, type DocRow, type EventRow, type LaneRow, type WordsRow } from './rows.ts';
import { Table, type Row, type TableSpec, type UniqueKey } from './table.ts';

interface Waiter {
	readonly through: number;
	readonly done: (kept: boolean) => void;
}

/**
 * The database: what survives the process. Writes go to the primary; with `replicated` false they reach the majority
 * only when `advance` is called, in the order in which they were made, and `rollback` forgets those that did not.
 */
export class Disk {
	readonly events: Table<EventRow>;
	readonly lanes: Table<LaneRow>;
	readonly words: Table<WordsRow>;
	readonly docs = new Map<string, Table<DocRow>>();
	epoch: string;
	readonly blobs = new Map<string, { readonly bytes: Buffer; readonly storedAt: number }>();
	private readonly lagging: boolean;
	private log: (() => void)[] = [];
	private waiters: Waiter[] = [];
	/** Writes ever made, and how many of them the majority has. */
	private made = 0;
	private kept = 0;

	constructor(collections: readonly Collection<Doc>[], epoch: string, lagging: boolean) {
		this.epoch = epoch;
		this.lagging = lagging;
		this.events = this.table({
			unique: [
				{ name: 'client', key: clientKey },
				{ name: 'seq', key: (row) => row.id },
			],
			group: (row) => row.timeline,
		});
		this.lanes = this.table({ unique: [], group: (row) => row.sink });
		this.words = this.table({
			unique: [{ name: 'rank', key: (row) => String(row.rank) }],
			group: (row) => row.site,
		});
		for (const collection of collections) {
			this.docs.set(collection.name, this.table({ unique: uniqueKeys(collection) }));
		}
	}

	/** The number of the last write, for `majorityHas`. */
	get position(): number {
		return this.made;
	}

	/** Resolves true once the majority has everything up to this write, false if it was rolled back. */
	majorityHas(through: number): Promise<boolean> {
		if (through <= this.kept) {
			return Promise.resolve(true);
		}
		return new Promise((done) => this.waiters.push({ through, done }));
	}

	advance(through: number): void {
		while (this.kept < through && this.log.length > 0) {
			this.log.shift()!();
			this.kept += 1;
		}
		this.release((waiter) => waiter.through <= this.kept, true);
	}

	rollback(): void {
		this.log = [];
		for (const table of [this.events, this.lanes, this.words, ...this.docs.values()]) {
			table.rollback();
		}
		this.made = this.kept;
		this.release(() => true, false);
	}

	private release(which: (waiter: Waiter) => boolean, kept: boolean): void {
		const released = this.waiters.filter(which);
		this.waiters = this.waiters.filter((waiter) => !which(waiter));
		for (const { done } of released) {
			done(kept);
		}
	}

	/** A dump may hold documents of a plugin that is not installed here; they are kept for when it is. */
	docsOf(collection: string): Table<DocRow> {
		const table = this.docs.get(collection) ?? this.table<DocRow>({ unique: [] });
		this.docs.set(collection, table);
		return table;
	}

	private table<T extends Row>(spec: TableSpec<T>): Table<T> {
		const table: Table<T> = new Table(spec, (id, row) => {
			this.made += 1;
			if (this.lagging) {
				this.log.push(() => table.majority.set(id, row));
			} else {
				this.kept += 1;
				table.majority.set(id, row);
			}
		});
		return table;
	}
}

/** Unique in (timeline, author kind, clientId). */
export function clientKey(row: EventRow): string | null {
	return row.clientId === null
		? null
		: JSON.stringify([row.timeline, row.author.kind, row.clientId]);
}

function uniqueKeys(collection: Collection<Doc>): UniqueKey<DocRow>[] {
	return Object.entries(collection.indexes).flatMap(([name, spec]) => {
		if (spec.unique !== true) {
			return [];
		}
		const [field] = spec.fields;
		const key = (row: DocRow): string | null => {
			const value = scalarOf(row, field);
			return value === null ? null : JSON.stringify(value);
		};
		return [{ name, key }];
	});
}
