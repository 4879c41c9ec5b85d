import type { BlobId, SiteId, AgentId, ClientId } from '../../shared/ids.ts';

/** Random ids; a counting one in tests. */
export interface Ids {
	agent(): AgentId;
	site(): SiteId;
	blob(): BlobId;
	/** For documents that need nothing but a name of their own: groups, canned replies, tickets. */
	doc(): string;
	/** For commands that the server itself authors. */
	client(): ClientId;
	/** 256 random bits, base64url: sessions, one-time links, visitors' tokens. Stored hashed only. */
	secret(): string;
}
