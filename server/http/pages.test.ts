import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Script } from 'node:vm';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import request from 'supertest';
import type { PanelSettings } from '../../shared/site/widget-settings.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
let id: string;
let rev: number;
beforeAll(async () => {
	server = await startTestServer();
	const list = await request(server.url).get('/api/v1/sites').set('Cookie', server.ownerCookie);
	[{ id, rev }] = list.body as [{ id: string; rev: number }];
});
afterAll(() => server.stop());

const http = () => request(server.url);
const panel = (query = '', language = '') =>
	http().get(`/chat/${server.siteKey}${query}`).set('Accept-Language', language);
const loader = (query = '', language = '') =>
	http().get(`/widget.js?site=${server.siteKey}${query}`).set('Accept-Language', language);
const settingsOf = (page: string): PanelSettings =>
	JSON.parse(/id="settings">([^<]*)</.exec(page)?.[1] ?? '') as PanelSettings;
const rootOf = (page: string): string => /<html[^>]*>/.exec(page)?.[0] ?? '';
const sheetOf = (page: string): string | undefined =>
	/href="(\/chat\/[^"]*colours\.css[^"]*)"/.exec(page)?.[1];

/** As the owner does it in the console. */
async function change(settings: unknown, name = 'My shop'): Promise<void> {
	const answer = await http()
		.post(`/api/v1/sites/${id}`)
		.set('Cookie', server.ownerCookie)
		.send({ rev, name, settings });
	expect(answer.status).toBe(200);
	({ rev } = answer.body as { rev: number });
}

/** Everything as it came over the wire: supertest decompresses. */
async function raw(
	path: string,
	encoding: string,
	headers: Record<string, string> = {},
): Promise<{ headers: IncomingMessage['headers']; status: number; body: Buffer }> {
	const sent = httpRequest(server.url + path, {
		// A connection of its own: one that was kept may be closed by the server in the moment in which it is used again.
		agent: false,
		headers: { ...headers, 'Accept-Encoding': encoding },
	});
	sent.end();
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return {
		headers: response.headers,
		status: response.statusCode ?? 0,
		body: Buffer.concat(chunks),
	};
}
const smallest = (text: Buffer): number =>
	brotliCompressSync(text, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: 11,
			[constants.BROTLI_PARAM_SIZE_HINT]: text.length,
		},
	}).length;

describe("the visitor's language [G51]", () => {
	it.each([
		['de-AT,de;q=0.9,en;q=0.5', 'de', 'ltr', 'Chat mit My shop', 'Senden'],
		['fr', 'fr', 'ltr', 'Discussion avec My shop', 'Envoyer'],
		['es-MX', 'es', 'ltr', 'Chat con My shop', 'Enviar'],
		['ar-EG', 'ar', 'rtl', 'محادثة مع My shop', 'إرسال'],
		['fi, xx;q=0.3', 'en', 'ltr', 'Chat with My shop', 'Send'],
	])('of a browser that wants %s', async (wanted, tag, direction, title, send) => {
		const { text, headers } = await panel('', wanted);
		expect(rootOf(text)).toBe(`<html lang="${tag}" dir="${direction}">`);
		expect(text).toContain(`<title>${title}</title>`);
		expect(settingsOf(text)).toMatchObject({ language: tag, words: { send } });
		expect(headers['vary']).toContain('Accept-Language');
	});

	it('is that of the page which the chat stands in, before that of the browser', async () => {
		const { text, headers } = await panel('?embed=1&lang=ar', 'de');
		expect(rootOf(text)).toContain('lang="ar" dir="rtl"');
		expect(headers['vary']).not.toContain('Accept-Language');
	});

	it('is what the owner has fixed, before all others, also in the launcher', async () => {
		expect((await loader('', 'de')).text).toContain('Mit uns chatten');
		await change({ language: 'fr' });
		expect(rootOf((await panel('?lang=ar', 'de')).text)).toContain('lang="fr"');
		const { text, headers } = await loader('', 'de');
		expect(text).toContain('Discuter avec nous');
		expect(headers['vary']).not.toContain('Accept-Language');
		await change({ language: 'auto' });
	});

	it.each(['?lang=../../etc/passwd', '?lang=%22%3E%3Cscript%3E', '?lang=__proto__'])(
		'%s is no language, and does no harm',
		async (query) => {
			expect(rootOf((await panel(query)).text)).toBe('<html lang="en" dir="ltr">');
		},
	);

	it('leaves words of the owner as they are', async () => {
		await change({ texts: { launcher: 'Fragt die Werkstatt' } });
		expect((await loader('', 'fr')).text).toContain('Fragt die Werkstatt');
		await change({ texts: { launcher: '' } });
	});
});

