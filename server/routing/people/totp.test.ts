import { base32, codeAt, otpAddress, stepOf, stepOfCode } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
test.each([
	[59, '287082'],
	[1_111_111_109, '081804'],
	[1_111_111_111, '050471'],
	[1_234_567_890, '005924'],
	[2_000_000_000, '279037'],
	[20_000_000_000, '353130'],
])('at second %i the code is %s', (second, code) => {
	expect(codeAt(secret, stepOf(second * 1000))).toBe(code);
});

test('a code is good one step early or late, and never again after its step was used', () => {
	const now = 1_111_111_111_000;
	const step = stepOf(now);
	for (const near of [-1, 0, 1])
		expect(stepOfCode(secret, codeAt(secret, step + near), now, 0)).toBe(step + near);
	for (const far of [-2, 2])
		expect(stepOfCode(secret, codeAt(secret, step + far), now, 0)).toBeNull();
	expect(stepOfCode(secret, codeAt(secret, step), now, step)).toBeNull();
	expect(stepOfCode(secret, codeAt(secret, step - 1), now, step)).toBeNull();
	expect(stepOfCode(secret, '', now, 0)).toBeNull();
});

// RFC 4648, section 10, without padding.
test.each([
	['', ''],
	['f', 'MY'],
	['fo', 'MZXQ'],
	['foo', 'MZXW6'],
	['foobar', 'MZXW6YTBOI'],
])('base32 of %j is %s', (text, encoded) => {
	expect(base32(Buffer.from(text))).toBe(encoded);
});

test('the address names the server, the account and the secret', () => {
	expect(otpAddress('Parley chat.example', 'mira@example.com', Buffer.from('foobar'))).toBe(
		'otpauth://totp/Parley%20chat.example:mira%40example.com?secret=MZXW6YTBOI&issuer=Parley%20chat.example',
	);
});
