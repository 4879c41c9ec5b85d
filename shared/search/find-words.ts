/*
 * Where the words of a search stand in a text, as the server's index sees words: without case, marks and punctuation, the last word
 * of the search as a beginning. Server and console mark what was found by it.
 */

/** From the first up to, but without, the last index of a string. */
export type Range = readonly [start: number, end: number];

/** As the index: what is beyond is not compared. */
const longestWord = 40;
const mostSearched = 12;

/** Scripts that put no spaces between words: what was typed is found anywhere in a run of them. */
const scripts = ['Han', 'Hira', 'Kana', 'Thai', 'Laoo', 'Khmr', 'Mymr'];
const unspaced = `[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`;
const wordPattern = new RegExp(
	`(?:(?=\\p{L})${unspaced})+|(?:(?!\\p{L}(?<=${unspaced}))[\\p{L}\\p{N}])+`,
	'gu',
);
const unspacedPattern = new RegExp(`^(?=\\p{L})${unspaced}`, 'u');

interface Run extends WordRange {
	readonly word: string;
	readonly isUnspaced: boolean;
}
interface WordRange {
	/** In the plain text. */
	readonly start: number;
	readonly end: number;
}

/** One character without case and marks. */
const bareOf = (char: string): string =>
	char
		.normalize('NFKD')
		.toLowerCase()
		.replace(/\p{M}+/gu, '')
		.replaceAll('ς', 'σ');

/** The text without case and marks, and where each of its characters came from. */
function plainOf(text: string): { plain: string; from: number[]; to: number[] } {
	let plain = '';
	const from: number[] = [];
	const to: number[] = [];
	let at = 0;
	for (const char of text) {
		const next = at + char.length;
		const bare = char < '\u0080' ? char.toLowerCase() : bareOf(char);
		// A mark of its own belongs to what it stands above.
		if (bare === '' && to.length > 0 && /\p{M}/u.test(char)) to[to.length - 1] = next;
		for (let i = 0; i < bare.length; i += 1) {
			from.push(at);
			to.push(next);
		}
		plain += bare;
		at = next;
	}
	return { plain, from, to };
}

function runsOf(plain: string): Run[] {
	return [...plain.matchAll(wordPattern)].map((match) => ({
		word: match[0],
		start: match.index,
		end: match.index + match[0].length,
		isUnspaced: unspacedPattern.test(match[0]),
	}));
}

const cut = (word: string): string =>
	word.length > longestWord ? Array.from(word).slice(0, longestWord).join('') : word;

/** Ascending, without overlap. Empty: none of the words is in the text, or there is nothing to search for. */
export function findWords(text: string, query: string): Range[] {
	const wanted = runsOf(plainOf(query).plain).slice(0, mostSearched);
	if (wanted.length === 0) return [];
	const { plain, from, to } = plainOf(text);
	const found: Range[] = [];
	for (const run of runsOf(plain)) {
		for (const { start, end } of within(run, wanted)) {
			const range: Range = [from[start] ?? 0, to[end - 1] ?? text.length];
			const last = found.at(-1);
			// Two letters of a text may be parts of one character.
			if (last === undefined || range[0] >= last[1]) found.push(range);
			else if (range[1] > last[1]) found[found.length - 1] = [last[0], range[1]];
		}
	}
	return found;
}

function within(run: Run, wanted: readonly Run[]): WordRange[] {
	if (!run.isUnspaced) {
		const word = cut(run.word);
		const isFound = wanted.some((each, n) => {
			const asked = cut(each.word);
			const isBeginning = n === wanted.length - 1 && Array.from(asked).length > 1;
			return word === asked || (isBeginning && word.startsWith(asked));
		});
		return isFound ? [run] : [];
	}
	const found: WordRange[] = [];
	for (const { word, isUnspaced } of wanted) {
		if (!isUnspaced) continue;
		for (let at = run.word.indexOf(word); at !== -1; at = run.word.indexOf(word, at + word.length))
			found.push({ start: run.start + at, end: run.start + at + word.length });
	}
	return found.sort((one, other) => one.start - other.start);
}

/** A part of a text around what was found in it: one line, its ranges within it. */
export interface Snippet {
	readonly text: string;
	readonly ranges: readonly Range[];
}

/** Code units before the first hit, and of the whole. */
const before = 40;
const longest = 200;

/** Null: nothing of the search is in the text. */
export function snippetOf(text: string, query: string): Snippet | null {
	const ranges = findWords(text, query);
	const [first] = ranges;
	if (first === undefined) return null;
	const start = first[0] <= before ? 0 : wordStart(text, first[0] - before, first[0]);
	const end = text.length - start <= longest ? text.length : charEnd(text, start + longest);
	const lead = start > 0 ? '… ' : '';
	const shift = lead.length - start;
	return {
		// Same length, so that the ranges stay: a line break and a tab are one character each.
		text: lead + text.slice(start, end).replace(/\s/g, ' ') + (end < text.length ? ' …' : ''),
		ranges: ranges
			.filter(([from]) => from < end)
			.map(([from, to]) => [from + shift, Math.min(to, end) + shift]),
	};
}

/** Not in the middle of a word or of a character, if there is a space on the way. */
function wordStart(text: string, from: number, until: number): number {
	const space = text.slice(from, until).search(/\s/);
	return space === -1 ? charEnd(text, from) : from + space + 1;
}

function charEnd(text: string, at: number): number {
	const code = text.charCodeAt(at);
	return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
