import type { SearchWords } from '../words.ts';
import { siteWord } from './found-rows.ts';

/*
 * What the full-text index is asked for. It holds a list of rows for every word, for every beginning of two to four
 * letters, and for every site. A match may find more than is wanted; each row is checked by its words afterwards.
 */

export interface Match {
	readonly text: string;
	readonly hasSite: boolean;
	/** The rows of all words with this beginning are gathered before the first one is known: their index has no such list. */
	readonly gathers: boolean;
}

/** Beginnings of so many letters have lists of their own (schema.ts). */
const longestListed = 4;
/** One row in so many must be wanted; a check costs as much as some hundred steps along a list. */
const fewestWanted = 8;

/**
 * Of any site, and with the first letters of the last word: right for most, because walking the list of a large site
 * beside the words' own lists costs many times what those cost.
 */
export const looseMatch = (words: SearchWords): Match => matchOf(words, null, false);

/** Asks the index for the site, or for the whole beginning of the last word, when that is what most rows lacked. */
export function tightened(
	match: Match,
	words: SearchWords,
	site: string,
	rows: readonly { readonly isOfSite: boolean; readonly hasPrefix: boolean }[],
): Match {
	const isRare = (count: number): boolean => count * fewestWanted < rows.length;
	const hasSite = match.hasSite || isRare(rows.filter(({ isOfSite }) => isOfSite).length);
	const gathers = match.gathers || isRare(rows.filter(({ hasPrefix }) => hasPrefix).length);
	if (hasSite === match.hasSite && gathers === match.gathers) return match;
	return matchOf(words, hasSite ? site : null, gathers);
}

/** Each word in quotes: nothing that a person types is syntax. */
function matchOf({ whole, prefix }: SearchWords, site: string | null, gathers: boolean): Match {
	const terms = [...(site === null ? [] : [siteWord(site)]), ...whole].map((word) => `"${word}"`);
	if (prefix !== null) {
		const letters = Array.from(prefix);
		terms.push(`"${gathers ? prefix : letters.slice(0, longestListed).join('')}"*`);
	}
	return { text: terms.join(' AND '), hasSite: site !== null, gathers };
}

/** What the words of a row of this site begin with. */
export const siteFirst = (site: string): string => `${siteWord(site)} `;
