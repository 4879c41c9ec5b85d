import type { Collection, Doc } from '../ports/store.ts';

export interface Timer extends Doc {
	/** `<kind>:<key>`: setting it again moves it. */
	readonly id: string;
	readonly kind: string;
	readonly key: string;
	readonly dueAt: number;
	/** When it was due at first, once it has failed and waits for another try. */
	readonly setFor?: number;
	readonly tries: number;
	/** Why it failed last; for people. */
	readonly problem: string | null;
}

export const timers: Collection<Timer> = {
	name: 'timers',
	indexes: { byKind: { fields: ['kind', 'dueAt'] }, byTries: { fields: ['kind', 'tries'] } },
};

export const timerId = (kind: string, key: string): string => `${kind}:${key}`;
