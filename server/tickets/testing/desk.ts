import type { ClientId } from '../../../shared/ids.ts';
import { createTimelines, summaries, type Command } from '../../conversations/index.ts';
import { conversation, id, noon, opening } from '../../conversations/testing/commands.ts';
import { anna, ben, shop, vera } from '../../conversations/testing/people.ts';
import type { Store, StoredEvent } from '../../ports/store.ts';
import { openHostileStore, type Hostile } from '../../stores/hostile/open-hostile-store.ts';
import { FakeClock } from '../../timers/testing/fake-clock.ts';
import { createTickets } from '../create-tickets.ts';
import { countersCollection, ticketsCollection } from '../documents.ts';

/* A desk with tickets on a store in memory, and Vera who writes while nobody is there. */

export const open = (seed?: number): Promise<Hostile> =>
	openHostileStore({
		collections: [summaries, ticketsCollection, countersCollection] as never[],
		...(seed === undefined ? {} : { seed }),
	});

export function deskOn(store: Store) {
	const committed: StoredEvent[] = [];
	const timelines = createTimelines({
		store,
		bus: { publish: (event) => void committed.push(event) },
		owe: () => [],
	});
	const tickets = createTickets({
		store,
		clock: new FakeClock(),
		stateOf: timelines.state,
		nameOf: (who) => `name of ${who}`,
		mayReceive: (who) => who === anna.id || who === ben.id,
		isGroup: (group) => group === 'warranty',
		sites: () => [shop],
		people: () => Promise.resolve(new Map([[vera.id, { name: 'Vera', email: 'v@example.com' }]])),
	});
	const say = (text: string, more: Partial<Command & { kind: 'post' }> = {}) =>
		timelines.submit(conversation, {
			kind: 'post',
			by: vera,
			text,
			opening,
			status: 'pending',
			clientId: id(text),
			at: noon,
			...more,
		});
	/** What the lane would hand over. */
	const deliver = async (from = 0): Promise<void> => {
		const events = committed.slice(from);
		await tickets.consumer.consume([{ timeline: conversation, events }]);
	};
	return { tickets, timelines, committed, say, deliver };
}
export const listed = async (
	tickets: ReturnType<typeof deskOn>['tickets'],
	list: 'open' | 'mine' = 'open',
) => (await tickets.list(anna, { list, order: 'newest', cursor: null })).items;
export const byHand = (clientId: string, more: object = {}) => ({
	clientId: clientId as ClientId,
	conversation,
	title: 'Brake lever',
	group: null,
	assignee: null,
	note: '',
	...more,
});
