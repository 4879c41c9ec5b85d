import type { VisitorId } from '../shared/ids.ts';
import type { Config } from './config.ts';
import type { Timelines } from './conversations/index.ts';
import type { Desk } from './desk.ts';
import { createGuardedFetch } from './plugin-host/guarded-fetch.ts';
import type { Clock } from './ports/clock.ts';
import type { Store } from './ports/store.ts';
import { createPush, type Push, type PushDeps } from './push/index.ts';
import type { Agents, Sealing } from './routing/index.ts';

/** What is made after it is asked for only once somebody works. */
export interface OpenPushDeps {
	readonly config: Pick<Config, 'publicUrl' | 'webhookAllow'>;
	readonly store: Store;
	readonly clock: Clock;
	readonly timelines: Pick<Timelines, 'state'>;
	readonly agents: () => Agents;
	readonly desk: () => Desk;
	readonly timers: PushDeps['timers'];
	readonly sealing: () => Sealing;
	readonly visitorName: (id: VisitorId) => Promise<string | null>;
	readonly failed: (error: unknown) => void;
	readonly refused: (why: string) => void;
}

export function openPush(deps: OpenPushDeps): Push {
	const { config, store, clock, timelines, agents, desk, timers, sealing } = deps;
	const { publicUrl, webhookAllow } = config;
	return createPush({
		store,
		clock,
		agents,
		timers,
		groups: () => desk().groups,
		stateOf: timelines.state,
		nameOf: (id) => desk().nameOf(id),
		visitorName: deps.visitorName,
		sealing: {
			seal: (owner, text) => sealing().seal(owner, text),
			open: (owner, text) => sealing().open(owner, text),
		},
		// As plugins go out: not into private networks, unless they are listed.
		fetch: createGuardedFetch(clock, { allow: webhookAllow }),
		subject: publicUrl?.startsWith('https:') === true ? publicUrl : 'mailto:nobody@localhost',
		failed: deps.failed,
		refused: deps.refused,
	});
}
