import fc from 'fast-check';
import { cleanName } from './clean-name.ts';

fc.configureGlobal({ seed: 1 });

it.each([
	['photo.jpg', 'photo.jpg'],
	['../../etc/passwd', 'passwd'],
	['C:\\fakepath\\bill.pdf', 'bill.pdf'],
	['..', 'file'],
	['.htaccess', 'htaccess'],
	['', 'file'],
	['a/', 'file'],
	['a\0b\r\nSet-Cookie: x.txt', 'abSet-Cookie_ x.txt'],
	['bill\u202egpj.exe', 'billgpj.exe'],
	['half \ud800 character.txt', 'half  character.txt'],
	['Größe 👩‍👧 – 1.txt', 'Größe 👩‍👧 – 1.txt'],
	['"><img src=x>.png', '___img src=x_.png'],
	['con . . ', 'con'],
])('%j becomes %j', (given, clean) => {
	expect(cleanName(given)).toBe(clean);
});

it('keeps 200 characters, and of more the ending', () => {
	expect(cleanName(`${'x'.repeat(196)}.pdf`)).toHaveLength(200);
	const cut = cleanName(`${'x'.repeat(197)}.pdf`);
	expect([cut.length, cut.endsWith('x.pdf')]).toEqual([200, true]);
	expect(cleanName('👩'.repeat(150))).toHaveLength(200);
});

it('is clean after once, whatever comes', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
			const clean = cleanName(given);
			expect(clean).not.toMatch(/[\p{Cc}\p{Cs}/\\]|^\.|^$/u);
			expect(clean.length).toBeLessThanOrEqual(200);
			expect(cleanName(clean)).toBe(clean);
			expect(decodeURIComponent(encodeURIComponent(clean))).toBe(clean);
		}),
	);
});
