import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startServer } from '../server-process.ts';
import { newFolder, parley, removeFolders } from './parley-command.ts';

jest.setTimeout(120_000);
afterAll(removeFolders);

const root = dirname(dirname(import.meta.dirname));
const withInput = (dataDir: string, input: string, ...words: string[]) =>
	spawnSync(process.execPath, ['server/parley.mjs', ...words], {
		cwd: root,
		env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: dataDir },
		input,
		encoding: 'utf8',
	});

it('a site is set up without a server, shown and changed beside a running one, and holds afterwards', async () => {
	const dataDir = newFolder();
	const file = join(newFolder(), 'settings.json');
	writeFileSync(file, JSON.stringify({ rating: 'none' }));
	const alone = await parley(dataDir, 'site', 'set', file);
	expect(alone).toMatchObject({ code: 0, out: 'rating: "satisfaction" -> "none"\n' });

	const server = await startServer({ dataDir });
	expect((await parley(dataDir, 'site')).out).toContain('"rating": "none"');
	const origins = await parley(dataDir, 'site', 'origins', 'https://shop.example.com');
	expect(origins.code).toBe(0);
	const key = /key +(\w+)/.exec((await parley(dataDir, 'site')).out)?.[1] ?? '';
	// The running server uses it at once.
	const panel = await fetch(`${server.url}/chat/${key}`);
	expect(panel.headers.get('content-security-policy')).toContain('https://shop.example.com');

	const wrong = withInput(dataDir, '{"look": {"offset": -1}}', 'site', 'set', '-');
	expect(wrong.status).toBe(10);
	expect(wrong.stdout).toContain('Nothing was changed. look.offset: ');
	const right = withInput(dataDir, '{"look": {"offset": 8}}', 'site', 'set', '-');
	expect(right).toMatchObject({ status: 0, stdout: 'look.offset: 20 -> 8\n' });
	expect((await parley(dataDir, 'site', 'paint')).code).toBe(9);

	await server.kill('SIGKILL');
	const after = (await parley(dataDir, 'site')).out;
	expect(after).toContain('"offset": 8');
	expect(after).toContain('origins        https://shop.example.com');
});
