import { join } from 'node:path';
import type { TimelineId } from '../../../shared/ids.ts';
import type { IndexRow, Store } from '../../ports/store.ts';
import { indexWords, searchWords } from '../words.ts';
import { loadDriver } from './driver.ts';
import { rowsPerMs } from './found-rows.ts';
import { aMessage, newFolder, openForTest, tidyUp } from './open-for-test.ts';
import { lookSql } from './read-search.ts';

afterAll(tidyUp);

const perTimeline = 100;

/** Stores events with these texts a minute apart, in timelines of their own, and makes them findable. */
async function say(
	store: Store,
	said: readonly { readonly site: string; readonly text: string }[],
): Promise<IndexRow[]> {
	const rows = said.map(({ site, text }, index) => ({
		timeline: `v${Math.floor(index / perTimeline)}.1` as TimelineId,
		seq: (index % perTimeline) + 1,
		site,
		at: 1_700_000_000_000 + index * 60_000,
		text,
	}));
	for (let from = 0; from < rows.length; from += perTimeline) {
		const some = rows.slice(from, from + perTimeline);
		await store.append(
			some[0]!.timeline,
			0,
			some.map(({ seq, text }) => aMessage(seq, { body: { text } })),
		);
		await store.index(some);
	}
	return rows;
}

/** All places of a search, page by page. */
async function found(store: Store, site: string, text: string): Promise<string[]> {
	const places: string[] = [];
	let before: number | null = null;
	do {
		const options: { limit: number; before?: number } = { limit: 20 };
		if (before !== null) options.before = before;
		const page = await store.search(site, text, options);
		places.push(...page.hits.map(({ timeline, seq }) => `${timeline}:${seq}`));
		before = page.next;
	} while (before !== null);
	return places;
}

function wanted(rows: readonly IndexRow[], site: string, text: string): string[] {
	const asked = searchWords(text);
	const isWanted = (row: IndexRow): boolean => {
		const words = indexWords(row.text);
		return (
			row.site === site &&
			asked!.whole.every((word) => words.includes(word)) &&
			words.some((word) => word.startsWith(asked!.prefix ?? ''))
		);
	};
	return rows
		.filter(isWanted)
		.map(({ timeline, seq }) => `${timeline}:${seq}`)
		.toReversed();
}

describe('a search among many rows', () => {
	let store: Store;
	let rows: readonly IndexRow[];
	beforeAll(async () => {
		store = await openForTest(newFolder(), { sync: 'normal' });
		const said = Array.from({ length: 3000 }, (_, index) => {
			// A small site's last rows are old; one long word in a hundred begins as all the others do.
			const site = index < 1500 && index % 50 === 0 ? 'small' : 'large';
			const long = index % 100 < 2 ? 'internally' : `internet${index % 7}`;
			return { site, text: `common ${long} w${index % 13} ${index % 400 === 0 ? 'seldom' : ''}` };
		});
		rows = await say(store, said);
	});

	const texts = [
		'common',
		'com',
		'commons',
		'internet3',
		'internal',
		'internally',
		'inter',
		'common internal',
		'internally common',
		'w7 internal',
		'w1',
		'w1 w2',
		'seldom',
		'seldom comm',
		'internet1 seldom w3',
	];
	it.each(texts.flatMap((text) => ['small', 'large', 'none'].map((site) => ({ site, text }))))(
		'finds all there is and nothing else, newest first: $text in $site',
		async ({ site, text }) => {
			expect(await found(store, site, text)).toEqual(wanted(rows, site, text));
		},
	);
});

it('looks at old rows without walking past the new ones', async () => {
	const dataDir = newFolder();
	const store = await openForTest(dataDir, { sync: 'normal' });
	const rows = await say(
		store,
		Array.from({ length: 20_000 }, () => ({ site: 's', text: 'word' })),
	);
	const db = (await loadDriver())(join(dataDir, 'parley.db'), 'read');
	/** Of the quickest of several looks at ten rows, so that a busy machine does not count. */
	const lookMs = (row: IndexRow): number => {
		const upper = row.at * rowsPerMs;
		const times = Array.from({ length: 40 }, () => {
			const startedAt = performance.now();
			expect(db.rows(lookSql, '"word"', 0, upper, 10)).toHaveLength(10);
			return performance.now() - startedAt;
		});
		return Math.min(...times);
	};
	const [old, fresh] = [lookMs(rows[20]!), lookMs(rows.at(-1)!)];
	db.close();
	// 2 when it goes there at once, 15 when it walks.
	expect(old / fresh).toBeLessThan(6);
}, 60_000);
