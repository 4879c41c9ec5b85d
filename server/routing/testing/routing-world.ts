import type { AgentId, ClientId, ConversationId, SiteId, VisitorId } from '../../../shared/ids.ts';
import type { SiteSettings } from '../../../shared/site/site-settings.ts';
import type { AgentStatus } from '../../../shared/views/desk-view.ts';
import {
	asConversationEvent,
	conversationId,
	createTimelines,
	summaries,
	type Command,
	type ConversationEvent,
	type Outcome,
	type ProposedEvent,
	type Role,
} from '../../conversations/index.ts';
import type { Store } from '../../ports/store.ts';
import { openHostileStore } from '../../stores/hostile/open-hostile-store.ts';
import { createSites, sitesCollection } from '../../sites/index.ts';
import { randomIds } from '../../system/ids.ts';
import { FakeClock } from '../../timers/testing/fake-clock.ts';
import { createTimers, timers as timersCollection } from '../../timers/index.ts';
import {
	agentsCollection,
	authorOf,
	createAgents,
	createDispatcher,
	createGroups,
	createRouting,
	groupsCollection,
	leasesCollection,
	startsClock,
	type Agent,
} from '../index.ts';

/* The whole routing on a store, with a clock that stands still until it is moved, and no network. */

export const collections = [
	summaries,
	sitesCollection,
	agentsCollection,
	groupsCollection,
	leasesCollection,
	timersCollection,
] as never[];

const silent = { info() {}, warn() {}, error() {} };

export interface Options {
	readonly clock?: FakeClock;
	/** What the domain calls unforeseen is collected here. */
	readonly faults?: unknown[];
}
export type RoutingWorld = Awaited<ReturnType<typeof routingWorld>>;

