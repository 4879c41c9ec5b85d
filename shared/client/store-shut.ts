import type { OutboxItem, Sendable } from './outbox-storage.ts';

const codes: ReadonlySet<string | null> = new Set(['busy', 'unavailable', 'disk_full']);

/** The server is there, but has put something off several times over, because its store takes nothing: only then an item says why. */
export const isStoreShut = (pending: readonly OutboxItem<Sendable>[]): boolean =>
	pending.some(
		({ state, code }) => (state === 'waiting' || state === 'sending') && codes.has(code),
	);
