import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startServer, type ServerProcess } from '../server-process.ts';

/*
 * What the chat costs a shop's page. The loader comes with every page view; the panel, weighed as a server sends it to an English
 * browser for a site as it is made, when a visitor shows interest; the rest of the panel after its first paint.
 */

jest.setTimeout(60_000);

let server: ServerProcess;
let key = '';
const dataDir = mkdtempSync(join(tmpdir(), 'parley-weight-'));

beforeAll(async () => {
	server = await startServer({ dataDir });
	const { text } = await ask(new URL(server.demoUrl).pathname, 'identity');
	key = /site=([\w-]+)/.exec(text)?.[1] ?? '';
});
afterAll(async () => {
	await server?.kill('SIGTERM');
	rmSync(dataDir, { recursive: true, force: true });
});

interface Sent {
	readonly bytes: number;
	readonly text: string;
	readonly headers: IncomingHttpHeaders;
}

/** Bytes of the body on the wire: `fetch` would not tell them. */
const ask = (path: string, encoding: string): Promise<Sent> =>
	new Promise((resolve, reject) => {
		const headers = { 'Accept-Encoding': encoding, 'Accept-Language': 'en' };
		get(`${server.url}${path}`, { headers }, (response) => {
			const parts: Buffer[] = [];
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('end', () => {
				const body = Buffer.concat(parts);
				expect({ path, status: response.statusCode }).toEqual({ path, status: 200 });
				resolve({ bytes: body.length, text: body.toString(), headers: response.headers });
			});
		}).on('error', reject);
	});
const asset = (name: string): string => `/assets/widget/${name}`;

/** Each by its name, and all together. */
async function weigh(paths: readonly string[]) {
	const sizes: Record<string, number> = {};
	for (const path of paths) {
		const { bytes, headers } = await ask(path, 'br');
		// What is too small to be worth it is sent as it is.
		if (bytes > 500) expect(headers['content-encoding']).toBe('br');
		sizes[path] = bytes;
	}
	const all = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
	process.stdout.write(`${JSON.stringify({ ...sizes, all })}\n`);
	return all;
}

const read = (name: string): Buffer =>
	readFileSync(join(import.meta.dirname, '../../build/widget', name));

/** With all that an owner can choose in it: server/http/pages.test.ts. */
test('the loader fits in 2 kB, as it is built and with the settings of a site as it is made', async () => {
	const loader = read('loader.js');
	expect(brotliCompressSync(loader).length).toBeLessThanOrEqual(2048);
	expect(gzipSync(loader, { level: 9 }).length).toBeLessThanOrEqual(3072);
	expect(await weigh([`/widget.js?site=${key}`])).toBeLessThanOrEqual(2048);
});

test('what greets comes later and fits in 1.3 kB', async () => {
	expect(await weigh([asset('greeting.js')])).toBeLessThanOrEqual(1300);
});

test('what a visitor needs to read and write fits in 15 kB, the page and its words included', async () => {
	const paths = [`/chat/${key}`, asset('panel.js'), asset('panel.css')];
	expect(await weigh(paths)).toBeLessThanOrEqual(15 * 1024);
	// What the page names is what was weighed.
	const { text } = await ask(`/chat/${key}`, 'identity');
	const named = [...text.matchAll(/(?:src|rel="stylesheet" href)="([^"?]+)/g)];
	expect(named.map(([, path]) => path)).toEqual([asset('panel.css'), asset('panel.js')]);
});

test('what comes after the first paint fits in another 20 kB, and what few chats need stays small', async () => {
	const late = ['late.js', 'late.css', 'words-en.json'];
	expect(await weigh(late.map(asset))).toBeLessThanOrEqual(20 * 1024);
	const rare = ['file-row.js', 'attachments.js', 'emoji.js', 'tone.js', 'poll-page.js'];
	expect(await weigh(rare.map(asset))).toBeLessThanOrEqual(8 * 1024);
});
