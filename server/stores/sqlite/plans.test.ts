import { join } from 'node:path';
import type { Collection, Doc, Query } from '../../ports/store.ts';
import { pageStages, plainQuery, type Sql } from './doc-query.ts';
import { loadDriver, type Connection } from './driver.ts';
import { newFolder, openForTest, tidyUp } from './open-for-test.ts';

const chats: Collection<Doc> = {
	name: 'chats',
	indexes: {
		key: { fields: ['key'], unique: true },
		status: { fields: ['site', 'status', 'lastAt'] },
		seen: { fields: ['lastAt'] },
	},
};

let db: Connection;

beforeAll(async () => {
	const dataDir = newFolder();
	const store = await openForTest(dataDir, { collections: [chats] });
	await store.close();
	db = (await loadDriver())(join(dataDir, 'parley.db'), 'read');
});
afterAll(async () => {
	db.close();
	await tidyUp();
});

function planOf({ text, values }: Sql, ...more: number[]): string {
	return db
		.rows(`EXPLAIN QUERY PLAN ${text}`, ...values, ...more)
		.map((row) => String(row[3]))
		.join('\n');
}

describe('every stage of a page', () => {
	const queries: Query[] = [
		{ index: 'status', eq: { site: 's', status: 'open' }, limit: 5 },
		{ index: 'status', eq: { site: 's', status: null }, limit: 5 },
		{ index: 'status', eq: { site: 's' }, range: { gte: 'a', lt: 'b' }, limit: 5 },
		{ index: 'status', eq: { site: 's' }, limit: 5, after: ['open', 7, 'id'] },
		{ index: 'status', eq: { site: 's', status: 'open' }, limit: 5, after: [7, 'id'] },
		{ index: 'status', eq: { site: 's', status: 'open' }, limit: 5, after: [null, 'id'] },
		{ index: 'status', eq: { site: 's' }, range: { gte: 'a' }, limit: 5, after: ['b', null, 'id'] },
		{ index: 'seen', limit: 5, after: [7, 'id'] },
		{ index: 'key', eq: { key: 'k' }, limit: 1 },
	];
	it.each(queries.flatMap((query) => [query, { ...query, direction: -1 as const }]))(
		'seeks in its index and needs no sorting: %j',
		(query) => {
			for (const stage of pageStages(chats, query, 'rev, doc')) {
				const plan = planOf(stage, query.limit);
				expect(plan).toContain(`SEARCH c_chats USING INDEX c_chats:${query.index} (`);
				expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
			}
		},
	);

	it('of counting and removing seeks, too', () => {
		const plan = planOf(plainQuery(chats, { index: 'status', eq: { site: 's' } }, 'n'), 5);
		expect(plan).toContain('SEARCH c_chats USING COVERING INDEX c_chats:status (');
	});

	it('without any condition walks along its index', () => {
		const [stage] = pageStages(chats, { index: 'seen', limit: 5 }, 'rev, doc');
		expect(planOf(stage!, 5)).toBe('SCAN c_chats USING INDEX c_chats:seen');
	});
});
