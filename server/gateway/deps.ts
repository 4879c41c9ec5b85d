import type { ConversationDeps, NameOf } from '../conversations/index.ts';
import type { Agent } from '../routing/index.ts';
import type { Sites } from '../sites/index.ts';
import type { Visitors } from '../visitors/index.ts';
import type { Ids } from '../ports/ids.ts';
import type { Hub } from './hub.ts';

/** What the gateway's sessions need; main.ts puts it together. */
export interface GatewayDeps {
	readonly conversations: ConversationDeps;
	readonly hub: Hub;
	readonly sites: Sites;
	readonly visitors: Visitors;
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
