import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mongo } from 'mongoose';

type Command = Record<string, unknown>;
type Lists = Record<string, object[]>;

const { BSON, ObjectId } = mongo;
const $db = 'parley_test_1';

describe('the shape of', () => {
	const find = { command: 'find', collection: 'events', sort: {}, limit: false };
	test.each<[string, Command, object]>([
		[
			'a page',
			{ find: 'events', filter: { seq: { $gt: 7 }, conv: 'c1' }, sort: { seq: 1 }, limit: 50 },
			{
				...find,
				filter: { conv: 'string', seq: { $gt: 'number' } },
				sort: { seq: 1 },
				limit: true,
			},
		],
		[
			'values of all types',
			{
				find: 'events',
				filter: {
					a: null,
					b: true,
					c: /^x/,
					d: new Date(0),
					e: [1],
					f: { x: 1 },
					g: new ObjectId(),
				},
			},
			{
				...find,
				filter: {
					a: 'null',
					b: 'boolean',
					c: 'regex',
					d: 'date',
					e: 'array',
					f: 'object',
					g: 'objectid',
				},
			},
		],
		[
			'operators',
			{
				find: 'events',
				filter: {
					$or: [{ a: 1 }, { b: 'x', c: { $lt: 3 } }, { a: 2 }],
					d: { $in: ['x', 'y', 1] },
					e: { $exists: false },
					f: { $elemMatch: { g: 'x' } },
				},
			},
			{
				...find,
				filter: {
					$or: [{ a: 'number' }, { b: 'string', c: { $lt: 'number' } }],
					d: { $in: ['number', 'string'] },
					e: { $exists: false },
					f: { $elemMatch: { g: 'string' } },
				},
			},
		],
		[
			'an aggregate',
			{
				aggregate: 'events',
				pipeline: [
					{ $match: { conv: 'c1' } },
					{ $sort: { seq: -1 } },
					{ $group: { _id: '$conv', last: { $max: '$seq' }, n: { $sum: 1 } } },
				],
			},
			{
				command: 'aggregate',
				collection: 'events',
				pipeline: [
					{ $match: { conv: 'string' } },
					{ $sort: { seq: -1 } },
					{ $group: { _id: '$conv', last: { $max: '$seq' }, n: { $sum: 'number' } } },
				],
			},
		],
		[
			'a count',
			{ count: 'events', query: { a: 1 } },
			{ ...find, command: 'count', filter: { a: 'number' } },
		],
		[
			'a distinct',
			{ distinct: 'events', key: 'b', query: { a: 1 } },
			{ ...find, command: 'distinct', filter: { a: 'number' }, key: 'b' },
		],
		[
			'a findAndModify',
			{
				findAndModify: 'events',
				query: { a: 1 },
				sort: { b: 1 },
				update: { $set: { c: 'secret' } },
			},
			{ ...find, command: 'findAndModify', filter: { a: 'number' }, sort: { b: 1 }, limit: true },
		],
		[
			'a command that is not known here',
			{ mapReduce: 'events', query: { a: 1 } },
			{ command: 'mapReduce', collection: 'events' },
		],
	])('%s', (_name, command, shape) => {
		expect(shapesIn(message({ ...command, $db }))).toEqual([shape]);
	});

	test('each update and each delete of a list', () => {
		const updates = [
			{ q: { _id: 'a' }, u: { $set: { b: 'secret' } } },
			{ q: { state: 'open' }, u: { $set: { b: 'secret' } }, multi: true },
		];
		const deletes = [{ q: { _id: 'a' }, limit: 1 }];
		const bytes = [
			message({ update: 'events', $db }, { updates }),
			message({ delete: 'events', $db }, { deletes }),
		];
		const update = { command: 'update', collection: 'events', sort: {} };
		expect(shapesIn(Buffer.concat(bytes))).toEqual([
			{ ...update, filter: { _id: 'string' }, limit: true },
			{ ...update, filter: { state: 'string' }, limit: false },
			{ ...update, command: 'delete', filter: { _id: 'string' }, limit: true },
		]);
	});
});

test('what filters nothing of ours has no shape', () => {
	const bytes = [
		message({ insert: 'events', $db }, { documents: [{ a: 1 }] }),
		message({ getMore: 1n, collection: 'events', $db }),
		message({ hello: 1, $db: 'admin' }),
		message({ find: 'system.users', filter: {}, $db: 'admin' }),
	];
	expect(shapesIn(Buffer.concat(bytes))).toEqual([]);
});

test.each([1, 3, 79, 80, 81, 4096])('nothing is lost in pieces of %d bytes', (size) => {
	const bytes = [1, 2, 3].flatMap((key) => [
		message({ ping: 1, $db }),
		message({ find: `c${key}`, filter: { ['k'.repeat(200 * key)]: key }, $db }),
		message({ insert: 'events', $db }, { documents: [{ text: 'x'.repeat(5000 * key) }] }),
	]);
	const found = shapesIn(Buffer.concat(bytes), size);
	expect(found.map(({ collection }) => collection)).toEqual(['c1', 'c2', 'c3']);
});

test('bytes that are no message of MongoDB are told', () => {
	const [first, ...others] = shapesIn(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
	expect(first?.command).toMatch(/^unreadable: a message of \d+ bytes$/);
	expect(others).toEqual([]);
});

function message(body: Command, lists: Lists = {}): Buffer {
	const sections: Uint8Array[] = [Buffer.of(0), BSON.serialize(body)];
	for (const [name, documents] of Object.entries(lists)) {
		const parts = [Buffer.from(`${name}\0`), ...documents.map((one) => BSON.serialize(one))];
		const content = Buffer.concat(parts);
		sections.push(Buffer.of(1), int32(content.length + 4), content);
	}
	const rest = Buffer.concat([int32(1), int32(0), int32(2013), int32(0), ...sections]);
	return Buffer.concat([int32(rest.length + 4), rest]);
}

function int32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32LE(value);
	return bytes;
}

function shapesIn(
	input: Buffer,
	size = input.length,
): Array<{ command: string; collection: string }> {
	const program = join(import.meta.dirname, 'print-shapes.mjs');
	const { stdout, stderr } = spawnSync(process.execPath, [program, String(size)], {
		input,
		encoding: 'utf8',
	});
	expect(stderr).toBe('');
	return stdout
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as { command: string; collection: string });
}
