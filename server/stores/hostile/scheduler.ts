// From the module and not the global: tests replace the global one by a fake clock.
import { setImmediate } from 'node:timers';
import { below, type Random } from './random.ts';

interface Waiting {
	readonly turn: number;
	readonly run: () => void;
}

/**
 * Runs the steps of all operations one at a time, in an order that the seed determines. Most steps are overtaken by a few
 * others, some by hundreds, as on a database behind a network. Between two steps everything that the first one woke has
 * run to its next step, so the same seed and the same program give the same order, whatever the machine does meanwhile.
 * Without a seed steps run in the order in which they come, at once.
 */
export class Scheduler {
	private readonly random: Random | null;
	private readonly waiting: Waiting[] = [];
	private turn = 0;
	private running = false;
	private idlers: (() => void)[] = [];

	constructor(random: Random | null) {
		this.random = random;
	}

	/** `least`: so many turns at least pass before it. */
	enqueue(run: () => void, least = 0): void {
		if (this.random === null) {
			queueMicrotask(run);
			return;
		}
		this.waiting.push({ turn: this.turn + least + this.delay(this.random), run });
		if (!this.running) {
			this.running = true;
			setImmediate(this.next);
		}
	}

	/** Resolves when no step waits any more, sent ones that nobody waits for included. */
	idle(): Promise<void> {
		return new Promise((resolve) => {
			if (this.running) {
				this.idlers.push(resolve);
			} else {
				setImmediate(resolve);
			}
		});
	}

	private delay(random: Random): number {
		return random() < 0.03 ? below(random, 300) : below(random, 12);
	}

	private readonly next = (): void => {
		let chosen = 0;
		for (let index = 1; index < this.waiting.length; index += 1) {
			if (this.waiting[index]!.turn < this.waiting[chosen]!.turn) {
				chosen = index;
			}
		}
		const step = this.waiting[chosen];
		if (step === undefined) {
			this.running = false;
			for (const idler of this.idlers.splice(0)) {
				idler();
			}
			return;
		}
		this.waiting[chosen] = this.waiting.at(-1)!;
		this.waiting.pop();
		// Nobody waits for a turn that nothing happens in: time jumps to the next step.
		this.turn = Math.max(this.turn, step.turn) + 1;
		step.run();
		setImmediate(this.next);
	};
}
