import type { Collection, Doc, Json } from '../../ports/store.ts';

/** One of each kind of index: two unique ones with gaps, paging by one, two and three fields. */
export interface Person extends Doc {
	readonly site: string;
	readonly number: number;
	readonly email?: string | null;
	readonly badge?: string | null;
	readonly name: string;
	readonly seenAt?: number | null;
	readonly online?: boolean;
	readonly load?: number;
	readonly extra?: Json;
}
export const people: Collection<Person> = {
	name: 'people',
	indexes: {
		email: { fields: ['email'], unique: true },
		badge: { fields: ['badge'], unique: true },
		number: { fields: ['site', 'number'] },
		name: { fields: ['name'] },
		seen: { fields: ['site', 'seenAt'] },
		status: { fields: ['site', 'online', 'seenAt'] },
	},
};

/** Without any index, and with a number that only goes forward. */
export interface Fact extends Doc {
	readonly through: number;
	readonly total: number;
}
export const facts: Collection<Fact> = { name: 'facts', indexes: {} };

/** Holds anything under a field. */
export interface Box extends Doc {
	readonly content: Json;
	readonly label?: string;
}
export const boxes: Collection<Box> = {
	name: 'odd_boxes',
	indexes: { label: { fields: ['label'] } },
};

export const contractCollections = [people, facts, boxes] as const;
