import type { AgentStatus, NoChatsReason, Strategy } from '../../../shared/views/desk-view.ts';

export interface DutySigns {
	readonly isReader: boolean;
	readonly status: AgentStatus;
	readonly load: number;
	readonly capacity: number | null;
	/** Whether any site of the agent is within its hours. */
	readonly isOpen: boolean;
	/** How conversations come that this agent may get: of the own groups, and of sites without a group. */
	readonly own: readonly Strategy[];
	/** How all others come. */
	readonly others: readonly Strategy[];
}

/** Why no conversation comes by itself, the nearest reason first; null: nothing is in the way (H8). */
export function decideWhy(signs: DutySigns): NoChatsReason | null {
	const { isReader, status, load, capacity, isOpen, own, others } = signs;
	if (isReader) return 'reader';
	if (status === 'away' || status === 'offline') return 'status';
	if (capacity !== null && load >= capacity) return 'full';
	if (!isOpen) return 'closed';
	if (own.some((strategy) => strategy !== 'by_hand')) return null;
	return others.some((strategy) => strategy !== 'by_hand') ? 'no_group' : 'by_hand';
}
