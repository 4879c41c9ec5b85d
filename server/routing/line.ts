import type { ConversationId, SiteId } from '../../shared/ids.ts';

/** A conversation that waits, as far as the order of the line is concerned. */
export interface Waiting {
	readonly id: ConversationId;
	readonly site: SiteId;
	/** Since when, epoch milliseconds. */
	readonly since: number;
}
export type Line = ReturnType<typeof createLine>;

/**
 * Who waits on which site, longest first: derived from the conversations, in memory, so that each place can be told. Changes are
 * gathered: `changed` gives the places that are others than were told last.
 */
export function createLine() {
	/** By site, ascending. */
	const lines = new Map<SiteId, Waiting[]>();
	const sites = new Map<ConversationId, SiteId>();
	const told = new Map<ConversationId, number>();
	const touched = new Set<SiteId>();

	const isBefore = (a: Waiting, b: Waiting): boolean =>
		a.since < b.since || (a.since === b.since && a.id < b.id);

	/** Index of the first that does not stand before it. */
	function placeOf(line: readonly Waiting[], waiting: Waiting): number {
		let [low, high] = [0, line.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			const at = line[middle];
			if (at !== undefined && isBefore(at, waiting)) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	function remove(id: ConversationId): void {
		const site = sites.get(id);
		if (site === undefined) return;
		sites.delete(id);
		touched.add(site);
		const line = lines.get(site) ?? [];
		const index = line.findIndex((waiting) => waiting.id === id);
		if (index !== -1) line.splice(index, 1);
	}

	return {
		add(waiting: Waiting): void {
			if (sites.has(waiting.id)) return;
			const line = lines.get(waiting.site) ?? [];
			lines.set(waiting.site, line);
			line.splice(placeOf(line, waiting), 0, waiting);
			sites.set(waiting.id, waiting.site);
			touched.add(waiting.site);
		},
		remove,
		/** Null: does not wait. */
		siteOf: (id: ConversationId): SiteId | null => sites.get(id) ?? null,
		/** From 1; null: does not wait. */
		position(id: ConversationId): number | null {
			const site = sites.get(id);
			if (site === undefined) return null;
			const index = (lines.get(site) ?? []).findIndex((waiting) => waiting.id === id);
			return index === -1 ? null : index + 1;
		},
		/** Places that are not what this gave before; null: not in the line any more. */
		changed(): Map<ConversationId, number | null> {
			const changes = new Map<ConversationId, number | null>();
			for (const id of told.keys()) {
				if (sites.has(id)) continue;
				told.delete(id);
				changes.set(id, null);
			}
			for (const site of touched) {
				for (const [index, { id }] of (lines.get(site) ?? []).entries()) {
					if (told.get(id) === index + 1) continue;
					told.set(id, index + 1);
					changes.set(id, index + 1);
				}
			}
			touched.clear();
			return changes;
		},
		size: (site: SiteId): number => lines.get(site)?.length ?? 0,
	};
}
