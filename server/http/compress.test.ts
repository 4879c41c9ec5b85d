import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { chooseEncoding, compress } from './compress.ts';

const both = { br: Buffer.from('b'), gzip: Buffer.from('g') };

it.each([
	[undefined, null],
	['', null],
	['identity', null],
	['gzip, deflate, br, zstd', 'br'],
	['gzip, deflate', 'gzip'],
	['GZIP', 'gzip'],
	['br;q=0, gzip;q=0.5', 'gzip'],
	['*', 'br'],
	['*;q=0', null],
	['br;q=0, *', 'gzip'],
	['brotli', null],
])('to a client that sends %j it answers in %j', (accepted, encoding) => {
	expect(chooseEncoding(accepted, both)).toBe(encoding);
});

it('sends nothing in a form that is not at hand', () => {
	expect(chooseEncoding('br, gzip', { gzip: both.gzip })).toBe('gzip');
	expect(chooseEncoding('br, gzip', {})).toBeNull();
});

it('makes texts smaller and loses nothing', async () => {
	const text = Buffer.from('Which bottom bracket fits my frame? '.repeat(50));
	const { br, gzip } = await compress(text);
	expect(brotliDecompressSync(br ?? '')).toEqual(text);
	expect(gunzipSync(gzip ?? '')).toEqual(text);
	expect(br?.length).toBeLessThan(100);
});

it('leaves what does not get smaller', async () => {
	expect(await compress(Buffer.from('ab'))).toEqual({});
});
