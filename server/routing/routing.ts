import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { AgentStatus, OwnDutyView } from '../../shared/views/desk-view.ts';
import { visitorOf, type ConversationState, type Timelines } from '../conversations/index.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { createLoop } from '../ports/loop.ts';
import type { Store } from '../ports/store.ts';
import type { Sites } from '../sites/index.ts';
import { createAdmission } from './admission.ts';
import { photoPath, type Agents } from './agents.ts';
import { createAssigning } from './assigning.ts';
import { createBoard } from './board.ts';
import { createClocks, type DueTimes } from './clocks.ts';
import type { Dispatcher } from './dispatch/dispatch-types.ts';
import { createDays } from './duty/day.ts';
import { createDutyViews, type LastAssigned } from './duty/duty-views.ts';
import { createLeases, renewMs } from './duty/leases.ts';
import { createSlots } from './duty/slots.ts';
import { createStatuses } from './duty/statuses.ts';
import { createWhoIsThere } from './duty/who-is-there.ts';
import { createFollowing } from './following.ts';
import { createGiveBack } from './give-back.ts';
import type { Groups } from './groups.ts';
import { createHoldings } from './holdings.ts';
import { createLookAgain } from './look-again.ts';
import { createPlaces } from './places.ts';
import { createSiteRules } from './site-rules.ts';

export type Routing = ReturnType<typeof createRouting>;

/** How often it is looked who is gone for long enough. */
const lookMs = 5000;
/** After the start visitors come back by themselves; who is not here then is gone. */
const settleMs = 30_000;

export interface RoutingDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly timelines: Timelines;
	readonly agents: Agents;
	readonly groups: Groups;
	readonly sites: Sites;
	readonly due: DueTimes;
	readonly dispatcher: Dispatcher;
	readonly failed: (error: unknown) => void;
}

/**
 * Who answers whom: statuses, presence, slots, the line, and the clocks around them. It hears of every committed event and holds
 * what follows from them in memory; what must survive is in the accounts, the leases and the timers.
 */
