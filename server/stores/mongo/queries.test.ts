import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { collections } from '../../house.ts';
import { contractCollections } from '../contract/collections.ts';
import { bucketName, collectionNames, collectionOf, docsName } from './indexes.ts';
import { indexes, indexesOf, type Index } from './indexes.ts';
import { unserved, type Shape } from './testing/served.ts';

/** Where e2e/mongodb/proxy.mjs wrote what it saw; `npm test` runs this suite last and sets it. */
const shapesFile = process.env.MONGO_SHAPES;
/** The contract of a store has run too, so that every verb has been used. */
const isWhole = process.env.MONGO_SHAPES_OF !== 'server';

const declared = new Map<string, readonly Index[]>([
	...Object.entries(indexes),
	[collectionNames.meta, []],
	// The driver's own.
	[`${bucketName}.files`, [{ name: 'files', key: { filename: 1, uploadDate: 1 } }]],
	[`${bucketName}.chunks`, [{ name: 'chunks', key: { files_id: 1, n: 1 }, unique: true }]],
	...[...collections, ...contractCollections].map((one): [string, Index[]] => [
		docsName(one.name),
		indexesOf(one),
	]),
]);

/** Null when it is served, else why not. */
function problem(shape: Shape): string | null {
	const { collection } = shape;
	// The database's own, which only tests look into.
	if (collection.startsWith('system.')) return null;
	const known = declared.get(collection);
	// Documents that nothing declares, as of a plugin that is not installed, are found by their ids alone.
	if (known === undefined && collection !== '' && collectionOf(collection) === null) {
		return `${shape.command} in ${collection}: no such collection is declared.`;
	}
	return unserved(shape, known ?? []);
}

const timeline = 'string';
const find = { command: 'find', sort: {}, limit: true };
const events = { ...find, collection: 'events' };
const lanes = { ...find, collection: 'lanes' };
const people = { ...find, collection: 'c_people' };
const byNumber = { timeline, seq: 'number' };

/** One query of each verb that has one. */
const verbs: [string, Shape][] = [
	['append: is the number before there', { ...events, filter: byNumber }],
	['byClientId', { ...events, filter: { clientKey: 'string' } }],
	['head', { ...events, filter: { timeline }, sort: { seq: -1 } }],
	['page', { ...events, filter: { timeline, seq: { $gt: 'number' } }, sort: { seq: 1 } }],
	[
		'page of a visitor',
		{ ...events, filter: { timeline, vseq: { $gt: 'number' } }, sort: { vseq: 1 } },
	],
	['amendments', { ...events, filter: { amends: { $in: ['string'] } }, limit: false }],
	['erase', { ...events, command: 'update', filter: byNumber }],
	[
		'timelines',
		{ ...events, filter: { timeline: { $gt: 'string' }, seq: 'number' }, sort: { timeline: 1 } },
	],
	['dump', { ...events, filter: {}, sort: { timeline: 1, seq: 1 } }],
	[
		'dueLanes',
		{
			...lanes,
			filter: { sink: 'string', dueAt: { $lte: 'number' } },
			sort: { dueAt: 1, timeline: 1 },
		},
	],
	['nextDue', { ...lanes, filter: { sink: 'string' }, sort: { dueAt: 1 } }],
	[
		'lease',
		{ ...lanes, command: 'findAndModify', filter: { _id: 'string', dueAt: { $lte: 'number' } } },
	],
	['settle', { ...lanes, command: 'findAndModify', filter: { _id: 'string', fence: 'number' } }],
	[
		'troubledLanes',
		{
			...lanes,
			filter: { sink: 'string', tries: { $gt: 'number' } },
			sort: { dueAt: 1, timeline: 1 },
		},
	],
	['dropLeases', { ...lanes, command: 'update', filter: { holder: 'string' } }],
	['owingSinks', { command: 'aggregate', collection: 'lanes', pipeline: [{ $sort: { sink: 1 } }] }],
	[
		'owedEvents',
		{ ...events, filter: { timeline, seq: { $gt: 'number' }, owes: 'string' }, sort: { seq: 1 } },
	],
	['the highest that owes a lane', { ...events, filter: { owes: 'string' }, sort: { seq: -1 } }],
	[
		'rewind',
		{ ...events, filter: { timeline, seq: { $gte: 'number' }, sinks: 'string' }, sort: { seq: 1 } },
	],
	[
		'mendLanes',
		{
			command: 'aggregate',
			collection: 'events',
			pipeline: [{ $match: { owes: { $gt: 'string' } } }],
		},
	],
	[
		'search',
		{
			...find,
			collection: 'search',
			filter: { site: 'string', tokens: 'string', rank: { $lt: 'number' } },
			sort: { rank: -1 },
			hint: { site: 1, tokens: 1, rank: 1 },
		},
	],
	['get', { ...people, filter: { _id: 'string' } }],
	['getMany', { ...people, filter: { _id: { $in: ['string'] } }, limit: false }],
	['update', { ...people, command: 'findAndModify', filter: { _id: 'string', rev: 'number' } }],
	['remove', { ...people, command: 'delete', filter: { _id: 'string' } }],
	[
		'find',
		{ ...people, filter: { site: { $eq: 'string' } }, sort: { site: 1, number: 1, _id: 1 } },
	],
	['blobs', { ...find, collection: 'blobs.files', filter: { _id: 'string' } }],
];

test.each(verbs)('the query of a verb is served by an index: %s', (_verb, shape) => {
	expect(problem(shape)).toBeNull();
});

test('a query of a collection that nothing declares is refused, but for documents by id', () => {
	const byId: Shape = { ...find, collection: 'c_unknown', filter: { _id: 'string' } };
	expect(problem(byId)).toBeNull();
	expect(problem({ ...byId, filter: { kind: 'string' } })).toMatch(/no index finds/);
	expect(problem({ ...byId, collection: 'unknown' })).toMatch(/no such collection/);
});

const byOtherThanId = verbs.filter(([, { filter = {} }]) => filter['_id'] === undefined);
test.each(byOtherThanId)('without its indexes it is not: %s', (_verb, shape) => {
	expect(unserved(shape, [])).not.toBeNull();
});

/** Whether `sent` asks what `verb` does, in whatever detail beyond that. */
function isLike(sent: Shape, verb: Shape): boolean {
	const { command, collection, filter = {}, sort = {}, pipeline = [] } = verb;
	const has = Object.entries(filter).every(([field, condition]) =>
		isDeepStrictEqual(sent.filter?.[field], condition),
	);
	const isInOrder = Object.keys(sort).length === 0 || isDeepStrictEqual(sent.sort, sort);
	const begins = pipeline.every((stage, at) => isDeepStrictEqual(sent.pipeline?.[at], stage));
	const isSame = sent.command === command && sent.collection === collection;
	return isSame && has && isInOrder && begins;
}

// `npm test` puts all queries of all suites to the same question; alone there are none to ask about.
if (shapesFile) {
	describe('of what the other suites sent to MongoDB', () => {
		const sent = readFileSync(shapesFile, 'utf8')
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.parse(line) as Shape);

		test('every query is served by an index', () => {
			expect(sent.flatMap((shape) => problem(shape) ?? [])).toEqual([]);
		});
		test.each(isWhole ? verbs : verbs.filter(([verb]) => verb === 'head'))(
			'the query of a verb is there: %s',
			(_verb, shape) => {
				expect(sent.filter((one) => isLike(one, shape))).not.toEqual([]);
			},
		);
	});
}
