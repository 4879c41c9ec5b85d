import { randomUUID } from 'node:crypto';
import { facts, people } from '../../contract/collections.ts';
import type { GridBlobs } from '../grid-blobs.ts';
import type { MongoStore } from '../mongo-store.ts';
import { openMongoStore } from '../open-mongo-store.ts';
import { startFaultyRelay, type FaultyRelay, type Loss } from './faulty-relay.ts';
import { dropDatabase } from './open-for-test.ts';
import { freshDatabaseUrl, isStandalone } from './test-url.ts';

/** A store that reaches its MongoDB through a relay, for all tests of a `describe`; each begins with a good line. */
export interface BadLine {
	readonly relay: FaultyRelay;
	readonly store: MongoStore;
	readonly blobs: GridBlobs;
	/** What the command rejects with while the line loses this; then the line is good again. */
	failure(what: string, loss: Loss, command: () => Promise<unknown>): Promise<unknown>;
	healed(): Promise<void>;
	/** Waits until the store says so of its health. */
	becomes(ok: boolean): Promise<void>;
}

/** To be called in a `describe`; the line is there in its tests. */
export function badLine(): () => BadLine {
	let line: BadLine | null = null;
	const url = { direct: '' };
	const get = (): BadLine => {
		if (line === null) throw new Error('There is no line outside of tests.');
		return line;
	};

	beforeAll(async () => {
		url.direct = freshDatabaseUrl();
		const { host, port } = addressOf(url.direct);
		const relay = await startFaultyRelay(host, port);
		const { store, blobs } = await openMongoStore({
			url: throughRelay(url.direct, relay.port),
			collections: [people, facts],
			node: randomUUID(),
			allowStandalone: isStandalone,
		});
		line = { relay, store, blobs, ...actsOf(store, relay) };
	});
	afterEach(() => get().healed());
	afterAll(async () => {
		await line?.store.close();
		await line?.relay.stop();
		await dropDatabase(url.direct);
	});
	return get;
}

function actsOf(
	store: MongoStore,
	relay: FaultyRelay,
): Pick<BadLine, 'becomes' | 'healed' | 'failure'> {
	const becomes = async (ok: boolean): Promise<void> => {
		while ((await store.health()).ok !== ok) await nextTurn();
	};
	const healed = async (): Promise<void> => {
		await relay.heal();
		await becomes(true);
	};
	return {
		becomes,
		healed,
		async failure(what, loss, command) {
			relay.lose(what, loss);
			const error = await command().then(
				(answer) => `answered ${JSON.stringify(answer)}`,
				(thrown: unknown) => thrown,
			);
			if (relay.lost() === 0) throw new Error(`No command was ${what}.`);
			await healed();
			return error;
		},
	};
}

function addressOf(url: string): { readonly host: string; readonly port: number } {
	const { hostname, port } = new URL(url);
	return { host: hostname, port: Number(port || 27017) };
}

/** Direct, or the driver would go to the address that the server calls its own. A silent server is noticed soon. */
function throughRelay(direct: string, port: number): string {
	const url = new URL(direct);
	url.hostname = '127.0.0.1';
	url.port = String(port);
	url.searchParams.set('directConnection', 'true');
	url.searchParams.set('heartbeatFrequencyMS', '500');
	return url.href;
}

export const nextTurn = (): Promise<void> =>
	new Promise((resolve) => {
		setImmediate(resolve);
	});
