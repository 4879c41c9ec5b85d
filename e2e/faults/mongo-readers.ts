import { Busy, Unknown } from '../../server/ports/errors.ts';
import type { Store, StoredEvent } from '../../server/ports/store.ts';
import type { TimelineId } from '../../shared/ids.ts';
import type { Seen, Surface } from '../checker/index.ts';
import { wait } from './child.ts';

export interface Reader {
	/** Resolves when it was told that nothing is to come and has read to the end. */
	readonly ended: Promise<void>;
	/** What it saw, as it saw it first. */
	readonly surface: Surface;
	readonly seen: ReadonlyMap<string, string>;
	/**
	 * How often it was shown less than before, as a primary that was just elected would do by itself: it may not know for a
	 * moment that the majority has what the one before acknowledged.
	 */
	readonly stepsBack: () => number;
}

/**
 * Follows the timelines by number, as a browser does after a gap, and now and then reads again what it has seen: an event
 * that was shown once must never be another one or gone.
 */
export function follow(
	name: string,
	{
		store,
		timelines,
		random,
		stopped,
		fault,
	}: {
		readonly store: Store;
		readonly timelines: readonly TimelineId[];
		readonly random: () => number;
		stopped(): boolean;
		fault(message: string): void;
	},
): Reader {
	const events: StoredEvent[] = [];
	const seen = new Map<string, string>();
	const lasts = new Map<TimelineId, number>();
	const heads = new Map<TimelineId, number>();
	let stepsBack = 0;

	function see(event: StoredEvent): void {
		const key = `${event.timeline} ${event.seq}`;
		const text = JSON.stringify(event);
		const before = seen.get(key);
		if (before === text) return;
		if (before !== undefined) return fault(`${name}: ${key} was ${before} and is ${text}`);
		const last = lasts.get(event.timeline) ?? 0;
		if (event.seq !== last + 1) fault(`${name}: ${key} came after ${last}`);
		seen.set(key, text);
		events.push(event);
		lasts.set(event.timeline, event.seq);
	}

	/** Answers how many were new. */
	async function look(timeline: TimelineId): Promise<number> {
		const after = lasts.get(timeline) ?? 0;
		const page = await store.page(timeline, { after, limit: 100 });
		page.events.forEach(see);
		if (random() < 0.2) {
			const start = Math.floor(random() * after);
			const again = await store.page(timeline, { after: start, before: after + 1, limit: 50 });
			again.events.forEach(see);
			if (again.events.length < Math.min(50, after - start)) stepsBack += 1;
		}
		const { seq } = await store.head(timeline);
		const before = Math.max(after, heads.get(timeline) ?? 0);
		if (seq < before) stepsBack += 1;
		heads.set(timeline, Math.max(seq, heads.get(timeline) ?? 0));
		return page.events.length;
	}

	async function run(): Promise<void> {
		for (;;) {
			const last = stopped();
			let count = 0;
			try {
				for (const timeline of timelines) count += await look(timeline);
			} catch (error) {
				if (!(error instanceof Busy)) fault(`${name}: ${String(error)}`);
				if (error instanceof Unknown) fault(`${name}: a read cannot be of unknown outcome`);
				count += 1;
			}
			if (last && count === 0) return;
			await wait(random() * 20);
		}
	}

	const surface: Surface = {
		name,
		numbers: 'seq',
		isPublic: false,
		repeats: false,
		holds: () => true,
		read: () => Promise.resolve(events.map(seenOf)),
	};
	return { ended: run(), surface, seen, stepsBack: () => stepsBack };
}

const seenOf = ({ timeline, seq, vseq, clientId, body, audience }: StoredEvent): Seen => ({
	conversation: timeline,
	seq,
	vseq,
	clientId,
	text: (body['text'] as string | undefined) ?? null,
	internal: audience === 'internal',
});
