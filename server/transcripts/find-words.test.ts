import fc from 'fast-check';
import { findWords } from '../../shared/search/find-words.ts';
import { indexWords, searchWords } from '../stores/words.ts';

/* What the index finds must have something to mark, else a hit could not be shown. */

const letters = fc.constantFrom(...'abAÉéßςΣσ ,.-ﬁ1２自転車ブレーキไทย\u0301👍한'.split(/(?:)/u));
const texts = fc.string({ unit: letters, maxLength: 30 });

function isFound(text: string, query: string): boolean {
	const wanted = searchWords(query);
	if (wanted === null) return false;
	const words = indexWords(text);
	return (
		wanted.whole.every((word) => words.includes(word)) &&
		(wanted.prefix === null || words.some((word) => word.startsWith(wanted.prefix ?? '')))
	);
}

it('marks a word in every text that a search finds', () => {
	fc.assert(
		fc.property(texts, texts, (text, query) => {
			if (isFound(text, query)) expect(findWords(text, query)).not.toEqual([]);
		}),
		{ numRuns: 3000 },
	);
	expect(isFound('Crème', 'cre')).toBe(true);
});
