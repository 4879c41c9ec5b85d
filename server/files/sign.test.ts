import type { BlobId } from '../../shared/ids.ts';
import { createSigner } from './sign.ts';

const file = { blob: 'a'.repeat(32) as BlobId, name: 'a.txt', type: 'text/plain' };
const partsOf = (url: string) => {
	const { pathname, searchParams } = new URL(url, 'http://localhost');
	const [, , blob = '', name = ''] = pathname.split('/');
	const of = (key: string): string => searchParams.get(key) ?? '';
	return { blob, name: decodeURIComponent(name), t: of('t'), i: of('i'), e: of('e'), s: of('s') };
};

it('a link opens under the key that signed it, and under no other', () => {
	const { url } = createSigner(Buffer.alloc(32, 1), 1000).sign(file, 5);
	const parts = partsOf(url);
	expect(createSigner(Buffer.alloc(32, 1), 1000).check(parts, 5)).toEqual({
		...file,
		isInline: false,
	});
	const other = createSigner(Buffer.alloc(32, 2), 1000);
	expect(() => other.check(parts, 5)).toThrow('This file is not here');
});
