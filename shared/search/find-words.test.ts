import { findWords, snippetOf } from './find-words.ts';

const marked = (text: string, query: string): string[] =>
	findWords(text, query).map(([from, to]) => text.slice(from, to));

it('finds words without case, marks and punctuation', () => {
	expect(marked('Crème BRÛLÉE, crèmes!', 'creme brulee')).toEqual(['Crème', 'BRÛLÉE']);
	expect(marked('ein Schloß', 'schloß')).toEqual(['Schloß']);
	expect(marked('ΟΔΟΣ', 'οδός')).toEqual(['ΟΔΟΣ']);
});

it('takes the last word as a beginning, from two letters on', () => {
	expect(marked('creak, creaks, creaking', 'creak')).toEqual(['creak', 'creaks', 'creaking']);
	expect(marked('a bottom and bottoms', 'bottom a')).toEqual(['a', 'bottom']);
});

it('marks a whole character, with the marks that stand above it', () => {
	const text = 'Cafe\u0301 now';
	expect(findWords(text, 'cafe')).toEqual([[0, 5]]);
	expect(findWords('ﬁne', 'fine')).toEqual([[0, 3]]);
});

it('finds what was typed anywhere in writing without spaces', () => {
	expect(marked('自転車のブレーキが緩い', 'ブレーキ')).toEqual(['ブレーキ']);
	expect(marked('自転車', '転')).toEqual(['転']);
});

it('finds nothing for nothing', () => {
	expect(findWords('anything', ' ., ')).toEqual([]);
	expect(findWords('', 'word')).toEqual([]);
});

describe('a snippet', () => {
	const long = `${'word '.repeat(60)}the creak is here ${'after '.repeat(80)}`;

	it('holds the first hit, and its ranges are within it', () => {
		const { text, ranges } = snippetOf(long, 'creak') ?? { text: '', ranges: [] };
		expect(text.length).toBeLessThan(210);
		expect(ranges.map(([from, to]) => text.slice(from, to))).toEqual(['creak']);
		expect(text).toMatch(/^… word .* …$/);
	});

	it('is one line and cuts no character', () => {
		const { text, ranges } = snippetOf(`${'😀'.repeat(40)}\n\tcreak`, 'creak') ?? {
			text: '',
			ranges: [],
		};
		expect(text.isWellFormed()).toBe(true);
		expect(text).not.toMatch(/[\n\t]/);
		expect(ranges.map(([from, to]) => text.slice(from, to))).toEqual(['creak']);
	});

	it('is none where nothing was found', () => {
		expect(snippetOf('nothing', 'creak')).toBeNull();
	});
});
