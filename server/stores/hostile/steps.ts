import { Unknown } from '../../ports/errors.ts';
import type { Disk } from './disk.ts';
import { below, type Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { Concern } from './table.ts';

/** Chances from 0 to 1, each drawn for every step, `busy` for every call; all 0 unless given. */
export interface Faults {
	/** Refused with Busy before anything was done. */
	readonly busy?: number;
	/** A write that says Unknown and was not stored. */
	readonly unknownBefore?: number;
	/** A write that says Unknown and was stored. */
	readonly unknownAfter?: number;
	/** A write that says Unknown and is stored some time later, as after a time-out. */
	readonly unknownLate?: number;
	/** A read that fails. */
	readonly unknownRead?: number;
	/** A read of a timeline that shows it as it was a few events ago. */
	readonly staleTop?: number;
}
/** In turns of the scheduler. */
const MOST_LAG = 60;

type WriteFault = 'none' | 'before' | 'after' | 'late';

/** The line from one process to the documents. Whoever holds it may die between any two steps. */
export class Steps {
	readonly disk: Disk;
	readonly faults: Faults;
	readonly random: Random;
	private readonly scheduler: Scheduler;
	private readonly lagging: boolean;
	private dead = false;
	private taken = 0;
	private crashAt = Infinity;
	private readonly dropped = new Set<() => void>();

	constructor(
		disk: Disk,
		scheduler: Scheduler,
		random: Random,
		options: { readonly faults: Faults; readonly lagging: boolean },
	) {
		this.disk = disk;
		this.scheduler = scheduler;
		this.random = random;
		this.faults = options.faults;
		this.lagging = options.lagging;
	}

	get count(): number {
		return this.taken;
	}

	get crashed(): boolean {
		return this.dead;
	}

	chance(of: number | undefined): boolean {
		return of !== undefined && of > 0 && this.random() < of;
	}

	read<T>(look: (concern: Concern) => T): Promise<T> {
		return this.step(() => {
			if (this.chance(this.faults.unknownRead)) {
				throw new Unknown();
			}
			return look('majority');
		});
	}

	/** One write of one document. Answers when the majority has it. */
	write<T>(apply: () => T): Promise<T> {
		return this.writeInOrder([apply]).then(([result]) => result as T);
	}

	/**
	 * Several writes of one document each, the next only after the one before, as an ordered insert does it: `failed` is
	 * told the error that stopped it. Others get between any two of them. Answers when the majority has them all.
	 */
	async writeInOrder<T>(
		writes: readonly (() => T)[],
		failed?: (error: Error) => void,
	): Promise<T[]> {
		const results: T[] = [];
		const kept: Promise<boolean>[] = [];
		for (const [index, apply] of writes.entries()) {
			const fault = this.drawWriteFault();
			const rest = writes.slice(index);
			const run = (): T => {
				if (fault === 'before') {
					throw new Unknown();
				}
				if (fault === 'late') {
					this.goOnUnseen(rest);
					throw new Unknown();
				}
				const result = apply();
				if (fault === 'after') {
					throw new Unknown();
				}
				// Asked in the same step: a rollback right after it must be heard.
				kept.push(this.disk.majorityHas(this.disk.position));
				return result;
			};
			try {
				results.push(await this.step(run, rest));
			} catch (error) {
				if (failed === undefined || error instanceof Unknown) {
					throw error;
				}
				failed(error as Error);
				break;
			}
		}
		if ((await Promise.all(kept)).includes(false)) {
			throw new Unknown();
		}
		return results;
	}

	/** From now on nothing that this process began goes on. Of the writes under way some still arrive. */
	crash(): void {
		this.dead = true;
		for (const drop of this.dropped) {
			drop();
		}
		this.dropped.clear();
	}

	/** Crashes instead of taking the n-th step from now (0: the next one). */
	crashBefore(step: number): void {
		this.crashAt = this.taken + step;
	}

	private step<T>(run: () => T, sent: readonly (() => unknown)[] = []): Promise<T> {
		if (this.taken === this.crashAt) {
			this.crash();
		}
		if (this.dead) {
			return Promise.reject(new Unknown());
		}
		this.taken += 1;
		return new Promise((resolve, reject) => {
			let gone = false;
			const drop = (): void => {
				gone = true;
				this.goOnUnseen(sent.slice(0, below(this.random, sent.length + 1)));
				reject(new Unknown());
			};
			this.dropped.add(drop);
			this.scheduler.enqueue(() => {
				if (gone) {
					return;
				}
				this.dropped.delete(drop);
				const before = this.disk.position;
				try {
					resolve(run());
				} catch (error) {
					reject(error as Error);
				} finally {
					this.replicate(before);
				}
			});
		});
	}

	/** The server goes on with what it was sent although nobody hears the answer. */
	private goOnUnseen(writes: readonly (() => unknown)[]): void {
		const [first, ...rest] = writes;
		if (first === undefined) {
			return;
		}
		this.scheduler.enqueue(() => {
			const before = this.disk.position;
			try {
				first();
				this.replicate(before);
				this.goOnUnseen(rest);
			} catch {
				// Refused: an ordered write stops here, and nobody is told.
			}
		});
	}

	/** What was written since then reaches the majority after a while. */
	private replicate(since: number): void {
		const through = this.disk.position;
		if (this.lagging && through > since) {
			this.scheduler.enqueue(() => this.disk.advance(through), below(this.random, MOST_LAG));
		}
	}

	private drawWriteFault(): WriteFault {
		const { unknownBefore = 0, unknownAfter = 0, unknownLate = 0 } = this.faults;
		if (unknownBefore + unknownAfter + unknownLate === 0) {
			return 'none';
		}
		const drawn = this.random();
		if (drawn < unknownBefore) {
			return 'before';
		}
		if (drawn < unknownBefore + unknownAfter) {
			return 'after';
		}
		return drawn < unknownBefore + unknownAfter + unknownLate ? 'late' : 'none';
	}
}
