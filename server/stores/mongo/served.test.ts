import type { Index } from './indexes.ts';
import { indexes as own } from './indexes.ts';
import type { FilterShape } from './testing/filter-shape.ts';
import { unserved, type Shape } from './testing/served.ts';

const chats: Index[] = [
	{ name: 'key', key: { key: 1 }, unique: true, sparse: true },
	{ name: 'status', key: { site: 1, status: 1, lastAt: 1, _id: 1 } },
	{ name: 'seen', key: { lastAt: 1, _id: 1 } },
];

function find(filter: FilterShape, sort: Shape['sort'] = {}, limit = false): Shape {
	return { command: 'find', collection: 'c_chats', filter, sort, limit };
}
function aggregate(...pipeline: NonNullable<Shape['pipeline']>): Shape {
	return { command: 'aggregate', collection: 'c_chats', pipeline };
}

const n = 'number';
const s = 'string';
const open: FilterShape = { site: { $eq: s }, status: { $eq: s } };
const group = { $group: { _id: '$site', n: { $sum: n } } };

describe('an index serves', () => {
	test.each<[string, Shape]>([
		['one by its id', find({ _id: s }, { lastAt: 1 })],
		['many by their ids', find({ _id: { $in: [s] } })],
		['one by its id and more', { ...find({ _id: s, rev: n, topic: s }), command: 'update' }],
		['a value of a unique field', find({ key: s })],
		['one of a sparse index', find({ key: { $eq: s, $exists: true } }, { lastAt: -1 })],
		['a range of a sparse index', find({ key: { $gt: s } }, { key: 1 })],
		['a sparse index along itself', find({ key: { $exists: true } }, { key: -1 }, true)],
		['so many of a sparse index', find({ key: { $exists: true } }, {}, true)],
		['a first field', find({ site: s })],
		['a first field and what is not in the index', find({ site: s, topic: s })],
		['a range of a first field', find({ site: { $gte: s } })],
		['null in an index that holds it', find({ site: s, status: 'null' }, { lastAt: 1, _id: 1 })],
		['all that is not null', find({ lastAt: { $ne: 'null' } }, { lastAt: 1 })],
		['the order after what is fixed', find(open, { site: 1, status: 1, lastAt: 1, _id: 1 }, true)],
		['that order backwards', find(open, { site: -1, status: -1, lastAt: -1, _id: -1 }, true)],
		['the order of a range', find({ ...open, lastAt: { $lt: n } }, { lastAt: -1 })],
		['all along an index', find({}, { lastAt: 1, _id: 1 })],
		['any so many', find({}, {}, true)],
		[
			'every branch of $or, in one order',
			find(
				{
					$or: [
						{ $and: [open, { lastAt: { $gt: n } }] },
						{ $and: [open, { lastAt: { $eq: n }, _id: { $gt: s } }] },
					],
				},
				{ site: 1, status: 1, lastAt: 1, _id: 1 },
			),
		],
		['each branch by another index', find({ $or: [{ key: s }, { lastAt: { $gt: n } }] })],
		['what is common, whatever the branches are', find({ site: s, $or: [{ a: s }, { b: s }] })],
		['a count of all', { ...find({}), command: 'count' }],
		['the values of a first field', { ...find({}), command: 'distinct', key: 'site' }],
		['an aggregate that begins with a filter', aggregate({ $match: { site: s } }, group)],
		['an aggregate of all along an index', aggregate({ $sort: { site: 1 } }, group)],
		['a count up to a limit', aggregate({ $match: { key: { $exists: true } } }, { $limit: n })],
		['a hint by name', { ...find(open), hint: 'status' }],
		['a hint by key', { ...find({ lastAt: n }), hint: { lastAt: 1, _id: 1 } }],
	])('%s', (_name, shape) => {
		expect(unserved(shape, chats)).toBeNull();
	});
});

describe('no index serves', () => {
	const finds = /^\w+ in c_chats: no index finds /;
	const orders = /^\w+ in c_chats: no index that finds .+ gives the order /;
	test.each<[string, Shape, RegExp]>([
		['all of a collection', find({}), finds],
		['a field without an index', find({ topic: s }), finds],
		['a field without an index, up to a limit', find({ topic: s }, {}, true), finds],
		['such a field along an index', find({ topic: s }, { lastAt: 1 }, true), finds],
		['a second field alone', find({ status: s }), finds],
		['null in a sparse index', find({ key: 'null' }), finds],
		['null or a value in a sparse index', find({ key: { $in: ['null', s] } }), finds],
		['what is missing', find({ key: { $exists: false } }), finds],
		['all of a sparse index', find({ key: { $exists: true } }), finds],
		['what a sparse index may not hold', find({}, { key: 1 }, true), orders],
		['anything but a value', find({ lastAt: { $ne: n } }), finds],
		['a pattern', find({ site: 'regex' }), finds],
		['an order that no index has', find({ site: s }, { lastAt: 1 }), orders],
		['the order of several points', find({ site: { $in: [s] } }, { status: 1 }), orders],
		['two directions', find({ site: s }, { status: 1, lastAt: -1 }), orders],
		['the order of another index', find({ key: { $gt: s } }, { lastAt: 1 }), orders],
		['more order than the index has', find({ key: { $gt: s } }, { key: 1, _id: 1 }), orders],
		['one branch of $or', find({ $or: [{ key: s }, { topic: s }] }), finds],
		['one branch in a nested $or', find({ $and: [{ $or: [{ key: s }, { topic: s }] }] }), finds],
		['branches that a limit does not help', find({ $or: [{ a: s }, { b: s }] }, {}, true), finds],
		[
			'one branch in the order of the others',
			find({ $or: [{ lastAt: { $lt: n } }, { _id: { $lt: s } }] }, { lastAt: 1, _id: 1 }),
			orders,
		],
		['none of what $nor leaves', find({ $nor: [{ site: s }] }, {}, true), finds],
		['an expression', find({ $expr: { $gt: ['$a', '$b'] } as never }), finds],
		['a delete of all', { ...find({}), command: 'delete' }, finds],
		['the values of a second field', { ...find({}), command: 'distinct', key: 'status' }, finds],
		['an aggregate of all', aggregate(group), finds],
		['an aggregate that filters too late', aggregate(group, { $match: { site: s } }), finds],
		['an aggregate by a field without an index', aggregate({ $match: { topic: s } }, group), finds],
		['an aggregate of statistics', aggregate({ $collStats: {} }), /nobody knows/],
		['an unknown hint', { ...find(open), hint: 'other' }, /its hint is no declared index/],
		['a hint that does not fit', { ...find(open), hint: 'seen' }, finds],
		['an unknown command', { command: 'mapReduce', collection: 'c_chats' }, /nobody knows/],
		[
			'an unreadable message',
			{ command: 'unreadable: x', collection: '' },
			/in the database: nobody/,
		],
	])('%s', (_name, shape, reason) => {
		expect(unserved(shape, chats)).toMatch(reason);
	});
});

test('only few documents at a time are sorted in memory', () => {
	const events = own['events'] ?? [];
	const shape: Shape = { command: 'find', collection: 'events', filter: {}, limit: true };
	const owed = { ...shape, filter: { owes: s }, sort: { seq: -1 } };
	expect(unserved(owed, events)).toBeNull();
	expect(unserved({ ...owed, filter: { amends: s } }, events)).toMatch(/gives the order/);
	expect(unserved({ ...owed, collection: 'other' }, events)).toMatch(/gives the order/);
});
