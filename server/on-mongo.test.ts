import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Finding } from '../shared/plugin/plugin.ts';
import { doctor } from './cli/doctor.ts';
import { runVerb } from './cli/verbs.ts';
import type { Config } from './config.ts';
import { openHouse } from './house.ts';
import { start, type Parley } from './main.ts';
import { holdsParley } from './stores/mongo/look.ts';
import { openGate, type Gate } from './stores/mongo/testing/gate.ts';
import { dropDatabase } from './stores/mongo/testing/open-for-test.ts';
import {
	describeMongo,
	freshDatabaseUrl,
	isStandalone,
	mongoTestUrl,
} from './stores/mongo/testing/test-url.ts';
import { askControl } from './system/control.ts';
import { testConfig } from './testing/test-server.ts';

const buildDir = resolve('build');
const folders: string[] = [];
const urls: string[] = [];
const running: Parley[] = [];
afterEach(async () => {
	for (const parley of running.splice(0)) await parley.close();
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
	for (const url of urls.splice(0)) await dropDatabase(url);
});

function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'parley-mongo-'));
	folders.push(folder);
	return folder;
}
function newUrl(): string {
	const url = freshDatabaseUrl();
	urls.push(url);
	return url;
}
const configOf = (storeUrl: string, dataDir = newFolder()): Config =>
	testConfig(dataDir, {
		storeUrl,
		key: Buffer.alloc(32, 'k').toString('base64'),
		allowStandalone: isStandalone,
	});
async function started(config: Config): Promise<Parley> {
	const parley = await start(config, buildDir);
	running.push(parley);
	return parley;
}
async function stop(parley: Parley): Promise<void> {
	running.splice(running.indexOf(parley), 1);
	await parley.close();
}
const said = (found: readonly Finding[]): string =>
	found.map(({ level, message }) => `${level}: ${message}`).join('\n');
async function examine(config: Config): Promise<Finding[]> {
	const lines: string[] = [];
	const print = (line: string): void => void lines.push(line);
	const { signal } = new AbortController();
	const args = { operands: [], options: new Set(['json', 'full']) };
	await doctor.onFolder?.({ config, buildDir, print, signal }, args);
	return JSON.parse(lines.join('\n')) as Finding[];
}

