import type { Collection, Doc } from '../../ports/store.ts';

/** One index of the database. Its name is what a refused document is told. */
export interface Index {
	readonly name: string;
	readonly key: Readonly<Record<string, 1>>;
	readonly unique?: true;
	/** Documents without the field are not in it. */
	readonly sparse?: true;
}

/** Our own collections; those of documents are named by `docsName`. */
export const collectionNames = {
	events: 'events',
	lanes: 'lanes',
	words: 'search',
	meta: 'meta',
	nodes: 'nodes',
	uploads: 'uploads',
} as const;

/** GridFS: its files and chunks are `blobs.files` and `blobs.chunks`. */
export const bucketName = 'blobs';

const docsPrefix = 'c_';
export const docsName = (collection: string): string => docsPrefix + collection;
export const collectionOf = (name: string): string | null =>
	name.startsWith(docsPrefix) ? name.slice(docsPrefix.length) : null;

/** Every index but those that the database makes itself (_id, GridFS), with what needs it. */
export const indexes: Readonly<Record<string, readonly Index[]>> = {
	[collectionNames.events]: [
		// The commit point of an append, the order of a timeline, a dump.
		{ name: 'seq', key: { timeline: 1, seq: 1 }, unique: true },
		// A visitor's page.
		{ name: 'vseq', key: { timeline: 1, vseq: 1 } },
		// A resend.
		{ name: 'client', key: { clientKey: 1 }, unique: true, sparse: true },
		// The latest edit and the redaction of the events on a page.
		{ name: 'amends', key: { amends: 1 }, sparse: true },
		// What is owed: few at any time.
		{ name: 'owes', key: { owes: 1 }, sparse: true },
	],
	[collectionNames.lanes]: [
		{ name: 'due', key: { sink: 1, dueAt: 1, timeline: 1 } },
		// Leases of a server that was killed.
		{ name: 'holder', key: { holder: 1 }, sparse: true },
	],
	[collectionNames.words]: [
		{ name: 'rank', key: { site: 1, rank: 1 }, unique: true },
		// One word of one site, newest first.
		{ name: 'tokens', key: { site: 1, tokens: 1, rank: 1 } },
	],
	[collectionNames.nodes]: [{ name: 'seen', key: { seenAt: 1 } }],
	[collectionNames.uploads]: [{ name: 'age', key: { startedAt: 1 } }],
};

/** The indexes that a collection of documents declares. */
export function indexesOf({ indexes: declared }: Pick<Collection<Doc>, 'indexes'>): Index[] {
	return Object.entries(declared).map(([name, { fields, unique }]) => {
		const key = Object.fromEntries(fields.map((field) => [field, 1 as const]));
		return unique === true
			? // Sparse, so that documents without the field do not collide.
				{ name, key, unique: true, sparse: true }
			: { name, key: { ...key, _id: 1 } };
	});
}

export const uniqueFields = ({ indexes: declared }: Pick<Collection<Doc>, 'indexes'>): string[] =>
	Object.values(declared).flatMap(({ fields, unique }) => (unique === true ? [...fields] : []));
