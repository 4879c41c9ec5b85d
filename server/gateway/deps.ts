import type { AgentId, ConversationId, GroupId } from '../../shared/ids.ts';
import type { AgentStatus, OwnDutyView, TeamMemberView } from '../../shared/views/desk-view.ts';
import type { ConversationDeps, Cursors, HandTo, NameOf } from '../conversations/index.ts';
import type { Agent, Groups, Place } from '../routing/index.ts';
import type { Files } from '../files/index.ts';
import type { FileRef } from '../conversations/index.ts';
import type { Site, Sites } from '../sites/index.ts';
import type {
	Bans,
	Identities,
	IdentityKey,
	Visits,
	Visitors,
	VisitorTokens,
} from '../visitors/index.ts';
import type { Signal } from '../ports/bus.ts';
import type { Ids } from '../ports/ids.ts';
import type { Hub } from './hub.ts';
import type { Limiting } from './limits.ts';
import type { Presence } from './presence.ts';
import type { Watching } from './watching.ts';

/** A link that is good for some minutes. */
export interface SignedLink {
	/** Path and query, without the origin. */
	readonly url: string;
	readonly expiresAt: number;
}
export interface TranscriptWanted {
	readonly conversation: string;
	readonly format: 'txt' | 'html';
	readonly locale: string | null;
	readonly timeZone: string | null;
}

/** Who is there for conversations: the routing answers. */
export interface Duty {
	/** What this agent wants from now on, and what holds then. */
	set(agent: AgentId, status: AgentStatus): Promise<OwnDutyView>;
	/** Whether somebody is there who could answer soon. */
	isThere(to: HandTo): boolean;
	team(): TeamMemberView[];
	/** Null: there is no such agent. */
	dutyOf(agent: AgentId): OwnDutyView | null;
}

/** What the gateway's sessions need; main.ts puts it together. */
export interface GatewayDeps {
	readonly conversations: ConversationDeps;
	readonly hub: Hub;
	readonly sites: Sites;
	readonly visitors: Visitors;
	readonly tokens: VisitorTokens;
	readonly identities: Identities;
	/** Keys with which the site's own server signs who a visitor is. */
	readonly identityKeys: (site: Site) => readonly IdentityKey[];
	readonly visits: Visits;
	readonly bans: Pick<Bans, 'check'>;
	readonly cursors: Cursors;
	/** Where a conversation stands in the line; null: it does not wait. */
	readonly placeOf: (conversation: ConversationId) => Place | null;
	readonly presence: Presence;
	readonly limiting: Limiting;
	readonly groups: Pick<Groups, 'get'>;
	/** Which group answers what begins with this topic on this page; null: whoever sees the site. */
	readonly groupFor: (
		site: Site,
		asked: { readonly topic: string | null; readonly page: string | null },
	) => GroupId | null;
	readonly duty: Duty;
	readonly watching: Watching;
	readonly files: Pick<Files, 'attach'>;
	readonly signFile: (file: FileRef) => SignedLink;
	readonly signTranscript: (wanted: TranscriptWanted) => SignedLink;
	readonly publicOrigin: () => string;
	readonly signal: (signal: Signal) => void;
	readonly ids: Ids;
	readonly nameOf: NameOf;
	/** The agent behind a console's cookies; null when not signed in. Asked again at each beat. */
	readonly whoIs: (cookieHeader: string | undefined) => Promise<SignedInAgent | null>;
	readonly logFault: (errorId: string, error: unknown) => void;
}

export interface SignedInAgent {
	readonly agent: Agent;
	/** Names the signed-in browser. */
	readonly session: string;
}
