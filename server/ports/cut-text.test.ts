import { cutText } from './cut-text.ts';

it.each([
	['', 3, ''],
	['abc', 3, 'abc'],
	['abcd', 3, 'abc'],
	['ab😀', 4, 'ab😀'],
	['ab😀c', 4, 'ab😀'],
	['ab😀', 3, 'ab'],
	['😀', 1, ''],
	['😀😀', 3, '😀'],
])('%j cut to %d is %j', (text, most, cut) => {
	expect(cutText(text, most)).toBe(cut);
});
