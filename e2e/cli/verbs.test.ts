import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type ServerProcess } from '../server-process.ts';
import { begin, contentsOf, fill, newFolder, parley, removeFolders } from './parley-command.ts';

jest.setTimeout(120_000);
afterAll(removeFolders);

describe('beside a running server', () => {
	let dataDir: string;
	let server: ServerProcess;
	beforeAll(async () => {
		dataDir = newFolder();
		await fill(dataDir, 'a', 3000);
		server = await startServer({ dataDir });
	});
	afterAll(() => server.kill('SIGKILL'));

	it('a backup is written, and restored elsewhere it is the same', async () => {
		const { code, out } = await parley(dataDir, 'backup');
		expect(code).toBe(0);
		const [path = ''] = out.split('\n');
		expect(path.startsWith(join(dataDir, 'backups', 'parley-'))).toBe(true);
		expect(out).toContain('30,000 events');
		expect(out).toContain('It holds no key');

		const other = newFolder();
		const restored = await parley(other, 'restore', path);
		expect(restored).toMatchObject({ code: 0, err: '' });
		expect(restored.out).toContain('3,000 conversations, 30,000 events');
		expect(restored.out).toContain('there is no key');
		const { all, damage } = await contentsOf(other);
		expect(damage).toEqual([]);
		await server.kill('SIGKILL');
		expect(all).toEqual((await contentsOf(dataDir)).all);
		server = await startServer({ dataDir });
	});

	it('Ctrl-C stops a backup in the server, which lives on, and nothing is left', async () => {
		const path = join(newFolder(), 'a.backup');
		const backup = begin(dataDir, ['backup', path]);
		while (!existsSync(`${path}.unfinished`)) await new Promise((done) => setTimeout(done, 2));
		backup.kill('SIGINT');
		expect(await backup.ended).toMatchObject({
			code: 130,
			out: expect.stringContaining('cancelled; nothing is left') as string,
		});
		expect(readdirSync(join(path, '..'))).toEqual([]);
		expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	});

	it('doctor, repair and owner-link answer, and a restore is refused', async () => {
		const doctor = await parley(dataDir, 'doctor', '--json');
		expect(doctor.code).toBe(0);
		const found = JSON.parse(doctor.out) as { message: string }[];
		expect(found.map(({ message }) => message)).toContain('The server is running.');
		const repair = await parley(dataDir, 'repair');
		expect(repair.code).toBe(0);
		expect(repair.out).toContain('the store is sound');
		expect((await parley(dataDir, 'owner-link')).out).toContain(`${server.url}/console/setup#`);
		const path = join(newFolder(), 'a.backup');
		expect((await parley(dataDir, 'backup', path)).code).toBe(0);
		expect((await parley(dataDir, 'backup', path)).code).toBe(10);
		const restore = await parley(dataDir, 'restore', path, '--replace');
		expect(restore).toMatchObject({ code: 3, out: expect.stringContaining('Stop it') as string });
	});
});

describe('what a site owner needs before the console has screens for it', () => {
	it('the snippet names a loader and a chat page that this server has', async () => {
		const dataDir = newFolder();
		const server = await startServer({ dataDir });
		const { code, out } = await parley(dataDir, 'snippet');
		expect(code).toBe(0);
		const addresses = [...out.matchAll(/(?:src|href)="([^"]+)"/g)].map(
			([, address]) => address ?? '',
		);
		expect(addresses).toHaveLength(2);
		for (const address of addresses) expect((await fetch(address)).status).toBe(200);
		await server.kill('SIGKILL');
	});

	it('a plugin is listed, switched on with its settings, off again, and refused when they are wrong', async () => {
		const dataDir = newFolder();
		const settings = join(newFolder(), 'settings.json');
		const server = await startServer({ dataDir });
		writeFileSync(settings, JSON.stringify({ path: join(dataDir, 'events.jsonl') }));
		expect((await parley(dataDir, 'plugin')).out).toMatch(/example-file +not set up/);
		expect((await parley(dataDir, 'plugin', 'example-file', settings)).code).toBe(0);
		expect((await parley(dataDir, 'plugin')).out).toMatch(/example-file +on /);
		expect((await parley(dataDir, 'plugin', 'example-file', '--off')).code).toBe(0);
		expect((await parley(dataDir, 'plugin')).out).toMatch(/example-file +off/);
		writeFileSync(settings, '{"path": 7}');
		const wrong = await parley(dataDir, 'plugin', 'example-file', settings);
		expect(wrong.code).not.toBe(0);
		expect(wrong.out + wrong.err).toContain('path');
		expect((await parley(dataDir, 'plugin', 'nosuchplugin', settings)).code).toBe(10);
		await server.kill('SIGKILL');
	});
});

describe('without a server', () => {
	it('every verb works on the folder', async () => {
		const dataDir = newFolder();
		await fill(dataDir, 'b', 20);
		const path = join(newFolder(), 'a.backup');
		expect((await parley(dataDir, 'backup', path)).code).toBe(0);
		const link = await parley(dataDir, 'owner-link');
		expect(link).toMatchObject({ code: 0, out: expect.stringContaining('/setup#') as string });
		const repair = await parley(dataDir, 'repair');
		expect(repair.code).toBe(0);
		expect(repair.out).toMatch(/summaries that were wrong or missing +20/);
		expect(repair.out).toMatch(/rows of reports that were wrong +20/);
		const doctor = await parley(dataDir, 'doctor', '--full');
		expect(doctor.code).toBe(0);
		expect(doctor.out).toContain('No server is running');
		expect(await parley(dataDir, 'restore', path)).toMatchObject({
			code: 10,
			out: expect.stringContaining('--replace') as string,
		});
		const replaced = await parley(dataDir, 'restore', path, '--replace');
		expect(replaced.code).toBe(0);
		expect(replaced.out).toContain('before-restore-');
		expect(replaced.out).not.toContain('Warning');
		// The backup elsewhere was made under another key.
		const other = newFolder();
		await parley(other, 'owner-link');
		expect((await parley(other, 'restore', path)).out).toContain('made under another key');
	});

	it('what cannot be understood is said on stderr', async () => {
		const dataDir = newFolder();
		for (const words of [['retsore'], ['backup', '--all'], ['restore']]) {
			const { code, out, err } = await parley(dataDir, ...words);
			expect([words, code, out]).toEqual([words, 9, '']);
			expect(err).not.toMatch(/^ +at /m);
		}
		expect((await parley(dataDir, 'help', 'restore')).out).toContain('before-restore-');
		expect((await parley(dataDir, 'doctor', '--help')).code).toBe(0);
		const nothing = await parley(dataDir, 'restore', '/nowhere/a.backup');
		expect(nothing).toMatchObject({ code: 10, out: 'There is no file /nowhere/a.backup.\n' });
		const { code, err } = await begin(dataDir, ['backup'], { PORT: 'x' }).ended;
		expect([code, err]).toEqual([2, expect.stringContaining('PORT')]);
	});
});