export function createRouting(deps: RoutingDeps) {
	const { store, clock, ids, timelines, agents, groups, sites, dispatcher, failed } = deps;
	const surfaces: ((agent: AgentId) => boolean)[] = [];
	let isVisitorHere: (visitor: VisitorId) => boolean = () => false;
	const lastAssigned = new Map<AgentId, LastAssigned>();
	const teamListeners = new Set<() => void>();
	let isStarted = false;
	let settlesAt = 0;

	const { rulesOf, graceOf, graceOfAgent } = createSiteRules(sites);

	function teamChanged(): void {
		for (const listener of teamListeners) listener();
	}

	const leases = createLeases({
		store,
		clock,
		node: ids.client(),
		isHere: (agent) => surfaces.some((hasAny) => hasAny(agent)),
		failed,
	});
	const days = createDays({ store, clock, ids, failed });
	const statuses = createStatuses({
		agents,
		clock,
		leases,
		graceMs: graceOfAgent,
		write: days.write,
		changed: (agent) => lookAt(agent),
	});
	const holdings = createHoldings();
	const slots = createSlots({ agents, clock, failed });
	const board = createBoard({
		dispatcher,
		holdings,
		slots,
		statuses,
		agents,
		groups,
		sites,
		cameBack: (conversation) => void giveBack.cameBack(conversation),
		changed() {
			assigning.soon();
			teamChanged();
		},
	});
	const submit = createAdmission({ timelines, agents, slots, board });
	const assigning = createAssigning({
		dispatcher,
		board,
		slots,
		timelines,
		clock,
		ids,
		assigned(conversation, agent) {
			lastAssigned.set(agent, { conversation, at: clock.now() });
			teamChanged();
		},
		failed,
	});
	const siteOf = async (conversation: ConversationId): Promise<SiteId | null> =>
		(await timelines.state(conversation)).open?.site ?? null;
	const giveBack = createGiveBack({
		timelines,
		holdings,
		leases,
		agents,
		slots,
		clock,
		siteOf,
		graceMs: graceOf,
		hold: board.hold,
		failed,
	});
	const clocks = createClocks({
		timelines,
		due: deps.due,
		clock,
		settingsOf: rulesOf,
		isVisitorHere: (conversation) => isVisitorHere(visitorOf(conversation)),
	});
	const views = createDutyViews({
		agents,
		groups,
		sites,
		statuses,
		loadOf: board.loadOf,
		lastAssigned: (agent) => lastAssigned.get(agent) ?? null,
		photoOf: photoPath,
		clock,
	});
	const places = createPlaces({ dispatcher, waiting: board.waiting });

	function lookAt(agent: AgentId): void {
		board.tellServer(agent);
		assigning.soon();
		teamChanged();
	}

	/** A running conversation whose visitor is not here. */
	function visitorGone(conversation: ConversationId): void {
		siteOf(conversation)
			.then((site) => (site === null ? null : clocks.visitorGone(conversation, site)))
			.catch(failed);
	}

	const { place, committed } = createFollowing({
		timelines,
		holdings,
		board,
		begun(conversation) {
			if (!isVisitorHere(visitorOf(conversation))) visitorGone(conversation);
		},
		failed,
	});
	const lookAgain = createLookAgain({
		timelines,
		board,
		place: (state) => place(state, clock.now()),
	});
	const looking = createLoop(clock, {
		pollMs: lookMs,
		failed,
		async round() {
			statuses.lookAtAll();
			await lookAgain();
			for (const { id } of agents.all()) {
				board.compareSlots(id);
				board.tellServer(id);
			}
			assigning.soon();
			await giveBack.round();
			// Back, but that could not be carried out then.
			for (const { conversation, isIdle } of holdings.all())
				if (isIdle && isVisitorHere(visitorOf(conversation))) await giveBack.cameBack(conversation);
			if (settlesAt > 0 && clock.now() >= settlesAt) {
				settlesAt = 0;
				for (const { conversation, isIdle } of holdings.all())
					if (!isIdle && !isVisitorHere(visitorOf(conversation))) visitorGone(conversation);
			}
			return null;
		},
	});
	const renewing = createLoop(clock, {
		pollMs: renewMs,
		failed,
		async round() {
			await leases.renew();
			return null;
		},
	});

	const { isThere, answering } = createWhoIsThere({ agents, groups, statuses, leases });

	agents.onChanged((agent) => {
		if (!isStarted) return;
		statuses.look(agent, 'agent');
		board.compareSlots(agent.id);
		lookAt(agent.id);
	});
	groups.onChanged(() => isStarted && board.tellAll());
	sites.onChanged(() => isStarted && board.tellAll());

	return {
		/** Instead of the timelines' own: who gets a conversation reserves a slot first. */
		submit,
		/** Sets the clocks of conversations; owed by every event that starts one. */
		consume: clocks.consume,
		/** `hasAny`: whether something of that kind (consoles, a chat program) is there for an agent. */
		addSurface(hasAny: (agent: AgentId) => boolean): void {
			surfaces.push(hasAny);
		},
		/** Something of the agent came or went. */
		surfaceChanged(id: AgentId): void {
			leases.seen(id);
			const agent = agents.get(id);
			if (agent === null) return;
			statuses.look(agent, 'presence');
			lookAt(id);
		},
		setVisitors(isHere: (visitor: VisitorId) => boolean): void {
			isVisitorHere = isHere;
		},
		/** The visitor's first socket opened, or the last one closed. */
		visitorChanged(visitor: VisitorId, isHere: boolean): void {
			const holding = holdings.ofVisitor(visitor);
			if (holding === null) return;
			if (!isHere) visitorGone(holding.conversation);
			else if (holding.isIdle) void giveBack.cameBack(holding.conversation);
		},
		committed,
		/** At the start, before anything else is placed: what the store says. */
		fill: (state: ConversationState): void => board.place(state, null),
		/** Once all are filled in. */
		async start(): Promise<void> {
			await leases.load();
			isStarted = true;
			settlesAt = clock.now() + settleMs;
			statuses.lookAtAll();
			board.tellAll();
			assigning.start();
			looking.start();
			renewing.start();
		},
		async stop(): Promise<void> {
			isStarted = false;
			await Promise.all([looking.stop(), renewing.stop(), assigning.stop()]);
			await slots.stop();
			await days.settled();
			await leases.stop().catch(failed);
		},
		/** What this agent wants from now on, and what holds then. */
		async set(id: AgentId, status: AgentStatus): Promise<OwnDutyView> {
			await statuses.set(id, status);
			const duty = views.own(id);
			if (duty === null) throw new DomainError('not_found', 'This account is not there any more.');
			return duty;
		},
		team: views.team,
		dutyOf: views.own,
		/** Told when anything of `team` or of somebody's duty may be another: often, so tell it on in rounds. */
		onTeam(listener: () => void): () => void {
			teamListeners.add(listener);
			return () => void teamListeners.delete(listener);
		},
		isThere,
		answering,
		placeOf: (id: ConversationId) => places.of(id, clock.now()),
		placesChanged: (isHere: (id: ConversationId) => boolean) => places.changed(isHere, clock.now()),
		siteOf: dispatcher.siteOf,
		/** Compares every agent's slots with the conversations; says how many were wrong. What is wrong is put right. */
		compareSlots: () => agents.all().reduce((sum, { id }) => sum + board.compareSlots(id), 0),
		/** Resolves when what was begun is done. */
		async settled(): Promise<void> {
			await assigning.settled();
			await slots.settled();
			await days.settled();
		},
	};
}
