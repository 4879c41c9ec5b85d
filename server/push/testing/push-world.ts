import type { AgentId } from '../../../shared/ids.ts';
import { agentPrefs } from '../../../shared/site/agent-prefs.ts';
import type { ConversationEvent } from '../../conversations/index.ts';
import { createGuardedFetch } from '../../plugin-host/guarded-fetch.ts';
import type { Store } from '../../ports/store.ts';
import { hashOf, sessionsCollection, type Agent } from '../../routing/index.ts';
import { collections, routingWorld } from '../../routing/testing/routing-world.ts';
import { openHostileStore } from '../../stores/hostile/open-hostile-store.ts';
import { systemClock } from '../../system/clock.ts';
import { startPushEndpoint, type PushEndpoint } from '../../testing/push-endpoint.ts';
import { FakeClock } from '../../timers/testing/fake-clock.ts';
import { createPush, pushCollections } from '../index.ts';

/* Pushes on the real routing and the real timers, to a push service on loopback, with a clock that stands still. */

export const pushStore = async (): Promise<Store> =>
	(
		await openHostileStore({
			collections: [...collections, sessionsCollection, ...pushCollections] as never[],
		})
	).store;

export const sealing = {
	seal: (owner: string, text: string) => `${owner} ${text}`,
	open: (owner: string, text: string) => {
		if (!text.startsWith(`${owner} `)) throw new Error('another key');
		return text.slice(owner.length + 1);
	},
};

export interface PushWorldOptions {
	readonly store?: Store;
	readonly clock?: FakeClock;
	readonly service?: PushEndpoint;
	readonly sealing?: typeof sealing;
	/** Networks that may be called. */
	readonly allow?: readonly string[];
}
export type PushWorld = Awaited<ReturnType<typeof pushWorld>>;

/** One server that has been up for a while. */
export async function pushWorld(options: PushWorldOptions = {}) {
	const { clock = new FakeClock(Date.now()), allow = ['127.0.0.0/8'] } = options;
	const store = options.store ?? (await pushStore());
	const service = options.service ?? (await startPushEndpoint());
	const world = await routingWorld(store, { clock });
	const { agents, groups, timers, timelines, routing } = world;
	const seen = new Set<AgentId>();
	const refused: string[] = [];
	const push = createPush({
		store,
		clock,
		agents: () => agents,
		groups: () => groups,
		timers: () => timers,
		stateOf: timelines.state,
		nameOf: (id) => agents.nameOf(id as AgentId),
		visitorName: () => Promise.resolve('Hanna'),
		sealing: options.sealing ?? sealing,
		fetch: createGuardedFetch(systemClock, { allow }),
		subject: 'https://chat.example.com',
		failed: (error) => world.faults.push(error),
		refused: (why) => refused.push(why),
	});
	await push.load();
	push.setEyes((agent) => seen.has(agent));
	routing.addSurface(push.isSurface);
	push.onChanged((agent) => routing.surfaceChanged(agent));
	push.start();
	await world.start();
	for (const agent of push.agents()) routing.surfaceChanged(agent);
	await clock.advance(10_000);

	let folded = 0;
	let sessions = 0;
	return {
		...world,
		push,
		service,
		refused,
		/** What stands for the lane: hands over what was committed, as often as it is called. */
		async fold(from = folded): Promise<void> {
			await world.quiet();
			const events = world.events.slice(from);
			folded = world.events.length;
			for (const event of events)
				if (push.wants(event as never))
					await push.consume([{ timeline: event.timeline, events: [event as never] }]);
		},
		/** Until so many pushes came in all. */
		async comes(count: number): Promise<unknown[]> {
			await clock.until(() => service.heard.length >= count, 30_000);
			return service.heard.map(({ text }) => JSON.parse(text) as unknown);
		},
		/** Nothing comes within the time. */
		async comesNothing(ms = 20_000): Promise<void> {
			const before = service.heard.length;
			await clock.advance(ms);
			await new Promise((done) => setTimeout(done, 30));
			expect(service.heard).toHaveLength(before);
		},
		/** Signs in and turns pushes on in that browser. */
		async device(agent: Agent, name?: string): Promise<{ session: string; name: string }> {
			const session = hashOf(`session ${agent.id} ${(sessions += 1)}`);
			const createdAt = clock.now();
			const expiresAt = createdAt + 12 * 3_600_000;
			await store.insert(sessionsCollection, {
				id: session,
				agent: agent.id,
				createdAt,
				expiresAt,
			});
			const device = service.subscribe(name);
			await push.add({ agent: agent.id, session }, device);
			return { session, name: device.endpoint.split('/').at(-1) ?? '' };
		},
		look: (agent: Agent, isLooking = true): void =>
			void (isLooking ? seen.add(agent.id) : seen.delete(agent.id)),
		choose: (agent: Agent, prefs: object) =>
			agents.change(agent.id, null, { set: { prefs: { ...agentPrefs.parse({}), ...prefs } } }),
		note: (agent: Agent, event: Pick<ConversationEvent, 'timeline'>, text: string) =>
			world.submit(event.timeline, {
				kind: 'note',
				by: { kind: 'agent', id: agent.id, role: 'agent', sites: 'all' },
				text,
			}),
		async end(): Promise<void> {
			await push.stop();
			await world.stop();
			await service.close();
			expect(service.wrong).toEqual([]);
		},
	};
}
