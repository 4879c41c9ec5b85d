import fc from 'fast-check';
import { linkify } from './linkify.ts';

const linksOf = (text: string): string[] =>
	linkify(text).flatMap(({ text: shown, href }) => (href === undefined ? [] : [shown]));

test.each([
	['See https://tandem.example/ts-24.', ['https://tandem.example/ts-24']],
	[
		'(https://tandem.example/a_(b)), or http://x.example?',
		['https://tandem.example/a_(b)', 'http://x.example'],
	],
	['mailto:shop@tandem.example, please', ['mailto:shop@tandem.example']],
	['HTTPS://TANDEM.EXAMPLE/A', ['HTTPS://TANDEM.EXAMPLE/A']],
	['javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd', []],
	['javascript:https://x.example', ['https://x.example']],
	['xhttps://x.example https:// mailto:nobody http://[', []],
	['https://x.example/\u202egnp.exe', ['https://x.example/']],
	['"https://x.example"<https://y.example>', ['https://x.example', 'https://y.example']],
])('%s', (text, links) => {
	expect(linksOf(text)).toEqual(links);
});

test('whatever is written, the text is unchanged and a link leads to web or mail', () => {
	const pieces = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom(
			'http://',
			'https://',
			'mailto:',
			'javascript:',
			'data:',
			'\u202e',
			'(',
			')',
			'@',
			' ',
			'.',
		),
		fc.webUrl(),
	);
	fc.assert(
		fc.property(fc.array(pieces), (given) => {
			const text = given.join('');
			const parts = linkify(text);
			expect(parts.map((part) => part.text).join('')).toBe(text);
			for (const { href } of parts)
				if (href !== undefined)
					expect(['http:', 'https:', 'mailto:']).toContain(new URL(href).protocol);
		}),
	);
});

test.each([
	'http://',
	'http://a',
	'mailto:',
	'(',
	')',
	'http://a)',
	'http://((',
	'.',
	'http://a.b/',
])('it stays fast for a text made of %s', (piece) => {
	const text = `http://a.example/${piece.repeat(100_000)}`;
	const startedAt = performance.now();
	linkify(text);
	expect(performance.now() - startedAt).toBeLessThan(1500);
});