describe("the owner's look [G50]", () => {
	afterAll(() => change({ look: { accent: null, theme: 'auto', side: 'end', offset: 20 } }));

	it('as it comes out of the box is nothing that has to be sent', async () => {
		const { text } = await panel();
		expect(sheetOf(text)).toBeUndefined();
		expect(rootOf(text)).not.toContain('data-theme');
		expect((await loader()).text).toContain(`["${server.siteKey}","${server.url}",""`);
	});

	it('comes as a stylesheet of our own, which the policy allows, cached for good', async () => {
		await change({ look: { accent: '#aa3300' } });
		const page = await panel();
		const address = sheetOf(page.text) ?? '';
		expect(page.headers['content-security-policy']).toContain("style-src 'self'");
		const sheet = await http().get(address);
		expect(sheet.headers['content-type']).toBe('text/css; charset=utf-8');
		expect(sheet.headers['cache-control']).toBe('public, max-age=31536000, immutable');
		expect(sheet.text).toMatch(/:root\{--accent:oklch\(/);
		expect((await loader()).text).toMatch(/:host\{--a:oklch\(/);
		await change({ look: { accent: '#0033aa' } });
		const other = sheetOf((await panel()).text);
		expect(other).not.toBe(address);
		// Under the old address a browser must not keep the new colours for good.
		expect((await http().get(address)).headers['cache-control']).toBe('no-cache');
	});

	it('fixes the theme and the corner', async () => {
		await change({ look: { theme: 'dark', side: 'left', offset: 40 } });
		expect(rootOf((await panel()).text)).toContain('data-theme="dark"');
		const { text } = await loader();
		expect(text).toContain(':host{color-scheme:dark;');
		expect(text).toContain(':host{--p:40px}');
		expect(text).toContain('left:var(--p)');
	});

	it('brings greetings to sites that have some, and to nobody else', async () => {
		expect((await loader()).text).not.toContain('greeting.js');
		const name = 'Mira "</script>$&" Kovač';
		await change({ greetings: [{ id: 'hello', text: 'Not sure what fits?', name }] });
		const { text } = await loader('', 'de');
		expect(text).toContain('Not sure what fits?');
		expect(text).toContain('Diese Nachricht schließen');
		expect(text).not.toContain('</script>');
		const address = /import\("http:\/\/[^/"]+(\/assets\/widget\/greeting\.js\?v=\w+)"\)/.exec(
			text,
		)?.[1];
		const { headers, text: script } = await http().get(address ?? '');
		expect(script).toMatch(/export\s*\{/);
		// A module is fetched as across origins, and the address changes with the script.
		expect(headers['access-control-allow-origin']).toBe('*');
		expect(headers['cache-control']).toContain('immutable');
		expect(() => new Script(text)).not.toThrow();
		await change({ greetings: [] });
		expect((await loader('', 'de')).text).not.toContain('Diese Nachricht schließen');
	});

	it('cannot break out of the page, whatever it says', async () => {
		const evil = '</script><script>alert(1)</script>"__PARLEY_SETTINGS__"$&';
		await change({ texts: { hello: evil } }, '<b>"Shop"</b>');
		const { text } = await panel();
		expect(text).not.toContain('<script>alert');
		expect(text).toContain('<title>Chat with &lt;b&gt;&quot;Shop&quot;&lt;/b&gt;</title>');
		expect(settingsOf(text)).toMatchObject({ name: '<b>"Shop"</b>', texts: { hello: evil } });
		await change({ texts: { hello: '' } });
	});
});

describe('over the wire', () => {
	it('the launcher has the size of its brotli, and not a byte more', async () => {
		const path = `/widget.js?site=${server.siteKey}`;
		const plain = await raw(path, 'identity');
		const small = await raw(path, 'gzip, deflate, br');
		expect(small.headers['content-encoding']).toBe('br');
		expect(small.body.length).toBe(smallest(plain.body));
		expect(Number(small.headers['content-length'])).toBe(small.body.length);
		expect(brotliDecompressSync(small.body)).toEqual(plain.body);
		expect(small.headers['vary']).toBe('Accept-Language, Accept-Encoding');
	});

	it('the launcher fits in 2 kB as a site has it out of the box, and in 3 kB with all that an owner can choose', async () => {
		const path = `/widget.js?site=${server.siteKey}`;
		const english = { 'Accept-Language': 'en' };
		expect((await raw(path, 'br', english)).body.length).toBeLessThanOrEqual(2048);
		await change({
			mode: 'watch',
			look: {
				accent: '#aa3300',
				label: true,
				side: 'left',
				offset: 40,
				hideOn: ['/checkout/*', '/a'],
			},
			contact: { email: 'hello@tandem.example', phone: '0113 496 0184' },
		});
		// Arabic takes twice the bytes.
		for (const language of ['en', 'ar'])
			expect(
				(await raw(path, 'gzip', { 'Accept-Language': language })).body.length,
			).toBeLessThanOrEqual(3072);
		await change({
			mode: 'quiet',
			look: { accent: null, label: false, side: 'end', offset: 20, hideOn: [] },
			contact: { email: '', phone: '' },
		});
	});

	it.each(['/assets/widget/panel.js', '/assets/widget/panel.css', '/assets/console/main.js'])(
		'%s comes compressed by the build',
		async (path) => {
			const plain = await raw(path, 'identity');
			const [br, gzip] = [await raw(path, 'br'), await raw(path, 'gzip')];
			expect(br.body.length).toBe(smallest(plain.body));
			expect(gunzipSync(gzip.body)).toEqual(plain.body);
			expect(plain.headers['content-encoding']).toBeUndefined();
			for (const { headers } of [plain, br, gzip]) expect(headers['vary']).toBe('Accept-Encoding');
		},
	);

	it('the page of the panel is compressed too', async () => {
		const path = `/chat/${server.siteKey}`;
		const { body, headers } = await raw(path, 'br');
		expect(headers['content-encoding']).toBe('br');
		expect(brotliDecompressSync(body).toString()).toContain('<main id="panel">');
	});

	it('who has the launcher already is told so in a few bytes', async () => {
		const path = `/widget.js?site=${server.siteKey}`;
		const first = await raw(path, 'br');
		expect(first.headers['cache-control']).toBe(
			'public, max-age=300, stale-while-revalidate=86400',
		);
		const tag = first.headers['etag'] ?? '';
		const again = await raw(path, 'br', { 'If-None-Match': tag });
		expect([again.status, again.body.length]).toEqual([304, 0]);
		await change({ look: { label: true } });
		expect((await raw(path, 'br', { 'If-None-Match': tag })).status).toBe(200);
		await change({ look: { label: false } });
	});

	it('the words are in the page and not in the script', () => {
		const script = readFileSync(resolve('build/widget/panel.js'), 'utf8');
		expect(script).not.toContain('Usually replies in');
	});
});

describe('an address where nothing is', () => {
	const browser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

	it('says so to a visitor in a page', async () => {
		const { status, headers, text } = await http()
			.get('/chat/nosuchsite')
			.set('Accept-Language', 'de');
		expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
		expect(text).toContain('<html lang="de" dir="ltr">');
		expect(text).toContain('Unter dieser Adresse ist kein Chat');
		expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
	});

	it.each(['/nothing', '/assets/widget/none.js', '/assets/widget/languages/en.json'])(
		'says so to a browser at %s in a page, and to a program in JSON',
		async (path) => {
			const page = await http().get(path).set(browser);
			expect([page.status, page.headers['content-type']]).toEqual([
				404,
				'text/html; charset=utf-8',
			]);
			expect(page.text).toContain('There is nothing at this address');
			const json = await http().get(path);
			expect(json.body).toMatchObject({ error: { code: 'route_not_found' } });
		},
	);
});
