import type { ConversationId, SiteId, VisitorId } from '../shared/ids.ts';
import {
	createNewestNumbers,
	createTimelines,
	postAsVisitor,
	summaries,
} from './conversations/index.ts';
import { derivedSink } from './derived.ts';
import { fillLine } from './fill-line.ts';
import type { ConversationState } from './conversations/index.ts';
import { openHostileStore } from './stores/hostile/open-hostile-store.ts';
import { FakeClock } from './timers/testing/fake-clock.ts';

const site = 's_shop' as SiteId;

/** A server that died before any summary was written. */
async function crashed() {
	const { store } = await openHostileStore({ collections: [summaries] as never[] });
	const clock = new FakeClock();
	const bus = { publish: () => {} };
	const timelines = createTimelines({ store, bus, owe: () => [derivedSink] });
	const newest = createNewestNumbers(store);
	const conversations = { store, clock, timelines, newest, unsaved: null as never };
	async function open(visitor: string): Promise<ConversationId> {
		const by = { kind: 'visitor', id: visitor as VisitorId, site } as const;
		const post = { clientId: `first-of-${visitor}` as never, text: 'Hello' };
		const outcome = await postAsVisitor(conversations, by, post, { source: 'launcher' });
		if (outcome.kind !== 'done') throw new Error(outcome.kind);
		return outcome.event.timeline;
	}
	return { store, clock, timelines, open };
}

it('after a crash it is known who waits, and that who was taken up before it does not', async () => {
	const { store, clock, timelines, open } = await crashed();
	const [waits, taken] = [await open('v_one'), await open('v_two')];
	const { lastAt, ...state } = await timelines.state(taken);
	const base = { id: taken, through: 1, site, visitor: 'v_two' as VisitorId, assignee: null };
	const then = { ...base, status: 'waiting', lastAt, state: { ...state, lastAt } as never };
	await store.insert(summaries, then);
	const by = { kind: 'agent', id: 'a_1', role: 'agent', sites: 'all' } as never;
	const claim = { kind: 'claim', by, clientId: 'claim-0001' as never, at: clock.now() } as const;
	expect(await timelines.submit(taken, claim)).toMatchObject({ kind: 'done' });
	const known = new Map<ConversationId, ConversationState>();
	const sites = { all: () => [{ id: site }] } as never;
	const place = (one: ConversationState) => void known.set(one.id, one);
	await fillLine({ store, sites, place, read: timelines.state });
	expect(known.get(waits)).toMatchObject({ status: 'waiting' });
	expect(known.get(taken)).toMatchObject({ status: 'active', assignee: 'a_1' });
});
