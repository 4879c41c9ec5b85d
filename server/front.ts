import type { IncomingMessage } from 'node:http';
import { asConversationEvent } from './conversations/index.ts';
import { fillLine } from './fill-line.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway/gateway.ts';
import { createHub, type Hub } from './gateway/hub.ts';
import { createLimiting } from './gateway/limits.ts';
import { createNotices } from './gateway/notices.ts';
import { createPresence } from './gateway/presence.ts';
import type { GatewayDeps } from './gateway/deps.ts';
import { readSession } from './http/cookies.ts';
import type { House } from './house.ts';
import { createLine, hashOf } from './routing/index.ts';
import { systemClock } from './system/clock.ts';
import { randomIds } from './system/ids.ts';
import { createIdentities, createVisits } from './visitors/index.ts';

/** What joins the house to sockets: the gateway with all that its sessions need. */
export interface Front {
	readonly gateway: Gateway;
	readonly hub: Hub;
	close(): Promise<void>;
}

export interface FrontOptions extends Partial<GatewayOptions> {
	readonly publicOrigin: () => string;
	readonly addressOf: (request: IncomingMessage) => string | null;
	readonly signTranscript: GatewayDeps['signTranscript'];
}

export async function openFront(house: House, options: FrontOptions): Promise<Front> {
	const { agents, bus, conversations, sites, store, visitors, tokens, logFault } = house;
	const { publicOrigin, signTranscript } = options;
	const { nameOf } = agents;
	const { peek, state: stateOf } = conversations.timelines;
	const hub = createHub({
		nameOf,
		peek,
		stateOf,
		logFault,
		agentsChanged: () => notices.presenceSoon(),
	});
	const presence = createPresence({ sites, clock: systemClock, hub });
	const line = createLine();
	const visits = createVisits(systemClock);
	const notices = createNotices({ hub, presence, line, sites, store, peek, stateOf, logFault });
	const gateway = createGateway(
		{
			conversations,
			hub,
			sites,
			visitors,
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
			line,
			presence,
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
		notices.committed(event);
		if (event.type === 'message' && event.body.open !== undefined)
			visits.changed(event.body.open.visitor, { conversation: event.timeline });
	});
	sites.onChanged(notices.presenceSoon);
	house.signIn.onEnded(gateway.signedOut);
	await fillLine({ store, sites, line, read: stateOf });
	notices.start();
	return {
		gateway,
		hub,
		async close() {
			notices.stop();
			await gateway.close();
		},
	};
}
