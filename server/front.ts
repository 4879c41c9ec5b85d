import type { IncomingMessage } from 'node:http';
import type { ToAgent } from '../shared/protocol/agent-frames.ts';
import type { Changeable } from '../shared/views/desk-view.ts';
import { asConversationEvent } from './conversations/index.ts';
import { fillLine } from './fill-line.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway/gateway.ts';
import { createHub, type Hub } from './gateway/hub.ts';
import { createLimiting } from './gateway/limits.ts';
import { createNotices } from './gateway/notices.ts';
import { createPresence } from './gateway/presence.ts';
import { createWatching } from './gateway/watching.ts';
import type { GatewayDeps } from './gateway/deps.ts';
import { readSession } from './http/cookies.ts';
import type { House } from './house.ts';
import { groupFor, hashOf, type Agent } from './routing/index.ts';
import { systemClock } from './system/clock.ts';
import { randomIds } from './system/ids.ts';
import { createIdentities, createVisits, type Visits } from './visitors/index.ts';

/** What joins the house to sockets: the gateway with all that its sessions need. */
export interface Front {
	readonly gateway: Gateway;
	readonly hub: Hub;
	readonly visits: Visits;
	/** Tells all consoles that documents of this kind changed; `id` null: any of them. */
	changed(what: Changeable, id: string | null): void;
	close(): Promise<void>;
}

export interface FrontOptions extends Partial<GatewayOptions> {
	readonly publicOrigin: () => string;
	readonly addressOf: (request: IncomingMessage) => string | null;
	readonly signTranscript: GatewayDeps['signTranscript'];
}

export async function openFront(house: House, options: FrontOptions): Promise<Front> {
	const { bus, conversations, routing, sites, store, visitors, tokens, logFault } = house;
	const { publicOrigin, signTranscript } = options;
	const { nameOf } = house.desk;
	const { peek, state: stateOf } = conversations.timelines;
	const hub = createHub({
		nameOf,
		peek,
		stateOf,
		logFault,
		agentsChanged: (agent) => routing.surfaceChanged(agent),
		visitorsChanged: (visitor, isHere) => routing.visitorChanged(visitor, isHere),
	});
	const { answering } = routing;
	const presence = createPresence({ sites, clock: systemClock, hub, answering });
	const visits = createVisits(systemClock);
	const notices = createNotices({ hub, presence, routing, sites, store, logFault });
	const gateway = createGateway(
		{
			conversations,
			hub,
			sites,
			visitors,
			bans: house.desk.bans,
			tokens,
			identities: createIdentities({ store, ids: randomIds, visitors }),
			identityKeys: (site) =>
				site.identityKeys.flatMap(({ kid }) => {
					try {
						const secret = sites.identitySecret(site.id, kid);
						return secret === null ? [] : [{ kid, secret }];
					} catch (error) {
						// Restored without the server's key: the other keys are good all the same.
						logFault('identity-key', error);
						return [];
					}
				}),
			visits,
			cursors: house.cursors,
			placeOf: routing.placeOf,
			presence,
			groups: house.desk.groups,
			groupFor: (site, asked) => groupFor(house.desk.groups, site, asked),
			duty: routing,
			watching: createWatching(),
			limiting: createLimiting(house.config.limits.gateway, systemClock.now),
			files: house.files,
			signFile: house.files.signFile,
			signTranscript,
			publicOrigin,
			signal: bus.signal,
			ids: randomIds,
			nameOf,
			logFault,
			whoIs: async (cookies) => {
				const secret = readSession(cookies, publicOrigin());
				const agent = secret === null ? null : await house.signIn.who(secret);
				return secret === null || agent === null ? null : { agent, session: hashOf(secret) };
			},
		},
		options,
	);
	bus.onCommitted(hub.tell);
	bus.onCommitted((stored) => {
		const event = asConversationEvent(stored);
		routing.committed(event);
		if (event.type === 'message' && event.body.open !== undefined)
			visits.changed(event.body.open.visitor, { conversation: event.timeline });
	});
	function changed(what: Changeable, id: string | null): void {
		hub.tellTeam(JSON.stringify({ type: 'changed', what, id } satisfies ToAgent));
	}
	sites.onChanged((site) => {
		notices.presenceSoon();
		changed('sites', site.id);
	});
	const accounts = new Map(house.agents.all().map((agent) => [agent.id, accountOf(agent)]));
	house.agents.onChanged((agent) => {
		const account = accountOf(agent);
		if (accounts.get(agent.id) === account) return;
		accounts.set(agent.id, account);
		gateway.renewed(agent);
		changed('agents', agent.id);
	});
	house.desk.groups.onChanged(() => changed('groups', null));
	house.archiving.tickets.onChanged(({ id }) => changed('tickets', id));
	house.signIn.onEnded(gateway.signedOut);
	routing.onTeam(notices.teamSoon);
	routing.addSurface((agent) => hub.consolesOf(agent) > 0);
	routing.addSurface(house.push.isSurface);
	house.push.setEyes(hub.isSeenBy);
	house.push.onChanged((agent) => routing.surfaceChanged(agent));
	// A device counts by the status that its agent wants.
	house.agents.onChanged(({ id }) => house.push.hasAny(id) && routing.surfaceChanged(id));
	house.signIn.onEnded((ended) => {
		house.push.ended(ended).catch((error: unknown) => logFault('push', error));
	});
	routing.setVisitors((visitor) => hub.socketsOf(visitor) > 0);
	await fillLine({ store, sites, place: routing.fill, read: stateOf });
	await routing.start();
	for (const agent of house.push.agents()) routing.surfaceChanged(agent);
	notices.start();
	return {
		gateway,
		hub,
		visits,
		changed,
		async close() {
			notices.stop();
			await gateway.close();
		},
	};
}

/** What a list of accounts shows of one: status and slots change all the time and are told as `team`. */
const accountOf = ({ name, email, role, sites, capacity, photo, isOff }: Agent): string =>
	JSON.stringify([name, email, role, sites, capacity, photo, isOff]);
