import type { AgentId, GroupId, SiteId } from '../../../shared/ids.ts';
import type { Strategy } from '../../../shared/views/desk-view.ts';
import type { Desk } from './desk.ts';
import { createOrder, type Order } from './order.ts';
import type { LineRecord } from './records.ts';

export interface SiteRule {
	/** Of conversations without a group. */
	readonly strategy: Strategy;
	readonly ageingMs: number;
}

/** Those who wait for the same agents: one site, one group, and one agent or anybody. */
export interface Lane {
	readonly site: SiteId;
	readonly group: GroupId | null;
	readonly wanted: AgentId | null;
	readonly order: Order;
	/** Where its agents are; found anew when groups change. */
	desk: Desk;
	/** Of its site; found anew when that changes. */
	rule: SiteRule;
	/** The desk's count of freed slots when nobody was found free; it need not be asked again until that goes up. */
	blockedAt: number;
	readonly record: LineRecord;
}

export const createLane = (
	{ site, group, wanted }: Pick<Lane, 'site' | 'group' | 'wanted'>,
	desk: Desk,
	rule: SiteRule,
	record: LineRecord,
): Lane => ({ site, group, wanted, order: createOrder(), desk, rule, blockedAt: -1, record });
