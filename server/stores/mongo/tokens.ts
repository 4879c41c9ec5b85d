import { indexWords } from '../words.ts';

/** Beginnings of so many letters are found by one look-up; of a longer one the first four letters are, and the rest is compared. */
const longestBeginning = 4;
const mark = '<';

/** What an event is found by: its words, and their beginnings with a mark that no word has. */
export function tokensOf(content: string): string[] {
	const words = indexWords(content);
	const tokens = new Set(words);
	for (const word of words) {
		const letters = Array.from(word);
		// One letter is searched for in scripts without spaces only.
		const shortest = word.charCodeAt(0) < 0x80 ? 2 : 1;
		for (let n = shortest; n <= Math.min(letters.length, longestBeginning); n += 1) {
			tokens.add(mark + letters.slice(0, n).join(''));
		}
	}
	return [...tokens];
}

/** The token that every word with this beginning has. */
export const beginningToken = (prefix: string): string =>
	mark + Array.from(prefix).slice(0, longestBeginning).join('');
