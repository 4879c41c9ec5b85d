import { existsSync, readFileSync } from 'node:fs';
import { parked } from '../../server/lanes/index.ts';
import type { Store, StoredEvent } from '../../server/ports/store.ts';
import type { SinkId, TimelineId } from '../../shared/ids.ts';
import type { Delivery } from '../../shared/plugin/plugin.ts';
import type { Deliveries, Seen, Surface } from '../checker/index.ts';

/** All events of the store, timeline by timeline. */
export async function allEvents(store: Store): Promise<StoredEvent[]> {
	const events: StoredEvent[] = [];
	let last: TimelineId | null = null;
	for (;;) {
		const timelines: TimelineId[] = await store.timelines(last, 500);
		for (const timeline of timelines) {
			for (let after = 0; ;) {
				const page = await store.page(timeline, { after, limit: 500 });
				events.push(...page.events);
				if (page.events.length < 500) break;
				after = page.events.at(-1)!.seq;
			}
		}
		last = timelines.at(-1) ?? null;
		if (last === null) return events;
	}
}

/** Agents' days and tickets are timelines too, which nobody in these runs commands by itself. */
const isOfConversation = ({ timeline }: StoredEvent): boolean => !/^(agent|ticket):/.test(timeline);

export const storeSurface = (store: Store): Surface => ({
	name: 'store',
	numbers: 'seq',
	isPublic: false,
	repeats: false,
	holds: () => true,
	read: async () =>
		(await allEvents(store)).filter(isOfConversation).map((event) => ({
			conversation: event.timeline,
			seq: event.seq,
			vseq: event.vseq,
			clientId: event.clientId,
			text: (event.body['text'] as string | undefined) ?? null,
			internal: event.audience === 'internal',
		})),
});

/** The lines that the file sink wrote; a half one at the end is of a kill. */
export function readDeliveries(path: string): Delivery[] {
	if (!existsSync(path)) return [];
	const text = readFileSync(path, 'utf8');
	const whole = text.slice(0, text.lastIndexOf('\n') + 1);
	return whole
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Delivery);
}

export function deliverySeen({ id, event }: Pick<Delivery, 'id' | 'event'>): Seen {
	return {
		conversation: event.conversation,
		seq: event.seq,
		vseq: event.vseq,
		clientId: event.clientId,
		text: event.type === 'message' || event.type === 'note' ? event.text : null,
		internal: event.vseq === null,
		delivery: id,
	};
}

/** This sink is its own witness: it promises each line once, so repetitions count. */
export const fileSurface = (path: string): Surface => ({
	name: 'file sink',
	numbers: 'seq',
	isPublic: false,
	repeats: false,
	holds: () => true,
	read: async () => readDeliveries(path).map(deliverySeen),
});

/** What the store says the sink was owed, and what it gave up. */
export async function deliveriesOf(
	store: Store,
	sink: SinkId,
	done: readonly string[],
): Promise<Deliveries> {
	const owed = (await allEvents(store)).filter((event) => event.sinks.includes(sink));
	const given = await store.find(parked, { index: 'bySink', eq: { sink }, limit: 1000 });
	return {
		sink,
		owed: owed.map(({ timeline, seq }) => `${sink}/${timeline}/${seq}`),
		done,
		parked: given.items.map(({ timeline, seq }) => `${sink}/${timeline}/${seq}`),
	};
}
