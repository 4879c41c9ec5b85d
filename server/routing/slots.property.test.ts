import type { AgentId, ConversationId } from '../../shared/ids.ts';
import { loadState } from '../conversations/index.ts';
import type { Store } from '../ports/store.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { below, seededRandom } from '../stores/hostile/random.ts';
import { takenSlots } from './duty/decide-slots.ts';
import { agentsCollection, type Agent } from './index.ts';
import { collections, routingWorld, type RoutingWorld } from './testing/routing-world.ts';

const capacity = 2;

/** A database without mercy that holds two agents with two slots each; `open` gives a server on it. */
async function database(seed: number) {
	const hostile = await openHostileStore({ collections, seed });
	const setUp = await routingWorld(hostile.store);
	await setUp.agent('Mira', { capacity });
	await setUp.agent('Tom', { capacity });
	await setUp.rules({ strategy: 'round_robin', maxWaitMinutes: null });
	await setUp.stop();
	return { hostile, truth: (await hostile.reopen({})).store };
}

/** How many each agent answers, as the store says. */
async function loads(truth: Store, chats: Iterable<ConversationId>): Promise<Map<string, number>> {
	const found = new Map<string, number>();
	for (const chat of chats) {
		const { assignee, status } = await loadState(truth, chat, 'start');
		if (status === 'active') found.set(assignee ?? '', (found.get(assignee ?? '') ?? 0) + 1);
	}
	return found;
}

/** Those that are not free by their time. */
async function slotsOf(truth: Store, agent: AgentId, now: number): Promise<string[]> {
	const account = await truth.get(agentsCollection, agent);
	return takenSlots(account?.slots ?? [], now).map(({ conversation }) => conversation);
}

const ignore = (): null => null;

/** The server does not start while it cannot read. */
async function untilDone<T>(work: () => Promise<T>): Promise<T> {
	for (;;) {
		const done = await work().then((value) => ({ value }), ignore);
		if (done !== null) return done.value;
	}
}

async function everybody(world: RoutingWorld): Promise<Agent[]> {
	const agents = world.agents.all();
	for (const agent of agents) world.console(agent);
	return agents;
}

describe('whatever the store does', () => {
	it.each([...Array.from({ length: 40 }, (_, n) => n + 1), 145, 320])(
		'no agent has more conversations than slots, and no slot is lost: seed %i',
		async (seed) => {
			const { hostile, truth } = await database(seed);
			const faults = { busy: 0.05, unknownBefore: 0.05, unknownAfter: 0.05, unknownRead: 0.02 };
			const { store } = await hostile.reopen(faults);
			const world = await untilDone(() => routingWorld(store));
			const random = seededRandom(seed);
			const chats = new Set<ConversationId>();
			await untilDone(() => world.start());
			const agents = await everybody(world);
			for (let n = 0; n < 30; n += 1) {
				const draw = random();
				const chat = [...chats][below(random, Math.max(1, chats.size))];
				const agent = agents[below(random, agents.length)] as Agent;
				if (draw < 0.4 || chat === undefined)
					await world.ask(`v_${n}`).then(
						(id) => chats.add(id),
						() => chats.add(`v_${n}.1` as never),
					);
				else if (draw < 0.6) void world.claim(agent, chat).catch(ignore);
				else if (draw < 0.8) void world.end(agent, chat).catch(ignore);
				else if (draw < 0.9)
					void world.routing.set(agent.id, draw < 0.85 ? 'away' : 'available').catch(ignore);
				await world.clock.advance(random() < 0.3 ? 2000 : 0);
				for (const [id, load] of await loads(truth, chats))
					expect([id, load <= capacity]).toEqual([id, true]);
			}
			// In the end, slots are what the conversations say.
			await world.clock.advance(60_000);
			await world.quiet();
			const held = await loads(truth, chats);
			for (const { id } of agents) {
				// One that is reserved is on its way: the store fails to the end.
				const slots = (await truth.get(agentsCollection, id))?.slots ?? [];
				const kept = slots.filter(({ until }) => until === null);
				expect(kept).toHaveLength(held.get(id) ?? 0);
			}
			await world.stop();
		},
		20_000,
	);
});

describe('a crash at any step', () => {
	/** What the first server does when its store dies at some step; gives the conversation. */
	async function crashes(
		seed: number,
		before: (world: RoutingWorld) => Promise<ConversationId>,
		then: (world: RoutingWorld, chat: ConversationId) => void,
	) {
		const { hostile, truth } = await database(seed);
		const dying = await hostile.reopen({});
		const first = await routingWorld(dying.store);
		await first.start();
		const chat = await before(first);
		await first.quiet();
		const begun = dying.steps();
		dying.crashBefore(seed);
		then(first, chat);
		await first.clock.advance(100);
		const isReached = dying.steps() - begun >= seed;
		first.routing.stop().catch(ignore);
		dying.crash();
		await hostile.quiet();

		const second = await routingWorld((await hostile.reopen({})).store, { clock: first.clock });
		await second.start([chat]);
		return { second, truth, chat, isReached };
	}
	const steps = Array.from({ length: 14 }, (_, step) => step);

	it('of an assignment leaves nothing behind: it comes about once, and with its slot', async () => {
		let reached = 0;
		for (const step of steps) {
			const { second, truth, chat, isReached } = await crashes(
				step,
				(first) => first.ask('v_1'),
				(first) => void everybody(first),
			);
			if (isReached) reached += 1;
			const agents = await everybody(second);
			await second.clock.advance(40_000);
			await second.quiet();
			const { status, assignee } = await loadState(truth, chat, 'start');
			expect([step, status]).toEqual([step, 'active']);
			for (const { id } of agents) {
				const slots = await slotsOf(truth, id, second.clock.now());
				expect(slots).toEqual(id === assignee ? [chat] : []);
			}
			const { events } = await truth.page(chat, { limit: 20 });
			expect(events.filter(({ type }) => type === 'assigned')).toHaveLength(1);
			await second.stop();
		}
		expect(reached).toBeGreaterThan(5);
	});

	it('of an end leaves no slot taken by what has ended', async () => {
		let reached = 0;
		for (const step of steps) {
			const { second, truth, chat, isReached } = await crashes(
				step,
				async (first) => {
					await everybody(first);
					return first.ask('v_1');
				},
				(first, id) => void first.end(first.agents.all()[0] as Agent, id).catch(ignore),
			);
			if (isReached) reached += 1;
			await second.clock.advance(1000);
			await second.quiet();
			const { status, assignee } = await loadState(truth, chat, 'start');
			for (const { id } of second.agents.all()) {
				const slots = await slotsOf(truth, id, second.clock.now());
				expect(slots).toEqual(status === 'active' && id === assignee ? [chat] : []);
			}
			await second.stop();
		}
		expect(reached).toBeGreaterThan(2);
	});
});
