import { Worker } from 'node:worker_threads';
import { Busy, DuplicateKey, Unknown, type BusyReason } from '../../ports/errors.ts';
import type { Answer, Failure, FromWriter, Op, Refused, ToWriter } from './ops.ts';
import { StoreStartError } from '../start-error.ts';
import type { Started, WriterSettings } from './writer.ts';

/** Operations of one transaction: more would raise everybody's wait and save nothing. */
const mostInBatch = 256;
const mostQueued = 10_000;
/** Work for quiet moments waits no longer than this. */
const longestIdleMs = 200;

interface Waiting {
	readonly operation: Op;
	readonly resolve: (answer: Answer) => void;
	readonly reject: (error: Error) => void;
}

const reasons: Readonly<Record<Exclude<Failure, 'unknown'>, BusyReason>> = {
	full: 'disk_full',
	readonly: 'read_only',
	locked: 'locked',
};

/**
 * The main thread's end of the writer thread: collects what is asked for in one turn of the event loop, sends it as
 * one message, and settles each promise when the answer says that the transaction is committed.
 */
export class WriteQueue {
	readonly #worker: Worker;
	readonly #queue: Waiting[] = [];
	readonly #idle: Waiting[] = [];
	/** One message at a time: what comes meanwhile makes the next one. A second one on the way gained nothing (measured). */
	#inFlight: readonly Waiting[] = [];
	#idleSince = 0;
	#waiting = 0;
	#isFlushDue = false;
	#isClosing = false;
	#dead: Error | null = null;
	#ended: () => void = () => undefined;
	#reportFailure: (error: Error) => void = () => undefined;
	readonly #end: Promise<void>;
	/** Why the last message was not stored; null when it was. */
	trouble: BusyReason | null = null;

	/** Settles when the writer died or must not be used any more: the process has to start anew. */
	readonly failed: Promise<Error>;

	constructor(worker: Worker) {
		this.#worker = worker;
		this.failed = new Promise((resolve) => (this.#reportFailure = resolve));
		this.#end = new Promise((resolve) => (this.#ended = resolve));
		worker.on('message', (reply: FromWriter) => this.#settle(reply));
		worker.on('error', (error) => this.#die(error));
		worker.on('exit', () => this.#die(new Error('The writer thread has ended.')));
	}

	/** Why `failed` settled; null while the writer is well. */
	get dead(): Error | null {
		return this.#dead;
	}

	write(operation: Op): Promise<Answer> {
		return this.#enqueue(this.#queue, operation);
	}

	/** For work that can wait until nothing else does. */
	writeWhenIdle(operation: Op): Promise<Answer> {
		if (this.#idle.length === 0) this.#idleSince = Date.now();
		return this.#enqueue(this.#idle, operation);
	}

	/** Finishes what was begun; refuses what comes later. */
	async close(): Promise<void> {
		if (!this.#isClosing) {
			this.#isClosing = true;
			this.#flushSoon();
		}
		await this.#end;
	}

	#enqueue(queue: Waiting[], operation: Op): Promise<Answer> {
		if (this.#isClosing || this.#dead !== null) {
			return Promise.reject(new Busy('closed', this.#dead ?? undefined));
		}
		if (this.#waiting >= mostQueued) {
			return Promise.reject(new Busy('queue_full'));
		}
		this.#waiting += 1;
		return new Promise((resolve, reject) => {
			queue.push({ operation, resolve, reject });
			this.#flushSoon();
		});
	}

	#flushSoon(): void {
		if (!this.#isFlushDue) {
			this.#isFlushDue = true;
			setImmediate(() => {
				this.#isFlushDue = false;
				this.#flush();
			});
		}
	}

	#flush(): void {
		if (this.#dead !== null || this.#inFlight.length > 0) {
			return;
		}
		this.#inFlight = this.#nextBatch();
		if (this.#inFlight.length > 0) {
			const operations = this.#inFlight.map(({ operation }) => operation);
			this.#worker.postMessage(operations satisfies ToWriter);
		} else if (this.#isClosing) {
			this.#worker.postMessage(null satisfies ToWriter);
		}
	}

	#nextBatch(): Waiting[] {
		const isOverdue =
			this.#idle.length > 0 && (this.#isClosing || Date.now() - this.#idleSince > longestIdleMs);
		if (isOverdue || this.#queue.length === 0) {
			this.#idleSince = Date.now();
			// One at a time: each is a transaction of its own, and what comes meanwhile goes before the next.
			const [next] = this.#idle.splice(0, 1);
			if (next !== undefined) return [next];
		}
		return this.#queue.splice(0, mostInBatch);
	}

	#settle(reply: FromWriter): void {
		const batch = this.#inFlight;
		this.#inFlight = [];
		this.#waiting -= batch.length;
		if ('answers' in reply) {
			this.trouble = null;
			for (const [i, { resolve, reject }] of batch.entries()) {
				const answer = reply.answers[i] ?? null;
				if (isRefused(answer)) reject(new DuplicateKey(answer.duplicate));
				else resolve(answer);
			}
		} else {
			this.#fail(batch, reply);
		}
		this.#flushSoon();
	}

	#fail(batch: readonly Waiting[], reply: Extract<FromWriter, { failure: Failure }>): void {
		const cause = new Error(reply.message);
		this.trouble = reply.failure === 'unknown' ? this.trouble : reasons[reply.failure];
		for (const { reject } of batch) {
			reject(
				reply.failure === 'unknown' ? new Unknown(cause) : new Busy(reasons[reply.failure], cause),
			);
		}
		if (reply.fatal) {
			void this.#worker.terminate();
			this.#die(cause);
		}
	}

	#die(error: Error): void {
		const isExpected = this.#isClosing && this.#waiting === 0;
		if (this.#dead === null && !isExpected) {
			this.#dead = error;
			this.#reportFailure(error);
		}
		const sent = this.#inFlight;
		this.#inFlight = [];
		const unsent = [...this.#queue.splice(0), ...this.#idle.splice(0)];
		this.#waiting = 0;
		for (const { reject } of sent) reject(new Unknown(error));
		for (const { reject } of unsent) reject(new Busy('closed', error));
		this.#ended();
	}
}

function isRefused(answer: Answer): answer is Refused {
	return answer !== null && typeof answer === 'object' && 'duplicate' in answer;
}

/** Starts the thread and waits until the database is open in it. */
export async function startWriter(
	writerPath: string,
	settings: Omit<WriterSettings, 'task'>,
): Promise<WriteQueue> {
	const workerData: WriterSettings = { ...settings, task: 'write' };
	const worker = new Worker(writerPath, { workerData, name: 'store-writer' });
	const started = await firstMessage<Started>(worker);
	if ('failed' in started) {
		await worker.terminate();
		throw new StoreStartError(started.failed.code, started.failed.message);
	}
	return new WriteQueue(worker);
}

/** Runs the search for damage in a thread of its own. */
export async function runCheck(
	writerPath: string,
	settings: Omit<WriterSettings, 'task'>,
): Promise<string[]> {
	const workerData: WriterSettings = { ...settings, task: 'check' };
	const worker = new Worker(writerPath, { workerData, name: 'store-check' });
	try {
		return await firstMessage<string[]>(worker);
	} finally {
		await worker.terminate();
	}
}

function firstMessage<T>(worker: Worker): Promise<T> {
	return new Promise((resolve, reject) => {
		const ended = (): void => reject(new Error('A thread of the store ended before it answered.'));
		worker.once('message', (message: T) => {
			worker.off('error', reject);
			worker.off('exit', ended);
			resolve(message);
		});
		worker.once('error', reject);
		worker.once('exit', ended);
	});
}
