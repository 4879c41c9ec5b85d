import { DuplicateKey } from '../../ports/errors.ts';
import type { IndexRow, SearchPage } from '../../ports/store.ts';
import { indexWords, searchWords } from '../words.ts';
import { below } from './random.ts';
import { eventRowId, type WordsRow } from './rows.ts';
import type { Session } from './session.ts';

/** So many rows of one millisecond have ranks of their own. */
const RANKS_PER_MS = 2048;

export async function index(session: Session, rows: readonly IndexRow[]): Promise<void> {
	const { words } = session.steps.disk;
	for (const row of rows) {
		const id = eventRowId(row.timeline, row.seq);
		if (await canBeFound(session, id)) {
			await store(session, id, row);
		}
		// Asked again, because the erasure may have looked for this row before it was there. Of two that come at the same
		// time one sees the other.
		if (!(await canBeFound(session, id))) {
			await session.steps.write(() => words.remove(id, () => true));
		}
	}
}

async function canBeFound(session: Session, id: string): Promise<boolean> {
	const { events } = session.steps.disk;
	const event = await session.steps.read((concern) => events.view(concern).all.get(id));
	return event !== undefined && event.erasedAt === null;
}

async function store(session: Session, id: string, row: IndexRow): Promise<void> {
	const { words } = session.steps.disk;
	const { timeline, seq, site, at, text } = row;
	const found = indexWords(text);
	for (;;) {
		const rank = at * RANKS_PER_MS + below(session.steps.random, RANKS_PER_MS);
		const fresh: WordsRow = { id, timeline, seq, site, at, rank, words: found };
		try {
			await session.steps.write(() => {
				const replaced = words.change(id, (old) =>
					old.at === at ? { ...fresh, rank: old.rank } : fresh,
				);
				return replaced ?? words.insert(fresh);
			});
			return;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) {
				throw error;
			}
		}
	}
}

export async function search(
	session: Session,
	site: string,
	text: string,
	options: { readonly limit: number; readonly before?: number; readonly maxMs?: number },
): Promise<SearchPage> {
	const wanted = searchWords(text);
	if (wanted === null) {
		return { hits: [], next: null, partial: false };
	}
	const { words } = session.steps.disk;
	const rows = await session.steps.read((concern) => [...words.view(concern).of(site)]);
	const found = rows
		.filter((row) => row.rank < (options.before ?? Infinity))
		.filter((row) => wanted.whole.every((word) => row.words.includes(word)))
		.filter((row) => row.words.some((word) => word.startsWith(wanted.prefix ?? '')))
		.sort((left, right) => right.rank - left.rank);
	const shown = found.slice(0, options.limit);
	return {
		hits: shown.map(({ timeline, seq }) => ({ timeline, seq })),
		next: found.length > shown.length ? (shown.at(-1)?.rank ?? null) : null,
		partial: false,
	};
}
