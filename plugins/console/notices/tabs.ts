import type { Eyes } from './plan.ts';

/** How long a thing counts as told; what a console knows itself it does not tell twice anyway. */
const toldMs = 120_000;
const maxTold = 200;
/** A tab that died while somebody looked at it does not look for ever. */
const eyesMs = 60_000;
/** Said again so often while somebody looks. */
export const lookAgainMs = 20_000;

export interface TabParts {
	/** Null: switched off. Then each tab tells for itself. */
	readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
	/** Missing without a secure context: two tabs may then, rarely, tell the same thing. */
	readonly locks: Pick<LockManager, 'request'> | null;
	readonly now: () => number;
}
export type Tabs = ReturnType<typeof createTabs>;

/** What the tabs of one agent know of each other: where the agent looks, and what one of them has told already. */
export function createTabs(agent: string, { storage, locks, now }: TabParts) {
	const places = { eyes: `parley:console:eyes:${agent}`, told: `parley:console:told:${agent}` };
	const self = Math.random().toString(36).slice(2);
	const own = new Map<string, string>();

	function read<Value>(place: string, otherwise: Value): Value {
		try {
			const text = (storage ?? { getItem: (key) => own.get(key) ?? null }).getItem(place);
			return text === null ? otherwise : (JSON.parse(text) as Value);
		} catch {
			return otherwise;
		}
	}
	function write(place: string, value: unknown): void {
		const text = JSON.stringify(value);
		own.set(place, text);
		try {
			storage?.setItem(place, text);
		} catch {
			// Full or switched off: this tab knows it.
		}
	}

	/** Those that no tab has told; from now on they are told. */
	function take(keys: readonly string[]): string[] {
		const known = read<Record<string, number>>(places.told, {});
		const told = Object.entries(known).filter(([, at]) => Math.abs(now() - at) < toldMs);
		const names = new Set(told.map(([key]) => key));
		const mine = keys.filter((key) => !names.has(key));
		const next = [...told, ...mine.map((key) => [key, now()] as const)].slice(-maxTold);
		if (mine.length > 0) write(places.told, Object.fromEntries(next));
		return mine;
	}

	return {
		/** What this tab has before the eyes; null: nobody looks at it. */
		look(eyes: { readonly conversation: string | null } | null): void {
			const last = read<{ tab?: string }>(places.eyes, {});
			if (eyes !== null) write(places.eyes, { tab: self, at: now(), ...eyes });
			else if (last.tab === self) write(places.eyes, {});
		},
		eyes(): Eyes {
			const last = read<{ at?: number; conversation?: string | null }>(places.eyes, {});
			const isLooking = last.at !== undefined && Math.abs(now() - last.at) < eyesMs;
			return { isLooking, conversation: isLooking ? (last.conversation ?? null) : null };
		},
		/** Which of these this tab may tell; each is given to one tab only. */
		async claim(keys: readonly string[]): Promise<string[]> {
			if (locks === null) return take(keys);
			return locks.request(places.told, () => take(keys));
		},
	};
}
