import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Blobs } from '../../ports/blobs.ts';
import type { Collection, Doc, DumpRow, Store } from '../../ports/store.ts';
import { dropDatabase } from '../../stores/mongo/testing/open-for-test.ts';
import {
	freshDatabaseUrl,
	isStandalone,
	mongoTestUrl,
} from '../../stores/mongo/testing/test-url.ts';
import { openMongoStore } from '../../stores/mongo/open-mongo-store.ts';
import { openHostileStore } from '../../stores/hostile/open-hostile-store.ts';
import { openFileBlobs } from '../../stores/sqlite/file-blobs.ts';
import { writerPath } from '../../stores/sqlite/open-for-test.ts';
import { openSqliteStore } from '../../stores/sqlite/sqlite-store.ts';
import { collect } from '../../stores/contract/samples.ts';
import { derivedNames } from '../sections.ts';

export { writerPath };

export interface Pair {
	readonly store: Store;
	readonly blobs: Blobs;
}
export type Kind = 'sqlite' | 'hostile' | 'mongodb';
/** MongoDB is one of them where the tests have one. */
export const kinds: readonly Kind[] = [
	'sqlite',
	'hostile',
	...(mongoTestUrl() === null ? [] : (['mongodb'] as const)),
];

const folders: string[] = [];
const databases: string[] = [];
const open: Store[] = [];

export function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'parley-backup-'));
	folders.push(folder);
	return folder;
}

/** An empty store of a kind; `seed` makes the hostile one shuffle what goes on at the same time. */
export async function openPair(
	kind: Kind,
	collections: readonly Collection<Doc>[],
	seed?: number,
): Promise<Pair> {
	if (kind === 'sqlite') return openFolder(newFolder(), collections);
	if (kind === 'mongodb') return openDatabase(newDatabase(), collections);
	const pair = await openHostileStore({ collections, ...(seed === undefined ? {} : { seed }) });
	open.push(pair.store);
	return { store: pair.store, blobs: pair.blobs };
}

/** The address of one that does not exist yet; dropped by `tidyUp`. */
export function newDatabase(): string {
	const url = freshDatabaseUrl();
	databases.push(url);
	return url;
}

export async function openDatabase(
	url: string,
	collections: readonly Collection<Doc>[],
): Promise<Pair> {
	const { store, blobs } = await openMongoStore({
		url,
		collections,
		node: randomUUID(),
		allowStandalone: isStandalone,
	});
	open.push(store);
	return { store, blobs };
}

export async function openFolder(
	dataDir: string,
	collections: readonly Collection<Doc>[],
): Promise<Pair> {
	const store = await openSqliteStore({ dataDir, collections, writerPath });
	open.push(store);
	return { store, blobs: await openFileBlobs(dataDir) };
}

export async function tidyUp(): Promise<void> {
	await Promise.all(open.splice(0).map((store) => store.close()));
	await Promise.all(databases.splice(0).map(dropDatabase));
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** All that a store holds, in an order of its own: two stores with the same give the same. */
export async function contentsOf({ store, blobs }: Pair): Promise<string[]> {
	const rows = (await collect(store.dump())).map((row: DumpRow) =>
		// A fence counts leases, not contents.
		row.kind === 'lane' ? { ...row, lane: { ...row.lane, fence: 0 } } : row,
	);
	const files = [];
	for await (const { id } of blobs.list()) files.push(await blobs.info(id));
	return [...rows, ...files].map((row) => JSON.stringify(sorted(row))).sort();
}

/** Stores give fields in the order of their columns. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
	return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** Of a document that each store makes for itself, as `contentsOf` gives it. */
export const isDerived = (row: string): boolean =>
	[...derivedNames].some((name) => row.includes(`"collection":"${name}"`));

/** A stream of these bytes. */
export async function* bytesOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
	await Promise.resolve();
	for (const part of parts) yield Buffer.from(part as string);
}

/** The same store, but for one of its verbs. */
export function withDump(store: Store, dump: Store['dump']): Store {
	return new Proxy(store, {
		get(target, name) {
			if (name === 'dump') return dump;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
}