describeMongo('a server on MongoDB', () => {
	it('keeps its data there, and needs the folder for no more than its lock and socket', async () => {
		const config = configOf(newUrl());
		const first = await started(config);
		const code = first.ownerLink?.split('#')[1];
		const body = { code, name: 'Mira', email: 'mira@example.com', password: 'a long password' };
		const setUp = await post(`${first.url}/api/setup`, body);
		expect(setUp.status).toBe(200);
		const names = readdirSync(config.dataDir).filter((name) => !name.startsWith('lock.db'));
		expect(names.sort()).toEqual(['control.sock', 'moved-to-mongodb']);
		await stop(first);
		const elsewhere = await started({ ...config, dataDir: newFolder() });
		expect(elsewhere.ownerLink).toBeNull();
	});

	it('refuses a folder that another server holds, whatever its database', async () => {
		const config = configOf(newUrl());
		await started(config);
		await expect(start({ ...config, storeUrl: newUrl() }, buildDir)).rejects.toMatchObject({
			code: 'locked',
		});
		await expect(start({ ...config, storeUrl: null }, buildDir)).rejects.toMatchObject({
			code: 'moved',
		});
	});

	it('warns of another one on the same database, and so does doctor', async () => {
		const config = configOf(newUrl());
		const first = await started(config);
		expect(first.warnings.join()).not.toContain('same database');
		const second = await started({ ...config, dataDir: newFolder() });
		const name = `process ${process.pid} on ${hostname()}`;
		expect(second.warnings.join()).toContain(`uses the same database (${name})`);
		const third = { ...config, dataDir: newFolder() };
		expect(said(await examine(third))).toContain('warning: Other servers use the same database');
		await stop(second);
		expect(said(await examine(third))).toContain('warning: Another server uses the same database');
		await stop(first);
		expect(said(await examine(third))).not.toContain('same database');
	});

	it('is looked at by doctor without a word about files of a database', async () => {
		const config = configOf(newUrl());
		await stop(await started(config));
		const text = said(await examine(config));
		expect(text).toMatch(/^ok: MongoDB \d+\.\d+.*$/m);
		expect(text).toMatch(/^ok: One write took [\d.]+ ms until a majority had it/m);
		expect(text).toContain('ok: The store takes writes.');
		expect(text).toContain('ok: Every document and every number is sound.');
		expect(text).not.toMatch(/parley\.db|page of the database|STORE_SYNC=normal: the last/);
	});

	it('is not made by a look of doctor', async () => {
		const url = freshDatabaseUrl();
		const found = said(await examine(configOf(url)));
		expect(found).toContain('warning: There are no data in mongodb://');
		expect(await holdsParley({ url, allowStandalone: isStandalone })).toBe(false);
	});

	it('takes over at once what it had leased when it ended', async () => {
		const config = configOf(newUrl());
		const house = await openHouse(config, buildDir);
		const sink = 'file:1' as never;
		const timeline = 'v_1.1' as never;
		const event = {
			vseq: 1,
			audience: 'visitor',
			at: 1,
			type: 'message',
			author: { kind: 'visitor', id: 'v_1' },
			clientId: null,
			target: null,
			sinks: [sink],
			body: { text: 'hi' },
		} as never;
		await house.store.append(timeline, 0, [event]);
		const now = Date.now();
		expect(await house.store.lease(sink, timeline, now, now + 3_600_000)).not.toBeNull();
		await house.close();

		const other = await openHouse({ ...config, dataDir: newFolder() }, buildDir);
		await other.store.dropLeases();
		expect(await other.store.dueLanes(sink, now, 10)).toEqual([]);
		await other.close();
		const again = await openHouse(config, buildDir);
		await again.store.dropLeases();
		expect(await again.store.dueLanes(sink, now, 10)).toMatchObject([{ timeline, owed: 1 }]);
		await again.close();
	});

	it('carries the verbs of the command line out on it', async () => {
		const config = configOf(newUrl());
		const house = await openHouse(config, buildDir);
		const lines: string[] = [];
		const print = (line: string): void => void lines.push(line);
		const context = { house, url: 'http://x', print, running: false };
		expect(await runVerb('owner-link', [], context)).toBe(0);
		expect(await runVerb('snippet', [], context)).toBe(0);
		expect(await runVerb('plugin', [], context)).toBe(0);
		expect(await runVerb('repair', [], context)).toBe(0);
		expect(await runVerb('backup', [join(config.dataDir, 'a.backup')], context)).toBe(0);
		expect(lines.join('\n')).toMatch(/setup#[^]*widget\.js[^]*the store is sound[^]*a\.backup/);
		expect(lines.join('\n')).toContain('need the key that is in PARLEY_KEY now');
		await house.close();
	});
});

describeMongo('while MongoDB is away', () => {
	let gate: Gate;
	beforeEach(async () => {
		gate = await openGate(mongoTestUrl() ?? '');
	});
	afterEach(() => gate.shut());

	it('the server is not ready and refuses in words, and goes on by itself afterwards', async () => {
		const config = configOf(gate.through(newUrl()));
		const parley = await started(config);
		expect(await ready(parley)).toEqual([200, 'ok\n']);
		await gate.shut();
		const away = await until(async () => {
			const answer = await ready(parley);
			return answer[0] === 503 ? answer : null;
		});
		expect(away[1]).toContain('MongoDB');
		expect((await fetch(`${parley.url}/healthz`)).status).toBe(503);
		const login = { email: 'mira@example.com', password: 'a long password' };
		const refused = await post(`${parley.url}/api/sign-in`, login);
		expect(refused.status).toBe(503);
		expect(await refused.json()).toMatchObject({
			error: {
				code: 'busy',
				message: expect.stringContaining('cannot reach its database') as string,
				retryMs: 2000,
			},
		});
		await gate.open();
		await until(async () => ((await ready(parley))[0] === 200 ? true : null));
		await until(async () =>
			(await post(`${parley.url}/api/sign-in`, login)).status === 401 ? true : null,
		);
	});

	it('the command line says so, and doctor what it knows all the same', async () => {
		const config = configOf(gate.through(newUrl()));
		await started(config);
		await gate.shut();
		const ask = async (verb: string, ...words: string[]): Promise<[number | null, string]> => {
			const lines: string[] = [];
			const exit = await askControl(config.dataDir, verb, words, (line) => lines.push(line));
			return [exit, lines.join('\n')];
		};
		const backup = ['backup', join(config.dataDir, 'a.backup')];
		for (const [verb = '', ...words] of [backup, ['repair'], ['plugin'], ['owner-link']]) {
			const [exit, text] = await ask(verb, ...words);
			expect(text).toMatch(
				/MongoDB at mongodb:\/\/127\S+ cannot be reached now.*goes on by itself/,
			);
			expect([verb, exit]).toEqual([verb, 12]);
		}
		const [exit, text] = await ask('doctor');
		expect(exit).toBe(1);
		expect(text).toMatch(
			/^fault +MongoDB at mongodb:\/\/127\S+ cannot be reached now.*\n +-> See/m,
		);
		expect(text).toMatch(/^ok +The server is running/m);
		expect(text).toMatch(/^warning +Nobody is owner yet/m);
	});

	it('the server ends within two seconds', async () => {
		const parley = await started(configOf(gate.through(newUrl())));
		await gate.shut();
		await until(async () => ((await ready(parley))[0] === 503 ? true : null));
		// What waits for the database is under way then.
		const waiting = fetch(`${parley.url}/api/me`, { headers: { cookie: 'parley_session=x' } });
		const startedAt = performance.now();
		await stop(parley);
		expect(performance.now() - startedAt).toBeLessThan(2000);
		await waiting.catch(() => undefined);
	});

	it('a start ends within seconds, says what to do and shows no password', async () => {
		const url = gate.through(newUrl()).replace(/\/\/([^@/]*@)?/, '//chat:hunter2@');
		await gate.shut();
		const startedAt = performance.now();
		const failure = start(configOf(url), buildDir);
		await expect(failure).rejects.toMatchObject({ code: 'unreachable' });
		expect(performance.now() - startedAt).toBeLessThan(9000);
		await expect(failure).rejects.toThrow(/^MongoDB at mongodb:\/\/127.*Check that it runs/);
		await expect(failure).rejects.not.toThrow('hunter2');
	});
});

const post = (url: string, body: unknown): Promise<Response> =>
	fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
async function ready({ url }: Parley): Promise<[number, string]> {
	const answer = await fetch(`${url}/readyz`);
	return [answer.status, await answer.text()];
}
async function until<T>(look: () => Promise<T | null>): Promise<T> {
	for (const deadline = Date.now() + 40_000; ;) {
		const found = await look();
		if (found !== null) return found;
		if (Date.now() > deadline) throw new Error('It did not come to that.');
		await new Promise((done) => {
			setTimeout(done, 50);
		});
	}
}
