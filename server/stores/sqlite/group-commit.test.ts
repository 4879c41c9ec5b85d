import { join } from 'node:path';
import { loadDriver, type Connection, type SqlValue } from './driver.ts';
import { pushEvent } from './event-row.ts';
import { commitTogether } from './group-commit.ts';
import { aMessage, aTimeline, newFolder, tidyUp } from './open-for-test.ts';
import { op, type Op } from './ops.ts';
import { configureWriter, prepareSchema, type CollectionShape } from './schema.ts';
import { WriteState } from './write-state.ts';

const collections: CollectionShape[] = [
	{ name: 'people', indexes: { email: { fields: ['email'], unique: true } } },
];

let db: Connection;
let state: WriteState;

beforeEach(async () => {
	db = (await loadDriver())(join(newFolder(), 'parley.db'));
	configureWriter(db, 'normal');
	prepareSchema(db, collections);
	state = new WriteState(db);
});
afterEach(async () => {
	db.close();
	await tidyUp();
});

function append(timeline: string, after: number, count = 1): Op {
	const operation: [number, ...SqlValue[]] = [op.append, timeline, after];
	for (let i = 1; i <= count; i++) pushEvent(operation, aMessage(after + i, { clientId: null }));
	return operation;
}
const insert = (id: string, email: string): Op => [
	op.insert,
	'c_people',
	id,
	JSON.stringify({ id, email }),
];
const eventCount = (): SqlValue => db.value('SELECT count(*) FROM events');

describe('operations that are committed together', () => {
	it('are all answered in their order', () => {
		const operations = [append(aTimeline, 0, 2), insert('a', 'a@b.c'), append(aTimeline, 2)];
		expect(commitTogether(state, operations)).toEqual({ answers: [0, null, 0] });
		expect(eventCount()).toBe(3);
	});

	it('go on when a unique key refuses one of them, and it alone', () => {
		const operations = [
			insert('a', 'same@b.c'),
			append(aTimeline, 0),
			insert('b', 'same@b.c'),
			insert('a', 'other@b.c'),
			append(aTimeline, 1),
		];
		expect(commitTogether(state, operations)).toEqual({
			answers: [null, 0, { duplicate: 'email' }, { duplicate: 'id' }, 0],
		});
		expect(eventCount()).toBe(2);
		expect(db.value('SELECT count(*) FROM c_people')).toBe(1);
	});

	it('are none stored, and none after it tried, when one fails otherwise', () => {
		const broken: Op = [op.insert, 'c_nowhere', 'x', '{}'];
		const reply = commitTogether(state, [append(aTimeline, 0), broken, append(aTimeline, 1)]);
		expect(reply).toMatchObject({ failure: 'unknown', fatal: false });
		expect(db.isTransaction).toBe(false);
		expect(eventCount()).toBe(0);
	});

	it('leave no number behind that was rolled back', () => {
		commitTogether(state, [append(aTimeline, 0)]);
		const broken: Op = [99];
		commitTogether(state, [append(aTimeline, 1, 3), append('v2.1', 0), broken]);
		expect(commitTogether(state, [append(aTimeline, 4)])).toEqual({ answers: [[1]] });
		expect(commitTogether(state, [append(aTimeline, 1), append('v2.1', 0)])).toEqual({
			answers: [0, 0],
		});
		expect(db.rows('SELECT timeline, seq, v FROM events ORDER BY 1, 2')).toEqual([
			[1, 1, 1],
			[1, 2, 2],
			[2, 1, 1],
		]);
	});

	it('are none stored when the disk is full in the middle, though SQLite rolls back by itself', () => {
		const pages = Number(db.value('PRAGMA page_count'));
		db.exec(`PRAGMA max_page_count = ${pages + 3}`);
		const reply = commitTogether(state, [
			append(aTimeline, 0),
			append('v2.1', 0, 1000),
			append(aTimeline, 1),
		]);
		expect(reply).toMatchObject({ failure: 'full', fatal: false });
		expect(eventCount()).toBe(0);
		expect(commitTogether(state, [append(aTimeline, 0)])).toEqual({ answers: [0] });
	});

	it('are refused before the beginning while somebody else writes', async () => {
		const other = (await loadDriver())(String(db.value('SELECT file FROM pragma_database_list')));
		db.exec('PRAGMA busy_timeout = 10');
		other.exec('BEGIN IMMEDIATE');
		expect(commitTogether(state, [append(aTimeline, 0)])).toMatchObject({ failure: 'locked' });
		other.exec('ROLLBACK');
		other.close();
		expect(commitTogether(state, [append(aTimeline, 0)])).toEqual({ answers: [0] });
	});
});
