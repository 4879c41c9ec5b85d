import { createLinkSigner, type LinkParts } from './sign-link.ts';

const signer = createLinkSigner(Buffer.alloc(32, 1));
const now = Date.UTC(2026, 10, 24);
const wanted = {
	conversation: 'v1.1',
	format: 'html',
	locale: 'de-AT',
	timeZone: 'Europe/Vienna',
} as const;
const link = signer.sign(wanted, now);

function partsOf(url: string): LinkParts {
	const { pathname, searchParams } = new URL(url, 'http://localhost');
	const part = (name: string) => searchParams.get(name) ?? '';
	const conversation = decodeURIComponent(pathname.split('/')[2] ?? '');
	return { conversation, f: part('f'), l: part('l'), z: part('z'), e: part('e'), s: part('s') };
}

it('gives back what was signed, for five minutes', () => {
	const parts = partsOf(link.url);
	expect(signer.check(parts, now)).toEqual(wanted);
	expect(signer.check(parts, now + 299_999)).toEqual(wanted);
	expect(link.expiresAt).toBe(now + 300_000);
	expect(() => signer.check(parts, now + 300_000)).toThrow(
		expect.objectContaining({ code: 'link_expired' }) as Error,
	);
});

it('says nothing of a locale and a time zone that are not known', () => {
	const { url } = signer.sign({ ...wanted, locale: null, timeZone: null }, now);
	expect(signer.check(partsOf(url), now)).toMatchObject({ locale: null, timeZone: null });
});

it.each(['conversation', 'f', 'l', 'z', 'e', 's'] as const)(
	'refuses a link whose %s was changed',
	(part) => {
		const parts = partsOf(link.url);
		for (const other of ['', 'x', `${parts[part]}0`]) {
			expect(() => signer.check({ ...parts, [part]: other }, now)).toThrow(
				expect.objectContaining({ code: 'conversation_not_found' }) as Error,
			);
		}
	},
);

it('refuses a link of a server with another key', () => {
	const other = createLinkSigner(Buffer.alloc(32, 2)).sign(wanted, now);
	expect(() => signer.check(partsOf(other.url), now)).toThrow('no transcript');
});
