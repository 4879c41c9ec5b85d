import type { AgentId } from '../../shared/ids.ts';
import { visitorOf } from '../conversations/index.ts';
import type { Routing } from '../routing/index.ts';
import type { Sites } from '../sites/index.ts';
import type { Store } from '../ports/store.ts';
import type { Hub } from './hub.ts';
import type { Presence } from './presence.ts';
import { teamFrames } from './team-frames.ts';
import { queueFrame } from './visitor-greeting.ts';

/*
 * What changes for many at once is looked at in rounds, not at each event: who is there, the team and everybody's duty, places in
 * the line, whether the store answers. One timer for all of it.
 */

const roundMs = 500;
/** The store and the clock of the hours are looked at every so many rounds. */
const slowRounds = 6;

export function createNotices(deps: {
	readonly hub: Hub;
	readonly presence: Presence;
	readonly routing: Pick<Routing, 'placesChanged' | 'siteOf' | 'team' | 'dutyOf'>;
	readonly sites: Pick<Sites, 'byId'>;
	readonly store: Pick<Store, 'health'>;
	readonly logFault: (errorId: string, error: unknown) => void;
}) {
	const { hub, presence, routing, sites } = deps;
	let timer: NodeJS.Timeout | null = null;
	let round = 0;
	let isPresenceDue = true;
	let isTeamDue = true;
	let isStoreAway = false;
	/** As they were told last. */
	const teams = new Map<AgentId, string>();
	const duties = new Map<AgentId, string>();

	function tellTeam(): void {
		const frameFor = teamFrames(routing.team());
		const here = hub.agents();
		for (const id of new Set([...duties.keys(), ...teams.keys()])) {
			if (here.includes(id)) continue;
			duties.delete(id);
			teams.delete(id);
		}
		for (const id of here) {
			const frame = frameFor(id);
			if (teams.get(id) !== frame) hub.tellAgent(id, frame);
			teams.set(id, frame);
			const duty = routing.dutyOf(id);
			const own = JSON.stringify({ type: 'duty', requestId: null, duty });
			// Whoever has just come is told once more: it may have changed since hello.
			if (duty !== null && duties.get(id) !== own) hub.tellAgent(id, own);
			duties.set(id, own);
		}
	}

	async function look(): Promise<void> {
		round += 1;
		const isSlow = round % slowRounds === 0;
		if (isSlow || isPresenceDue) {
			isPresenceDue = false;
			presence.check();
		}
		// The hours can be a reason why no conversation comes, and they go by the clock.
		if (isSlow || isTeamDue) {
			isTeamDue = false;
			tellTeam();
		}
		const places = routing.placesChanged((id) => hub.socketsOf(visitorOf(id)) > 0);
		for (const [conversation, place] of places) {
			const site = routing.siteOf(conversation);
			const frame = queueFrame(site === null ? null : sites.byId(site), conversation, place);
			hub.tellVisitor(visitorOf(conversation), JSON.stringify(frame));
		}
		if (!isSlow) return;
		const { ok } = await deps.store.health();
		if (ok !== isStoreAway) return;
		isStoreAway = !ok;
		hub.tellEverybody(JSON.stringify({ type: 'store', isAway: isStoreAway }));
	}

	return {
		presenceSoon(): void {
			isPresenceDue = true;
		},
		/** Anything about the team may be another; who is there too. */
		teamSoon(): void {
			isTeamDue = true;
			isPresenceDue = true;
		},
		start(): void {
			timer = setInterval(() => {
				look().catch((error: unknown) => deps.logFault('notices', error));
			}, roundMs);
			timer.unref();
		},
		stop(): void {
			if (timer !== null) clearInterval(timer);
		},
	};
}
