import { randomInt } from 'node:crypto';
import { DuplicateKey } from '../../ports/errors.ts';
import type { IndexRow } from '../../ports/store.ts';
import { refusedIn } from './mongo-errors.ts';
import { keyOf, type EventRow, type WordsRow } from './rows.ts';
import type { Steps } from './session.ts';
import { tokensOf } from './tokens.ts';
import { text, whole } from './values.ts';

/** So many rows of one site and one millisecond have ranks of their own; later ones take those of the next. */
const ranksPerMs = 2048;

export const wordsId = ({ timeline, seq }: Pick<EventRow, 'timeline' | 'seq'>): string =>
	keyOf(text(timeline), whole(seq));

/**
 * Asked before and after whether the event may still be found: the erasure may have looked for the row before it was
 * there. Of two that come at the same time one sees the other.
 */
export async function index(steps: Steps, rows: readonly IndexRow[]): Promise<void> {
	// Of the same event twice in one batch the last one counts.
	const byId = new Map(rows.map((row) => [wordsId(row), row]));
	const before = await findable(steps, [...byId.values()]);
	const wanted = [...byId].filter(([id]) => before.has(id));
	if (wanted.length > 0) await store(steps, new Map(wanted));
	const after = await findable(steps, [...byId.values()]);
	const gone = [...byId.keys()].filter((id) => !after.has(id));
	if (gone.length > 0) {
		await steps.write(() => steps.models.words.deleteMany({ _id: { $in: gone } }));
	}
}

/** Ids of those whose event is there and not erased. */
async function findable(steps: Steps, rows: readonly IndexRow[]): Promise<Set<string>> {
	const seqs = new Map<EventRow['timeline'], number[]>();
	for (const { timeline, seq } of rows) {
		const known = seqs.get(timeline);
		if (known === undefined) seqs.set(timeline, [whole(seq)]);
		else known.push(whole(seq));
	}
	if (seqs.size === 0) return new Set();
	const found = await steps.read(() =>
		steps.models.events
			.find(
				{
					$or: [...seqs].map(([timeline, list]) => ({
						timeline: text(timeline),
						seq: { $in: list },
					})),
				},
				{ timeline: 1, seq: 1, erasedAt: 1, _id: 0 },
			)
			.lean<Pick<EventRow, 'timeline' | 'seq' | 'erasedAt'>[]>(),
	);
	return new Set(found.filter(({ erasedAt }) => erasedAt === null).map(wordsId));
}

async function store(steps: Steps, rows: ReadonlyMap<string, IndexRow>): Promise<void> {
	const { words } = steps.models;
	const known = await steps.read(() =>
		words
			.find({ _id: { $in: [...rows.keys()] } }, { at: 1, rank: 1 })
			.lean<Pick<WordsRow, '_id' | 'at' | 'rank'>[]>(),
	);
	const old = new Map(known.map((row) => [row._id, row]));
	const fresh = [...rows].map(([_id, { timeline, seq, site, at, text: content }]): WordsRow => {
		const before = old.get(_id);
		return {
			_id,
			timeline,
			seq,
			site: text(site),
			at,
			// Kept, so that whoever pages meanwhile meets it once.
			rank: before !== undefined && before.at === at ? before.rank : rankAt(at),
			tokens: tokensOf(content),
		};
	});
	for (const index of await storeAll(steps, fresh)) await storeOne(steps, fresh[index]!);
}

/** Answers those whose rank was taken. */
function storeAll(steps: Steps, rows: readonly WordsRow[]): Promise<number[]> {
	const operations = rows.map((row) => ({
		replaceOne: { filter: { _id: row._id }, replacement: { ...row }, upsert: true },
	}));
	return steps.write(() =>
		steps.models.words.collection.bulkWrite(operations as never[], { ordered: false }).then(
			() => [],
			(error: unknown) => refusedIn(error).map(({ index }) => index),
		),
	);
}

async function storeOne(steps: Steps, row: WordsRow): Promise<void> {
	for (let tries = 0, { rank } = row; ; tries += 1) {
		try {
			await steps.write(() =>
				steps.models.words.collection.replaceOne(
					{ _id: row._id } as never,
					{ ...row, rank } as never,
					{ upsert: true },
				),
			);
			return;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			// A millisecond that is full, as of an import, is left for one nearby, farther each time.
			rank = rankAt(row.at + randomInt(2 ** Math.min(tries, 20)));
		}
	}
}

const rankAt = (at: number): number => Math.floor(at) * ranksPerMs + randomInt(ranksPerMs);
