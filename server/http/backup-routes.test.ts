import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupsView } from '../../shared/views/backup-view.ts';
import { verifyBackup } from '../backup/read-backup.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.stop());

const path = '/api/v1/backups';
const ask = (more = '', method = 'GET'): Promise<Response> =>
	fetch(server.url + path + more, {
		method,
		headers: { Cookie: server.ownerCookie, 'Content-Type': 'application/json' },
		...(method === 'POST' ? { body: '{}' } : {}),
	});
const list = async (): Promise<BackupsView> => (await (await ask()).json()) as BackupsView;

it('a backup is made while the server works, is listed, and can be taken away whole', async () => {
	expect(await list()).toMatchObject({ items: [], running: null, problem: null });
	const agent = await server.agent();
	agent.send({ type: 'hello', protocol: 1 });
	await agent.next('hello');
	expect((await ask('', 'POST')).status).toBe(202);
	const heard = await agent.next('changed');
	expect(heard).toMatchObject({ what: 'backups' });
	while ((await list()).running !== null) await new Promise((done) => setTimeout(done, 10));
	const { items, keyPlace, folder } = await list();
	expect(items).toHaveLength(1);
	const name = items[0]?.name ?? '';
	expect([folder, keyPlace]).toEqual([
		join(server.dataDir, 'backups'),
		// With MongoDB the key is given, not made.
		process.env['TEST_STORE'] === 'mongodb' ? 'PARLEY_KEY' : join(server.dataDir, 'key'),
	]);
	const answer = await ask(`/${name}`);
	const file = Buffer.from(await answer.arrayBuffer());
	expect(answer.headers.get('content-disposition')).toContain(`attachment; filename="${name}"`);
	expect(file.length).toBe(items[0]?.bytes);
	const copy = join(server.dataDir, 'copy.backup');
	writeFileSync(copy, file);
	expect((await verifyBackup(copy)).counts.documents).toBeGreaterThan(1);
	expect(readdirSync(server.dataDir)).toContain('last-backup.json');
});

it.each(['..%2Fkey', 'last-backup.json', '..%2Flast-backup.json', 'parley-1.backup'])(
	'nothing else is given out: %s',
	async (name) => {
		expect((await ask(`/${name}`)).status).toBe(404);
	},
);
