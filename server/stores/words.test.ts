import { indexWords, searchWords } from './words.ts';

describe('words of a text', () => {
	it.each([
		['Crème brûlée, please!', ['creme', 'brulee', 'please']],
		['ΟΔΟΣ οδός', ['οδοσ']],
		['İstanbul ISTANBUL', ['istanbul']],
		['it’s 2 o’clock', ['it', 's', '2', 'o', 'clock']],
		['ℌello ℡ ﬁne', ['hello', 'tel', 'fine']],
		['x\ud800y\u0000z', ['x', 'y', 'z']],
		['', []],
		['... --- !!!', []],
		['one One ONE', ['one']],
	])('of %j are each once, without case, marks and signs', (text, words) => {
		expect(indexWords(text)).toEqual(words);
	});

	it('are pairs of letters where a script puts no spaces', () => {
		expect(indexWords('東京都')).toEqual(['東京', '京都', '都']);
		expect(indexWords('コーヒー')).toEqual(['コー', 'ーヒ', 'ヒー', 'ー']);
		expect(indexWords('訂單 A-17 号')).toEqual(['訂單', '單', 'a', '17', '号']);
	});

	it('are no more and no longer than an index should hold', () => {
		const many = Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' ');
		expect(indexWords(many)).toHaveLength(2000);
		expect(indexWords('x'.repeat(5000))).toEqual(['x'.repeat(40)]);
	});
});

describe('a query', () => {
	it('asks for whole words, and for the last one from two letters on as a beginning', () => {
		expect(searchWords('red sho')).toEqual({ whole: ['red'], prefix: 'sho' });
		expect(searchWords('plan b')).toEqual({ whole: ['plan', 'b'], prefix: null });
	});

	it('asks for nothing when it is one letter or none', () => {
		expect(searchWords('a')).toBeNull();
		expect(searchWords(' ?! ')).toBeNull();
	});

	it.each(['東', '東京', '京都', '都', '東京都'])(
		'of %s finds the text that it stands in',
		(part) => {
			const words = indexWords('在東京都的');
			const wanted = searchWords(part)!;
			expect(wanted.whole.every((word) => words.includes(word))).toBe(true);
			expect(words.some((word) => word.startsWith(wanted.prefix!))).toBe(true);
		},
	);

	it('of a whole page asks for its first words only', () => {
		const { whole } = searchWords('lorem ipsum '.repeat(400) + '東京'.repeat(400))!;
		expect(whole.length).toBeLessThanOrEqual(12);
	});
});
