import { DuplicateKey } from '../../ports/errors.ts';

export interface Row {
	readonly id: string;
}
export interface UniqueKey<T> {
	readonly name: string;
	/** Null: this row collides with nobody. */
	readonly key: (row: T) => string | null;
}
export interface TableSpec<T> {
	readonly unique: readonly UniqueKey<T>[];
	/** Rows that are mostly read together, so that a read need not walk the whole table. */
	readonly group?: (row: T) => string;
}
type Changed<T> = (id: string, row: T | null) => void;
export type Concern = 'local' | 'majority';

/** The rows of one side, the primary's own or those that a majority has. */
export class Rows<T extends Row> {
	readonly all = new Map<string, T>();
	private readonly groups = new Map<string, Map<string, T>>();
	private readonly group: ((row: T) => string) | undefined;

	constructor(group: ((row: T) => string) | undefined) {
		this.group = group;
	}

	set(id: string, row: T | null): void {
		const before = this.all.get(id);
		if (row === null) {
			this.all.delete(id);
		} else {
			this.all.set(id, row);
		}
		const shown = row ?? before;
		if (this.group === undefined || shown === undefined) {
			return;
		}
		const name = this.group(shown);
		const members = this.groups.get(name) ?? new Map<string, T>();
		this.groups.set(name, members);
		if (row !== null) {
			members.set(id, row);
		} else {
			members.delete(id);
			if (members.size === 0) {
				this.groups.delete(name);
			}
		}
	}

	of(name: string): Iterable<T> {
		return this.groups.get(name)?.values() ?? [];
	}

	groupNames(): string[] {
		return [...this.groups.keys()];
	}
}

/** One collection of documents. Each method is one atomic step on one document, and no more than that. */
export class Table<T extends Row> {
	private readonly spec: TableSpec<T>;
	private readonly changed: Changed<T>;
	private readonly keys = new Map<string, Map<string, string>>();
	private local: Rows<T>;
	readonly majority: Rows<T>;

	constructor(spec: TableSpec<T>, changed: Changed<T>) {
		this.spec = spec;
		this.changed = changed;
		this.local = new Rows(spec.group);
		this.majority = new Rows(spec.group);
		this.rebuildKeys();
	}

	view(concern: Concern): Rows<T> {
		return concern === 'local' ? this.local : this.majority;
	}

	insert(row: T): T {
		if (this.local.all.has(row.id)) {
			throw new DuplicateKey('id');
		}
		this.store(row.id, row);
		return row;
	}

	/** Changes the row if it is there and `change` gives another; null when there was nothing to change. */
	change(id: string, change: (row: T) => T | null): T | null {
		const before = this.local.all.get(id);
		const after = before === undefined ? null : change(before);
		if (after !== null && after !== before) {
			this.store(id, after);
		}
		return after;
	}

	remove(id: string, holds: (row: T) => boolean): boolean {
		const before = this.local.all.get(id);
		if (before === undefined || !holds(before)) {
			return false;
		}
		this.store(id, null);
		return true;
	}

	/** The primary that had more than the majority is gone. */
	rollback(): void {
		this.local = new Rows(this.spec.group);
		for (const [id, row] of this.majority.all) {
			this.local.set(id, row);
		}
		this.rebuildKeys();
	}

	private store(id: string, row: T | null): void {
		const before = this.local.all.get(id);
		if (row !== null) {
			for (const { name, key } of this.spec.unique) {
				const value = key(row);
				const holder = value === null ? undefined : this.keys.get(name)!.get(value);
				if (holder !== undefined && holder !== id) {
					throw new DuplicateKey(name);
				}
			}
		}
		for (const { name, key } of this.spec.unique) {
			const [old, fresh] = [before && key(before), row && key(row)];
			if (typeof old === 'string') {
				this.keys.get(name)!.delete(old);
			}
			if (typeof fresh === 'string') {
				this.keys.get(name)!.set(fresh, id);
			}
		}
		this.local.set(id, row);
		this.changed(id, row);
	}

	private rebuildKeys(): void {
		for (const { name, key } of this.spec.unique) {
			const taken = new Map<string, string>();
			for (const [id, row] of this.local.all) {
				const value = key(row);
				if (value !== null) {
					taken.set(value, id);
				}
			}
			this.keys.set(name, taken);
		}
	}
}
