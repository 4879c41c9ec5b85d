import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { join } from 'node:path';
import { check } from './check.ts';
import { loadDriver, type Connection } from './driver.ts';
import { commitTogether } from './group-commit.ts';
import { Housekeeping } from './housekeeping.ts';
import { op, type Answer, type FromWriter, type Op, type ToWriter } from './ops.ts';
import { configureWriter, prepareSchema, type CollectionShape } from './schema.ts';
import { StoreStartError } from '../start-error.ts';
import { startErrorOf, type StartFailure } from './start-error.ts';
import { WriteState } from './write-state.ts';

/*
 * Entry of the store's threads: the one that writes, for as long as the store is open, and now and then one that looks
 * for damage, which may take minutes. Bundled into a file of its own; runs in worker_threads only.
 */

export interface WriterSettings {
	readonly task: 'write' | 'check';
	readonly dataDir: string;
	readonly collections: readonly CollectionShape[];
	readonly sync: 'full' | 'normal';
	readonly maxPages?: number | undefined;
}
/** The first thing that a writer says; `check` says its findings instead. */
export type Started = { readonly started: true } | { readonly failed: StartFailure };

async function openDatabase({
	dataDir,
	collections,
	sync,
	maxPages,
}: WriterSettings): Promise<Connection> {
	const open = await loadDriver();
	const db = open(join(dataDir, 'parley.db'));
	try {
		configureWriter(db, sync, maxPages);
		prepareSchema(db, collections);
		return db;
	} catch (error) {
		db.close();
		throw error;
	}
}

async function write(port: MessagePort, settings: WriterSettings): Promise<void> {
	const db = await openDatabase(settings);
	const state = new WriteState(db);
	const housekeeping = new Housekeeping(db);
	const ticks = setInterval(() => housekeeping.tick(), 1000);
	port.on('message', (operations: ToWriter) => {
		if (operations === null) {
			clearInterval(ticks);
			housekeeping.cutLog();
			db.close();
			port.close();
			return;
		}
		const reply = commitTogether(state, operations);
		housekeeping.wrote();
		port.postMessage('answers' in reply ? cutIfErased(operations, reply.answers) : reply);
	});
	port.postMessage({ started: true } satisfies Started);

	/** Before the answer, because erased means gone from the files. */
	function cutIfErased(operations: readonly Op[], answers: readonly Answer[]): FromWriter {
		const isErasure = ([code]: Op): boolean => code === op.erase || code === op.cutLog;
		if (!operations.some(isErasure)) {
			return { answers };
		}
		const isGone = Number(housekeeping.erased());
		return { answers: operations.map((one, i) => (isErasure(one) ? isGone : answers[i]!)) };
	}
}

async function main(port: MessagePort, settings: WriterSettings): Promise<void> {
	if (settings.task === 'check') {
		answer(port, await check(settings.dataDir));
		return;
	}
	try {
		await write(port, settings);
	} catch (error) {
		const known = startErrorOf(error, settings.dataDir);
		if (!(known instanceof StoreStartError)) {
			throw error;
		}
		const { code, message } = known;
		answer(port, { failed: { code, message } } satisfies Started);
	}
}

/** The last word of a thread, which then waits to be ended: one that ends by itself may end before it is heard. */
function answer(port: MessagePort, message: unknown): void {
	port.on('message', () => undefined);
	port.postMessage(message);
}

if (parentPort === null) {
	throw new Error('This file is a thread of the store; it is not started by itself.');
}
await main(parentPort, workerData as WriterSettings);
