import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { createConnection, type Connection } from 'mongoose';
import type { Collection, Doc } from '../../ports/store.ts';
import { facts, people } from '../contract/collections.ts';
import { startFaultyRelay } from './testing/faulty-relay.ts';
import { dropDatabase } from './testing/open-for-test.ts';
import { describeMongo, freshDatabaseUrl, isStandalone } from './testing/test-url.ts';
import type { MongoStore } from './mongo-store.ts';
import { openMongoStore } from './open-mongo-store.ts';
import { schemaVersion } from './start-up.ts';

jest.setTimeout(60_000);

interface Shelf extends Doc {
	readonly room: string;
}

const unreachableMs = 5000;

describeMongo('a store opened on MongoDB', () => {
	const open = async (
		url: string,
		collections: readonly Collection<Doc>[] = [people, facts],
		more: { readonly node?: string; readonly allowStandalone?: boolean } = {},
	): Promise<MongoStore> => {
		const options = { url, collections, node: randomUUID(), allowStandalone: isStandalone };
		return (await openMongoStore({ ...options, ...more })).store;
	};
	/** The error of a start that must fail. */
	async function refusal(url: string, more = {}): Promise<unknown> {
		const opened = await open(url, [people], more).catch((error: unknown) => error);
		if (opened instanceof Error) return opened;
		await (opened as MongoStore).close();
		throw new Error('It was opened.');
	}
	async function withConnection<T>(url: string, use: (db: Connection) => Promise<T>): Promise<T> {
		const connection = await createConnection(url, { runtimeAdapters: { os } }).asPromise();
		try {
			return await use(connection);
		} finally {
			await connection.close();
		}
	}

	let url: string;
	beforeEach(() => {
		url = freshDatabaseUrl();
	});
	afterEach(() => dropDatabase(url));

	// The stand-in knows no users, and lets an index be another one under the same name.
	const onReal = isStandalone ? it.skip : it;

	it('says within some seconds that nothing answers at its address, and never shows a password', async () => {
		// It takes connections and says nothing; on the other port (discard) nothing listens.
		const silent = await startFaultyRelay('127.0.0.1', 9);
		silent.silence();
		const startedAt = performance.now();
		try {
			const errors = await Promise.all(
				[9, silent.port].map((port) => refusal(`mongodb://mira:secret@127.0.0.1:${port}/chat`)),
			);
			const took = performance.now() - startedAt;
			for (const error of errors) {
				expect(error).toMatchObject({ name: 'StoreStartError', code: 'unreachable' });
				const { message } = error as Error;
				expect(message).toMatch(/^MongoDB at mongodb:\/\/127\.0\.0\.1:\d+\/chat cannot be used/);
				expect(message).toContain('Check that it runs');
				expect(message).not.toMatch(/mira|secret/);
			}
			expect(took).toBeLessThan(unreachableMs + 3000);
		} finally {
			await silent.stop();
		}
	});

	onReal('says that a user is refused, and what the user needs', async () => {
		const stranger = url.replace(/^(mongodb:\/\/)(?:[^/@]*@)?/, '$1mira:secret@');
		const error = await refusal(stranger);
		expect(error).toMatchObject({
			name: 'StoreStartError',
			code: 'unreachable',
			message: expect.stringMatching(
				/refuses the user of STORE_URL.*readWrite.*authSource/,
			) as string,
		});
		expect((error as Error).message).not.toMatch(/mira|secret/);
	});

	onReal('says what the set is called when the address names another one', async () => {
		for (const more of ['', '&directConnection=true']) {
			const [bare = ''] = url.split('?');
			expect(await refusal(`${bare}?replicaSet=other${more}`)).toMatchObject({
				name: 'StoreStartError',
				code: 'unsuitable',
				message: expect.stringMatching(/the set is called \w+, STORE_URL says other\./) as string,
			});
		}
	});

	onReal('says that its database differs from one that is there only in letters', async () => {
		await (await open(url)).close();
		const capital = url.replace(/\/([a-z])([^/]*)$/, (_, first: string, rest: string) => {
			return `/${first.toUpperCase()}${rest}`;
		});
		expect(await refusal(capital)).toMatchObject({
			code: 'unsuitable',
			message: expect.stringContaining('only in capital letters') as string,
		});
	});

	it('is refused on a MongoDB that is no replica set, and says what to do', async () => {
		const answer = await open(url, [people], { allowStandalone: false }).catch(
			(error: unknown) => error,
		);
		if (!isStandalone) return (answer as MongoStore).close();
		expect(answer).toMatchObject({
			name: 'StoreStartError',
			code: 'unsuitable',
			message: expect.stringMatching(
				/no replica set.*--replSet rs0 and run rs\.initiate\(\)/,
			) as string,
		});
		const { collections } = await withConnection(url, async ({ db }) => ({
			collections: await db?.listCollections().toArray(),
		}));
		expect(collections).toEqual([]);
		await (await open(url, [people], { allowStandalone: true })).close();
	});

	it('does not touch a database of a newer version', async () => {
		await (await open(url)).close();
		const look = () =>
			withConnection(url, async ({ db }) => {
				const names = (await db!.listCollections().toArray()).map(({ name }) => name).sort();
				const all = names.map(async (name) => ({
					name,
					documents: await db!.collection(name).find().sort({ _id: 1 }).toArray(),
					indexes: await db!.collection(name).indexes(),
				}));
				return JSON.stringify(await Promise.all(all));
			});
		await withConnection(url, async ({ db }) => {
			const newer = { $set: { version: schemaVersion + 1, epoch: 'of the newer one' } };
			await db!.collection('meta').updateOne({ _id: 'store' as never }, newer);
			await db!.collection('events').dropIndex('owes');
		});
		const before = await look();
		expect(await refusal(url)).toMatchObject({
			name: 'StoreStartError',
			code: 'newer_version',
			message: expect.stringMatching(/newer Parley.*Start the newer version/) as string,
		});
		expect(await look()).toBe(before);
	});

	it('agrees on the epoch with those that open it empty at the same time', async () => {
		const stores = await Promise.all(Array.from({ length: 4 }, () => open(url)));
		expect(new Set(stores.map(({ epoch }) => epoch)).size).toBe(1);
		await Promise.all(stores.map((store) => store.close()));
		const again = await open(url);
		expect(again.epoch).toBe(stores[0]!.epoch);
		await again.close();
	});

	onReal('makes an index anew that has another form than is declared', async () => {
		const named = (fields: readonly string[]): Collection<Doc> => ({
			name: 'shelves',
			indexes: { place: { fields } },
		});
		const indexOf = () =>
			withConnection(url, async ({ db }) => {
				const indexes = await db!.collection('c_shelves').indexes();
				return indexes.filter(({ name }) => name === 'place');
			});
		await (await open(url, [named(['room'])])).close();
		expect(await indexOf()).toMatchObject([{ key: { room: 1, _id: 1 } }]);
		await (await open(url, [named(['floor', 'room'])])).close();
		expect(await indexOf()).toMatchObject([{ key: { floor: 1, room: 1, _id: 1 } }]);
		const unique: Collection<Doc> = {
			name: 'shelves',
			indexes: { place: { fields: ['room'], unique: true } },
		};
		await (await open(url, [unique])).close();
		expect(await indexOf()).toMatchObject([{ key: { room: 1 }, unique: true, sparse: true }]);
	});

	onReal(
		'says that values are there twice where they may be there once, and keeps the documents',
		async () => {
			const loose: Collection<Shelf> = {
				name: 'shelves',
				indexes: { place: { fields: ['room'] } },
			};
			const strict: Collection<Shelf> = {
				name: 'shelves',
				indexes: { place: { fields: ['room'], unique: true } },
			};
			const store = await open(url, [loose]);
			for (const id of ['a', 'b']) await store.insert(loose, { id, room: 'r1' });
			await store.close();
			const error = await open(url, [strict]).catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({
				name: 'StoreStartError',
				code: 'damaged',
				message: expect.stringMatching(/c_shelves.*No document was changed/) as string,
			});
			const again = await open(url, [loose]);
			expect(await again.getMany(loose, ['a', 'b'])).toHaveLength(2);
			await again.close();
		},
	);

	it('sees the other servers on its database, not itself, and forgets one that closed', async () => {
		const [one, other] = [
			await open(url, [people], { node: 'one' }),
			await open(url, [people], { node: 'other' }),
		];
		try {
			expect(await one.others()).toEqual([
				{
					node: 'other',
					host: os.hostname(),
					pid: process.pid,
					seenAt: expect.any(Number) as number,
				},
			]);
			expect((await other.others()).map(({ node }) => node)).toEqual(['one']);
			await other.close();
			expect(await one.others()).toEqual([]);
		} finally {
			await one.close();
			await other.close();
		}
	});

	it('forgets a server that nobody has seen for a week', async () => {
		const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000);
		await withConnection(url, async ({ db }) => {
			const nodes = db!.collection<{ _id: string; seenAt: Date }>('nodes');
			await nodes.insertMany([
				{ _id: 'gone', seenAt: ago(8) },
				{ _id: 'on holiday', seenAt: ago(6) },
			]);
			await (await open(url, [people], { node: 'one' })).close();
			expect(await nodes.distinct('_id')).toEqual(['on holiday']);
		});
	});
});
