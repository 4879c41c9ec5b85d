import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/* What the chat costs a shop's page. The loader comes with every page view, the panel when a visitor shows interest. */

const root = join(import.meta.dirname, '../..');
const read = (name: string): Buffer => readFileSync(join(root, 'build/widget', name));
const brotli = (name: string): number => brotliCompressSync(read(name)).length;

beforeAll(() => {
	const build = "import('./server/prepare.mjs').then((p) => p.buildIfStale({ say: () => {} }))";
	execFileSync(process.execPath, ['-e', build], { cwd: root });
});

test('the loader fits in 2 kB', () => {
	expect(brotli('loader.js')).toBeLessThanOrEqual(2048);
	expect(gzipSync(read('loader.js'), { level: 9 }).length).toBeLessThanOrEqual(3072);
});

test('the panel fits in 15 kB', () => {
	expect(brotli('panel.js') + brotli('panel.css')).toBeLessThanOrEqual(15 * 1024);
});
