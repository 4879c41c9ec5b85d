import { pageOf } from './page.ts';

const at = (address: string) => pageOf(new URL(address) as unknown as Location, 'Cranks');

test.each([
	['https://shop.example/cranks?token=secret#reset', 'https://shop.example/cranks'],
	['https://shop.example/?q=my+illness&utm_source=mail', 'https://shop.example/?utm_source=mail'],
	[
		'https://shop.example/a?utm_source=mail&id=7&utm_campaign=may&xutm_a=1#part',
		'https://shop.example/a?utm_source=mail&utm_campaign=may',
	],
	['https://jane:pass@shop.example/', 'https://shop.example/'],
])('of %s the team learns %s', (address, url) => {
	expect(at(address)).toEqual({ url, title: 'Cranks' });
});

test('address and title fit the protocol', () => {
	const long = 'x'.repeat(3000);
	const page = pageOf(new URL(`https://shop.example/${long}`) as unknown as Location, long);
	expect([page.url.length, page.title.length]).toEqual([2000, 300]);
});
