/*
 * Text to words, the same for every store, so that a search finds the same events on SQLite, on MongoDB and in tests.
 *
 * NFKD, lower case, marks stripped, split on everything that is neither letter nor digit: "Crème brûlée!" is
 * `creme`, `brulee`. Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are
 * cut into pairs of neighbouring letters and the last letter by itself: any two letters of such a run can be
 * found, and as each letter begins a pair or stands alone, so can one letter by its prefix.
 */

/** Longer ones are cut: nobody types them, and a pasted key must not bloat the index. */
const longestWord = 40;
/** Of one text; a pasted log of more stays findable by its beginning. */
const mostWords = 2000;
/** Of one query; each further word costs a look-up and narrows little. */
const mostSearched = 12;

/** By script extensions, because the Japanese long-vowel mark belongs to no script of its own. */
const scripts = ['Han', 'Hira', 'Kana', 'Thai', 'Laoo', 'Khmr', 'Mymr'];
const unspaced = `[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`;
const wordPattern = new RegExp(
	`(?:(?=\\p{L})${unspaced})+|(?:(?!\\p{L}(?<=${unspaced}))[\\p{L}\\p{N}])+`,
	'gu',
);
const unspacedPattern = new RegExp(`^(?=\\p{L})${unspaced}`, 'u');
const asciiPattern = /^[\0-\x7f]*$/;

/** The runs of letters and digits, in order. Plain ASCII takes the short way: four times faster. */
function runs(text: string): readonly string[] {
	if (asciiPattern.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
	const plain = text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/\p{M}+/gu, '')
		.replaceAll('ς', 'σ');
	return plain.match(wordPattern) ?? [];
}

function cut(word: string): string {
	return word.length > longestWord ? Array.from(word).slice(0, longestWord).join('') : word;
}

/** What is indexed for a text: each word once. */
export function indexWords(text: string): string[] {
	const words = new Set<string>();
	for (const run of runs(text)) {
		if (words.size >= mostWords) break;
		if (!unspacedPattern.test(run)) {
			words.add(cut(run));
			continue;
		}
		const letters = Array.from(run);
		for (const [i, letter] of letters.entries()) words.add(letter + (letters[i + 1] ?? ''));
	}
	return [...words];
}

export interface SearchWords {
	/** Each must be among the event's words. */
	readonly whole: readonly string[];
	/** One of the event's words must begin with it. */
	readonly prefix: string | null;
}

/**
 * What a query asks for: all its words, the last as a beginning from two letters on, because people search while
 * they type. Null: nothing to search for, which is also the answer to one letter alone; a letter of an unspaced
 * script says enough.
 */
export function searchWords(query: string): SearchWords | null {
	const whole = new Set<string>();
	let prefix: string | null = null; // the last word so far
	for (const run of runs(query).slice(0, mostSearched)) {
		if (prefix !== null) whole.add(prefix);
		const letters = Array.from(run);
		if (!unspacedPattern.test(run)) {
			prefix = cut(run);
		} else {
			for (let i = 0; i + 2 < letters.length; i++) whole.add(letters.slice(i, i + 2).join(''));
			prefix = letters.slice(-2).join('');
		}
	}
	if (prefix === null) return null;
	const others = [...whole].slice(0, mostSearched);
	if (Array.from(prefix).length > 1 || unspacedPattern.test(prefix))
		return { whole: others, prefix };
	return others.length === 0 ? null : { whole: [...others, prefix], prefix: null };
}
