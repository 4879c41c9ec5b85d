import type { Anomaly } from './surface.ts';

/** What a sink was owed and what became of it, by delivery ids; read when nothing is owed any more. */
export interface Deliveries {
	readonly sink: string;
	readonly owed: readonly string[];
	/** As the destination got them, repetitions included. */
	readonly done: readonly string[];
	/** Given up visibly. */
	readonly parked: readonly string[];
}

/**
 * I10: each delivery ends done or parked. Parked may have reached the destination all the same (its answer was lost); what was
 * never owed may not. The order within a conversation is checked on the surface itself.
 */
export function checkDeliveries({ sink, owed, done, parked }: Deliveries): Anomaly[] {
	const settled = new Set([...done, ...parked]);
	const due = new Set(owed);
	const anomaly = (name: 'undelivered' | 'unowed', detail: string): Anomaly => ({
		name,
		invariant: 'I10',
		surface: sink,
		detail,
	});
	return [
		...owed.filter((id) => !settled.has(id)).map((id) => anomaly('undelivered', id)),
		...[...settled].filter((id) => !due.has(id)).map((id) => anomaly('unowed', id)),
	];
}
