import { pageOf } from './page-of.ts';

const referrer = 'https://search.example/find?q=my+illness';
const at = (address: string) => pageOf([address, 'Cranks', referrer]);

test.each([
	['https://shop.example/cranks?token=secret#reset', 'https://shop.example/cranks'],
	['https://shop.example/?q=my+illness&utm_source=mail', 'https://shop.example/?utm_source=mail'],
	[
		'https://shop.example/a?utm_source=mail&id=7&utm_campaign=may&xutm_a=1#part',
		'https://shop.example/a?utm_source=mail&utm_campaign=may',
	],
	['https://jane:pass@shop.example/', 'https://shop.example/'],
	['https://shop.example/a@b/c', 'https://shop.example/a@b/c'],
	['https://shop.example/#/find?utm_source=mail&q=x', 'https://shop.example/'],
	['file:///home/jane/shop.html', 'file:///home/jane/shop.html'],
])('of %s the team learns %s', (address, url) => {
	expect(at(address)).toEqual({ url, title: 'Cranks', referrer: 'https://search.example/find' });
});

test('address and title fit the protocol', () => {
	const long = 'x'.repeat(3000);
	const page = pageOf([`https://shop.example/${long}`, long, `https://shop.example/${long}`]);
	expect([page.url.length, page.title.length, page.referrer.length]).toEqual([2000, 300, 2000]);
});

test('who came from nowhere came from nowhere', () => {
	expect(pageOf(['https://shop.example/', '', '']).referrer).toBe('');
});
