import type { SearchPage } from '../../ports/store.ts';
import { searchWords } from '../words.ts';
import type { WordsRow } from './rows.ts';
import type { Steps } from './session.ts';
import { beginningToken } from './tokens.ts';
import { text, whole } from './values.ts';

const defaultMaxMs = 250;
const pageSize = 200;
/** How far the candidates of a word are counted to find the rarest. */
const countedTo = 1000;

type Candidate = Pick<WordsRow, 'timeline' | 'seq' | 'rank' | 'tokens'>;

/**
 * Walks the rarest of the words newest first, in pages, and holds the others against each candidate here: a search then
 * always knows how far it is, and can stop in time.
 */
export async function search(
	steps: Steps,
	site: string,
	query: string,
	options: { readonly limit: number; readonly before?: number; readonly maxMs?: number },
): Promise<SearchPage> {
	const wanted = searchWords(query);
	if (wanted === null || options.limit < 1) return { hits: [], next: null, partial: false };
	const deadline = Date.now() + (options.maxMs ?? defaultMaxMs);
	const { whole: words, prefix } = wanted;
	const tokens = prefix === null ? words : [...words, beginningToken(prefix)];
	const lead = await rarest(steps, site, tokens);
	const isHit = (candidate: Candidate): boolean =>
		words.every((word) => candidate.tokens.includes(word)) &&
		(prefix === null || candidate.tokens.some((token) => token.startsWith(prefix)));

	const found: Candidate[] = [];
	let place = options.before ?? Number.MAX_SAFE_INTEGER;
	for (;;) {
		const page = await candidates(steps, site, lead, place);
		found.push(...page.filter(isHit));
		place = page.at(-1)?.rank ?? place;
		const shown = found.slice(0, options.limit);
		const hits = shown.map(({ timeline, seq }) => ({ timeline, seq }));
		if (found.length > options.limit) {
			return { hits, next: shown.at(-1)?.rank ?? null, partial: false };
		}
		if (page.length < pageSize) return { hits, next: null, partial: false };
		if (Date.now() >= deadline) return { hits, next: place, partial: true };
	}
}

function candidates(
	steps: Steps,
	site: string,
	lead: string,
	before: number,
): Promise<Candidate[]> {
	return steps.read(() =>
		steps.models.words
			.find(
				{ site: text(site), tokens: lead, rank: { $lt: whole(before) } },
				{ timeline: 1, seq: 1, rank: 1, tokens: 1, _id: 0 },
			)
			.sort({ rank: -1 })
			// Else the planner takes the index `rank` for a rare word, too, once that did for a common one.
			.hint({ site: 1, tokens: 1, rank: 1 })
			.limit(pageSize)
			.lean<Candidate[]>(),
	);
}

async function rarest(steps: Steps, site: string, tokens: readonly string[]): Promise<string> {
	const [first = ''] = tokens;
	if (tokens.length < 2) return first;
	const counts = await steps.read(() =>
		Promise.all(
			tokens.map((token) =>
				steps.models.words
					.countDocuments({ site: text(site), tokens: token }, { limit: countedTo })
					.exec(),
			),
		),
	);
	return tokens[counts.indexOf(Math.min(...counts))] ?? first;
}
