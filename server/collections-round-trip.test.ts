import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { migrate } from './backup/migrate.ts';
import { restoreBackup } from './backup/restore.ts';
import { derivedNames, omitted } from './backup/sections.ts';
import {
	newDatabase,
	newFolder,
	openDatabase,
	openFolder,
	tidyUp,
	writerPath,
	type Pair,
} from './backup/testing/stores.ts';
import { unfinishedCopies } from './backup/unfinished.ts';
import { writeBackup } from './backup/write-backup.ts';
import { collections } from './house.ts';
import type { StorePlace } from './open-store.ts';
import type { Collection, Doc, Json } from './ports/store.ts';
import { isStandalone, mongoTestUrl } from './stores/mongo/testing/test-url.ts';

/* Every collection that the house declares, also one that is added tomorrow, goes through a backup and through a migration. */

afterEach(tidyUp);

const at = Date.UTC(2026, 10, 1);
const clock = { now: () => at, after: () => () => undefined };
const names = collections.map(({ name }) => name);

type Plain = { readonly id: string } & Readonly<Record<string, Json>>;

/** Something in each field that an index is made of, and odd things beside. */
function docFor(collection: Collection<Doc>): Plain {
	const fields = Object.values(collection.indexes).flatMap(({ fields: each }) => [...each]);
	return {
		id: `one of ${collection.name} 'Ünï\u2028"'`,
		...Object.fromEntries(fields.map((field) => [field, `${field} of ${collection.name}`])),
		beside: { list: [1, null, 'a\u0000b', { deep: true }], none: null, number: -1.5e9 },
	};
}

async function fill({ store }: Pair): Promise<void> {
	for (const collection of collections) {
		// Else it would say that this is half a copy.
		if (collection.name === unfinishedCopies.name) continue;
		await store.insert(collection, docFor(collection));
		// A revision that is not the first.
		await store.update(collection, docFor(collection).id, { set: { changed: true } });
	}
}

/** By collection, what is stored there. */
async function held({ store }: Pair): Promise<Record<string, unknown>> {
	const found: Record<string, unknown> = {};
	for await (const row of store.dump())
		if (row.kind === 'doc') found[row.collection] = { ...row.doc };
	return found;
}

const without = (left: (name: string) => boolean): string[] =>
	names.filter((name) => name !== unfinishedCopies.name && !left(name)).sort();

/** Each of `wanted` is the same as it was, and nothing else is there. */
async function expectSame(pair: Pair, source: Record<string, unknown>, wanted: readonly string[]) {
	const found = await held(pair);
	expect(Object.keys(found).sort()).toEqual(wanted);
	for (const name of wanted) expect({ [name]: found[name] }).toEqual({ [name]: source[name] });
}

/** A folder with a document of each. */
async function filledFolder(): Promise<{
	dataDir: string;
	pair: Pair;
	contents: Record<string, unknown>;
}> {
	const dataDir = newFolder();
	const pair = await openFolder(dataDir, collections);
	await fill(pair);
	const contents = await held(pair);
	expect(Object.keys(contents).sort()).toEqual(without(() => false));
	for (const doc of Object.values(contents)) expect(doc).toMatchObject({ rev: 2, changed: true });
	return { dataDir, pair, contents };
}

test('no two collections have one name', () => {
	expect([...new Set(names)]).toEqual(names);
});

test('each declared collection of the server is one of the house', () => {
	const declared = sourcesWithCollections();
	expect(declared.length).toBeGreaterThan(20);
	expect(declared.filter((name) => !names.includes(name))).toEqual([]);
});

test('a document of each collection comes back from a backup, but for those that must not or are made anew', async () => {
	const { pair, contents } = await filledFolder();
	const path = join(newFolder(), 'all.backup');
	await writeBackup(path, { ...pair, collections }, { now: at, version: '1', needsKey: 'k' });
	const dataDir = newFolder();
	await restoreBackup({
		path,
		dataDir,
		replace: false,
		collections,
		writerPath,
		clock,
		progress: () => undefined,
	});
	const restored = await openFolder(dataDir, collections);
	await expectSame(
		restored,
		contents,
		without((name) => omitted.has(name) || derivedNames.has(name)),
	);
});

const targets: [string, () => StorePlace][] = [
	['a folder', () => ({ kind: 'sqlite', dataDir: newFolder() })],
];
if (mongoTestUrl() !== null)
	targets.push(['MongoDB', () => ({ kind: 'mongodb', url: newDatabase() })]);

test.each(targets)('a document of each collection is moved to %s', async (_name, newPlace) => {
	const { dataDir, pair, contents } = await filledFolder();
	await pair.store.close();
	const to = newPlace();
	await migrate({
		from: { kind: 'sqlite', dataDir },
		to,
		collections,
		buildDir: resolve('build'),
		allowStandalone: isStandalone,
		clock,
		note: () => undefined,
	});
	const moved = await (to.kind === 'sqlite'
		? openFolder(to.dataDir, collections)
		: openDatabase(to.url, collections));
	await expectSame(
		moved,
		contents,
		without((name) => derivedNames.has(name)),
	);
});

/** Names that the sources give to collections; the tests have some of their own. */
function sourcesWithCollections(): string[] {
	const root = import.meta.dirname;
	return readdirSync(root, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\/(testing|contract)\//.test(file))
		.flatMap((file) => [
			...readFileSync(join(root, file), 'utf8').matchAll(
				/: Collection<[^=]*> = \{\s*name: '([a-z_]+)'/g,
			),
		])
		.map(([, name]) => name ?? '');
}
