import type { Connection } from 'mongoose';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { Busy, Unknown } from '../../ports/errors.ts';
import type { Link } from './connect.ts';
import { readErrorOf, writeErrorOf } from './mongo-errors.ts';
import type { Models } from './schemas.ts';
import { Terms } from './terms.ts';

/** More would only cost memory: a miss is one look-up. */
const mostTops = 20_000;

/** One verb under way. Whether it wrote already decides what a failure of a later step means. */
export class Steps {
	readonly models: Models;
	private readonly link: Link;
	private readonly terms: Terms;
	private wrote = false;

	constructor(models: Models, link: Link, terms: Terms) {
		this.models = models;
		this.link = link;
		this.terms = terms;
	}

	/** Shows at least all that was acknowledged to anybody before it began. */
	async read<T>(look: () => PromiseLike<T>): Promise<T> {
		if (this.link.isGone()) {
			const reason = this.link.reason();
			throw this.wrote ? new Unknown(reason) : new Busy('unreachable', reason);
		}
		try {
			return await this.terms.read(look);
		} catch (error) {
			throw readErrorOf(error, this.wrote);
		}
	}

	/** Known to be away: nothing is sent, so that whoever waits hears at once that nothing was stored. */
	refuseIfAway(): void {
		if (!this.link.isUp()) throw new Busy('unreachable', this.link.reason());
	}

	async write<T>(change: () => PromiseLike<T>): Promise<T> {
		if (!this.wrote) this.refuseIfAway();
		try {
			const result = await change();
			this.wrote = true;
			return result;
		} catch (error) {
			throw writeErrorOf(error);
		}
	}
}

export interface UnmadeLane {
	readonly sink: SinkId;
	readonly timeline: TimelineId;
	/** When to look for its events, epoch milliseconds, and how long to wait after that. */
	lookAt: number;
	waitMs: number;
}

/** A committed event that a lane must be raised to, or made for. */
export interface Debt {
	/** The lane's. */
	readonly id: string;
	readonly sink: SinkId;
	readonly timeline: TimelineId;
	readonly seq: number;
}

/** What one process knows besides the documents; all of it may be lost at any time. */
export class Session {
	readonly models: Models;
	readonly link: Link;
	/** Names this server; leases carry it. */
	readonly node: string;
	/** The highest seq of a timeline that a majority-acknowledged insert gave; any other outcome forgets it (D4). */
	private readonly tops = new Map<TimelineId, number>();
	/** What this process has committed and not yet told the lanes, by their ids. */
	readonly debts = new Map<string, Debt>();
	/** Settles when the lanes that are being made are there. */
	flushing: Promise<void> = Promise.resolve();
	/** Lanes of appends that had no answer, by their ids. */
	readonly unmade = new Map<string, UnmadeLane>();
	private readonly terms: Terms;
	private readonly underWay = new Set<Promise<unknown>>();
	private closed = false;

	constructor(models: Models, link: Link, node: string) {
		this.terms = new Terms(models, link, node);
		this.models = models;
		this.link = link;
		this.node = node;
	}

	get connection(): Connection {
		return this.link.connection;
	}

	get isClosed(): boolean {
		return this.closed;
	}

	/** A verb that writes. Its first reads do not wait for a database that is known to be away either. */
	change<T>(body: (steps: Steps) => Promise<T>): Promise<T> {
		return this.verb(async (steps) => {
			steps.refuseIfAway();
			return body(steps);
		});
	}

	/** Every verb runs in here. */
	async verb<T>(body: (steps: Steps) => Promise<T>): Promise<T> {
		this.refuseIfClosed();
		const running = body(this.newSteps());
		this.underWay.add(running);
		try {
			return await running;
		} finally {
			this.underWay.delete(running);
		}
	}

	refuseIfClosed(): void {
		if (this.closed) throw new Busy('closed');
	}

	topOf(timeline: TimelineId): number {
		return this.tops.get(timeline) ?? 0;
	}

	raiseTop(timeline: TimelineId, seq: number): void {
		if (seq <= this.topOf(timeline)) return;
		if (this.tops.size >= mostTops) this.tops.clear();
		this.tops.set(timeline, seq);
	}

	forgetTop(timeline: TimelineId): void {
		this.tops.delete(timeline);
	}

	/** Lets what was begun finish; refuses everything from now on but what goes by the answer. */
	async end(): Promise<Steps> {
		this.closed = true;
		await Promise.allSettled(this.underWay);
		return this.newSteps();
	}

	private newSteps(): Steps {
		return new Steps(this.models, this.link, this.terms);
	}
}
