import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

interface Alarm {
	readonly at: number;
	/** It asked for another turn only, which needs no time. */
	readonly isNextTurn: boolean;
	readonly run: () => void;
}

/** A clock for tests that stands still until it is moved. */
export class FakeClock implements Clock {
	private time: number;
	private alarms: Alarm[] = [];

	constructor(start: number = Date.UTC(2026, 0, 5, 9)) {
		this.time = start;
	}

	now(): number {
		return this.time;
	}

	after(ms: number, run: () => void): () => void {
		const alarm = { at: this.time + ms, isNextTurn: ms <= 0, run };
		this.alarms.push(alarm);
		return () => {
			this.alarms = this.alarms.filter((other) => other !== alarm);
		};
	}

	/** Alarms that are set; a component that was stopped leaves none. */
	get pending(): number {
		return this.alarms.length;
	}

	/** Lets everything run that needs no time. */
	async settle(turns = 30): Promise<void> {
		for (let n = 0; n < turns; n += 1) {
			await nextTurn();
			const next = this.alarms.filter((alarm) => alarm.isNextTurn);
			this.alarms = this.alarms.filter((alarm) => !alarm.isNextTurn);
			for (const alarm of next) alarm.run();
		}
	}

	/** Moves on from alarm to alarm; after each everything that it woke runs as far as it gets. */
	async advance(ms: number): Promise<void> {
		const end = this.time + ms;
		await this.settle();
		for (;;) {
			const [next] = this.alarms.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
			if (next === undefined) break;
			this.alarms = this.alarms.filter((other) => other !== next);
			this.time = Math.max(this.time, next.at);
			next.run();
			await this.settle();
		}
		this.time = end;
	}

	/** Moves without waking anybody: what was due meanwhile is late. */
	jump(ms: number): void {
		this.time += ms;
	}

	/** Moves on until it is so; throws after `mostMs`. */
	async until(condition: () => boolean | Promise<boolean>, mostMs = 600_000): Promise<void> {
		const end = this.time + mostMs;
		for (let round = 0; !(await condition()); round += 1) {
			if (this.time >= end) throw new Error(`It did not come about within ${mostMs} ms.`);
			// Real threads and sockets need real time; the clock goes on only when they had some.
			await this.settle(5);
			if (round % 4 === 3) await this.advance(50);
		}
	}
}