/** One server on this store. What an earlier one left there holds. */
export async function routingWorld(
	store: Store,
	{ clock = new FakeClock(), faults = [] }: Options = {},
) {
	const ids = randomIds;
	const failed = (error: unknown): void => void faults.push(error);
	const listeners: ((event: ConversationEvent) => void)[] = [];
	const events: ConversationEvent[] = [];
	const owed: { timeline: ConversationId; event: ConversationEvent }[] = [];
	const timelines = createTimelines({
		store,
		bus: {
			publish(stored) {
				const event = asConversationEvent(stored);
				events.push(event);
				for (const listener of listeners) listener(event);
				if (startsClock(event as ProposedEvent)) owed.push({ timeline: event.timeline, event });
				void fold();
			},
		},
		owe: () => [],
		mayReceive: (agent, site) => agents.mayReceive(agent, site),
	});
	/** Stands for the lane, which has tests of its own. */
	async function fold(): Promise<void> {
		for (const { timeline, event } of owed.splice(0))
			await routing.consume([{ timeline, events: [event as never] }]).catch(failed);
	}
	const agents = createAgents({ store, clock, ids });
	const groups = createGroups({ store, ids });
	const sealing = { seal: (_o: string, t: string) => t, open: (_o: string, t: string) => t };
	const sites = createSites({ store, clock, ids, sealing });
	const timers = createTimers({ store, clock, logger: silent, random: () => 0.5 });
	const routing = createRouting({
		store,
		clock,
		ids,
		timelines,
		agents,
		groups,
		sites,
		due: timers,
		dispatcher: createDispatcher(),
		failed,
	});
	listeners.push((event) => routing.committed(event));
	await Promise.all([agents.load(), groups.load(), sites.load()]);
	const site = await sites.first();
	const consoles = new Map<AgentId, number>();
	const here = new Set<VisitorId>();
	routing.addSurface((agent) => (consoles.get(agent) ?? 0) > 0);
	routing.setVisitors((visitor) => here.has(visitor));
	/** Stands for the lists of a start. */
	const known = new Set<ConversationId>();
	let count = 0;

	const clientId = (): ClientId => `test-${(count += 1)}-${ids.client()}` as ClientId;
	const submit = (conversation: ConversationId, command: object): Promise<Outcome> =>
		routing.submit(conversation, {
			clientId: clientId(),
			at: clock.now(),
			...command,
		} as Command);

	const world = {
		store,
		clock,
		agents,
		groups,
		sites,
		site,
		timers,
		timelines,
		routing,
		events,
		faults,
		submit,
		async start(conversations: readonly ConversationId[] = []): Promise<void> {
			for (const id of conversations) routing.fill(await timelines.state(id));
			await routing.start();
			timers.start();
		},
		/** As a crash leaves it: nothing more is written. */
		async stop(): Promise<void> {
			await routing.stop();
			await timers.stop();
		},
		rules: (routing: Partial<SiteSettings['routing']>) =>
			sites.change(site.id, sites.byId(site.id)?.rev ?? 0, { settings: { routing } }),
		async agent(
			name: string,
			more: { role?: Role; capacity?: number | null; status?: AgentStatus; sites?: SiteId[] } = {},
		): Promise<Agent> {
			const { role = 'agent', ...fields } = more;
			const email = `${name}@example.com`;
			const { id } = await agents.save({ name, email, passwordHash: '', role });
			await agents.change(id, null, { set: fields });
			return agents.get(id) as Agent;
		},
		/** Opens a console, or closes one. */
		console(agent: Agent, isOpen = true): void {
			consoles.set(agent.id, (consoles.get(agent.id) ?? 0) + (isOpen ? 1 : -1));
			routing.surfaceChanged(agent.id);
		},
		visit(visitor: string, isHere = true): void {
			const id = visitor as VisitorId;
			if (isHere) here.add(id);
			else here.delete(id);
			routing.visitorChanged(id, isHere);
		},
		/** A visitor on the site asks something. */
		async ask(visitor: string, more: object = {}): Promise<ConversationId> {
			const id = conversationId(visitor as VisitorId, 1);
			here.add(visitor as VisitorId);
			const by = { kind: 'visitor', id: visitor, site: site.id };
			const opening = { site: site.id, visitor, source: 'launcher', ...more };
			const outcome = await submit(id, { kind: 'post', by, text: 'Hello', opening });
			if (outcome.kind !== 'done') throw new Error(`It was not stored: ${outcome.kind}`);
			known.add(id);
			return id;
		},
		say: (visitor: string, conversation: ConversationId): Promise<Outcome> =>
			submit(conversation, {
				kind: 'post',
				by: { kind: 'visitor', id: visitor, site: site.id },
				text: 'Still there?',
			}),
		claim: (agent: Agent, conversation: ConversationId): Promise<Outcome> =>
			submit(conversation, { kind: 'claim', by: authorOf(agents.get(agent.id) ?? agent) }),
		end: (agent: Agent, conversation: ConversationId): Promise<Outcome> =>
			submit(conversation, { kind: 'end', by: authorOf(agent), reason: '' }),
		state: (conversation: ConversationId) => timelines.state(conversation),
		assignee: async (conversation: ConversationId): Promise<AgentId | null> =>
			(await timelines.state(conversation)).assignee,
		slots: (agent: Agent): ConversationId[] =>
			(agents.get(agent.id)?.slots ?? []).map(({ conversation }) => conversation),
		/** As the store has them. */
		async stored(agent: Agent): Promise<ConversationId[]> {
			const account = await store.get(agentsCollection, agent.id);
			return (account?.slots ?? []).map(({ conversation }) => conversation);
		},
		/** Until nothing is under way. */
		async quiet(): Promise<void> {
			for (let n = 0; n < 4; n += 1) {
				await clock.settle();
				await routing.settled();
			}
		},
	};
	return world;
}

/** A server with these agents, whose consoles are open. */
export async function worldWith(...names: readonly string[]) {
	const one = await routingWorld((await openHostileStore({ collections })).store);
	const agents: Agent[] = [];
	for (const name of names) agents.push(await one.agent(name));
	await one.start();
	for (const agent of agents) one.console(agent);
	await one.quiet();
	return { ...one, mira: agents[0] as Agent, tom: agents[1] as Agent };
}
