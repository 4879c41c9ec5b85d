import type { ConversationDeps, Cursors, NameOf } from '../conversations/index.ts';
import type { Agent, Line } from '../routing/index.ts';
import type { Files } from '../files/index.ts';
import type { FileRef } from '../conversations/index.ts';
import type { Site, Sites } from '../sites/index.ts';
import type {
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
	readonly cursors: Cursors;
	readonly line: Line;
	readonly presence: Presence;
	readonly limiting: Limiting;
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
