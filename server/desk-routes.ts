import type { ToAgent } from '../shared/protocol/agent-frames.ts';
import type { Front } from './front.ts';
import { archiveRoutes } from './http/archive-routes.ts';
import { peopleRoutes } from './http/people/people-routes.ts';
import { privacyRoutes } from './http/privacy-routes.ts';
import { pushRoutes } from './http/push-routes.ts';
import { replyRoutes } from './http/reply-routes.ts';
import { reportRoutes } from './http/report-routes.ts';
import type { Route } from './http/route.ts';
import { ticketRoutes } from './http/ticket-routes.ts';
import { visitorRoutes } from './http/visitor-routes.ts';
import type { House } from './house.ts';
import { visitorViewOf, type Visitor } from './visitors/index.ts';
import type { Transcripts } from './transcripts/index.ts';

export interface DeskRouteDeps {
	readonly house: House;
	readonly front: Front;
	readonly transcripts: Transcripts;
	readonly publicOrigin: () => string;
}

/** All that consoles ask by REST about the team's desk. */
export function deskRoutes({ house, front, transcripts, publicOrigin }: DeskRouteDeps): Route[] {
	const { agents, desk, photos, signIn } = house;
	const { archiving, conversations } = house;
	const told = (visitor: Visitor): void =>
		front.hub.tellAgents(
			visitor.site,
			JSON.stringify({
				type: 'visitor',
				requestId: null,
				visitor: visitorViewOf(visitor),
			} satisfies ToAgent),
		);
	return [
		...archiveRoutes({
			archive: archiving.archive,
			transcripts,
			sites: () => house.sites.all().map(({ id }) => id),
			review: (id, by, said) =>
				conversations.timelines.submit(id, {
					kind: 'note',
					isReview: true,
					by,
					at: conversations.clock.now(),
					...said,
				}),
		}),
		...ticketRoutes(archiving.tickets),
		...privacyRoutes({
			privacy: house.privacy,
			visitors: house.visitors,
			notes: desk.visitorNotes,
			transcripts,
			erased(visitor) {
				front.visits.changed(visitor.id, { name: null });
				front.changed('visitor_notes', visitor.id);
				told(visitor);
			},
		}),
		...visitorRoutes({
			visitors: house.visitors,
			visits: front.visits,
			notes: desk.visitorNotes,
			bans: desk.bans,
			addressOf: front.hub.addressOf,
			nameOf: (id) => desk.nameOf(id as never),
			changed: front.changed,
			told,
		}),
		...pushRoutes(house.push),
		...replyRoutes({
			replies: desk.replies,
			changed: (id, owner) =>
				owner === null
					? front.changed('replies', id)
					: front.hub.tellAgent(
							owner,
							JSON.stringify({ type: 'changed', what: 'replies', id } satisfies ToAgent),
						),
		}),
		...reportRoutes({ ...house.reporting, sites: () => house.sites.all().map(({ id }) => id) }),
		...peopleRoutes({
			...desk,
			agents,
			photos,
			signIn,
			publicOrigin,
			changed: (id?: string) => front.changed('agents', id ?? null),
			prefsChanged: (id) =>
				front.hub.tellAgent(
					id,
					JSON.stringify({ type: 'changed', what: 'prefs', id: null } satisfies ToAgent),
				),
		}),
	];
}
