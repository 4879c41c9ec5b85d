import type { PluginView } from '../../shared/views/plugin-view.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.stop());

const path = '/api/v1/plugins';
const secret = `whsec_${'A'.repeat(43)}=`;
const headers = () => ({ Cookie: server.ownerCookie, 'Content-Type': 'application/json' });
const list = async () => {
	const answer = await fetch(server.url + path, { headers: headers() });
	return (await answer.json()) as PluginView[];
};
async function save(plugin: string, body: object) {
	const answer = await fetch(`${server.url}${path}/${plugin}`, {
		method: 'POST',
		headers: headers(),
		body: JSON.stringify(body),
	});
	return { status: answer.status, text: await answer.text() };
}

it('a plugin is set up by its schema, and its secret never comes back', async () => {
	const [before] = (await list()).filter(({ plugin }) => plugin === 'example-webhook');
	expect(before).toMatchObject({ rev: 0, enabled: false, isLocal: false, findings: [] });
	expect(before?.form).toMatchObject({ properties: { secret: { secret: true } } });
	const url = 'https://hooks.example.com/in';
	const made = await save('example-webhook', { rev: 0, enabled: false, values: { url, secret } });
	expect(made.status).toBe(200);
	const view = JSON.parse(made.text) as PluginView;
	expect(view.values).toMatchObject({ url, secret: { secret: 'set' } });
	const kept = await save('example-webhook', {
		rev: view.rev,
		enabled: false,
		values: { ...(view.values as object), url: 'https://hooks.example.com/other' },
	});
	expect(kept.status).toBe(200);
	for (const text of [made.text, kept.text, JSON.stringify(await list())])
		expect(text).not.toContain('AAAA');
	const stale = await save('example-webhook', { rev: view.rev, enabled: false, values: {} });
	expect(stale.status).toBe(409);
});

it('what does not fit the schema is refused with its field when it is switched on', async () => {
	const { rev } = (await list()).find(({ plugin }) => plugin === 'example-webhook') ?? { rev: 0 };
	const { status, text } = await save('example-webhook', {
		rev,
		enabled: true,
		values: { url: 'nowhere', secret },
	});
	expect([status, text]).toEqual([400, expect.stringContaining('url')]);
});

it('one that writes on the server’s own disk is set by the command line only', async () => {
	const { status, text } = await save('example-file', {
		rev: 0,
		enabled: true,
		values: { path: '/etc/crontab' },
	});
	expect([status, text]).toEqual([403, expect.stringContaining('parley plugin example-file')]);
});
