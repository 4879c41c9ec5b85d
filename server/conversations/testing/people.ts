import type { AgentId, SiteId, VisitorId } from '../../../shared/ids.ts';
import type { Author, Role } from '../commands.ts';

/** Everybody who could ever command, as the tests call them. The conversation is Vera's, on the site `shop`. */
export const shop = 'shop' as SiteId;
const elsewhere = 'elsewhere' as SiteId;

export const visitorId = (name: string): VisitorId => `${name}-visitor` as VisitorId;
export const agentId = (name: string): AgentId => `${name}-agent` as AgentId;

export const visitor = (name: string, site: SiteId = shop): Author & { kind: 'visitor' } => ({
	kind: 'visitor',
	id: visitorId(name),
	site,
});
export const agent = (
	name: string,
	role: Role = 'agent',
	sites: 'all' | readonly SiteId[] = [shop],
): Author & { kind: 'agent' } => ({ kind: 'agent', id: agentId(name), role, sites });

export const vera = visitor('vera');
export const anna = agent('anna');
export const ben = agent('ben');
export const sue = agent('sue', 'supervisor');

export const people = {
	visitor: vera,
	otherVisitor: visitor('victor'),
	/** The same id on another site: only the site can tell them apart. */
	visitorElsewhere: visitor('vera', elsewhere),
	owner: agent('olga', 'owner', 'all'),
	admin: agent('adam', 'admin', 'all'),
	supervisor: sue,
	/** Who has the conversation while it is active. */
	agent: anna,
	otherAgent: ben,
	agentElsewhere: agent('edna', 'agent', [elsewhere]),
	reader: agent('rita', 'reader'),
	bot: { kind: 'bot', id: 'bot', sites: [shop] },
	botElsewhere: { kind: 'bot', id: 'bot', sites: [elsewhere] },
	system: { kind: 'system', id: 'system' },
} as const satisfies Record<string, Author>;
export type Who = keyof typeof people;
export const everybody = Object.keys(people) as readonly Who[];
