import { fill, textOf } from './words.ts';

const words = {
	hello: 'Hello {name}, how can we help?',
	minutes: { one: '{n} minute', other: '{n} minutes' },
	arabic: { zero: '0', one: '1', two: '2', few: 'few', many: 'many', other: 'other' },
	thin: { other: '{n} things' },
};

it('fills in values, and leaves a place that has none as it is', () => {
	expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
	expect(textOf(words, 'en', 'hello', { name: 'Ellen' })).toBe('Hello Ellen, how can we help?');
});

it('takes a value as it is, also one that looks like a place or a pattern', () => {
	expect(textOf(words, 'en', 'hello', { name: '{name} $& $1' })).toContain('{name} $& $1,');
});

it.each([
	['en', 1, '1 minute'],
	['en', 0, '0 minutes'],
	['fr', 0, '0 minute'],
	['fr', 2, '2 minutes'],
])('in %s there are %d: %s', (language, n, text) => {
	expect(textOf(words, language, 'minutes', { n })).toBe(text);
});

it.each([
	[0, '0'],
	[2, '2'],
	[3, 'few'],
	[11, 'many'],
	[100, 'other'],
])('Arabic has six forms: of %d it is %s', (n, form) => {
	expect(textOf(words, 'ar', 'arabic', { n })).toBe(form);
});

it('has an answer for what a file forgot', () => {
	expect(textOf(words, 'en', 'thin', { n: 1 })).toBe('1 things');
	expect(textOf(words, 'en', 'nosuchword')).toBe('nosuchword');
});
