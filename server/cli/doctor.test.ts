import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SinkId, TimelineId } from '../../shared/ids.ts';
import type { Finding } from '../../shared/plugin/plugin.ts';
import { saveSummary, noConversation } from '../conversations/index.ts';
import { ConfigError } from '../config.ts';
import { openHouse, type House } from '../house.ts';
import { parked, sinkPauses } from '../lanes/index.ts';
import { lock } from '../stores/sqlite/lock.ts';
import { append, newTimeline, note } from '../stores/contract/samples.ts';
import { testConfig } from '../testing/test-server.ts';
import { configFindings, doctor } from './doctor.ts';
import { backupFindings, judgeBackup } from './doctor/backups.ts';
import { folderFindings, judgeSpace, nodeFindings } from './doctor/machine.ts';
import { settingsFindings } from './doctor/settings.ts';
import { dataFindings, deliveryFindings } from './doctor/store.ts';
import { runVerb } from './verbs.ts';

const buildDir = resolve('build');
const folders: string[] = [];
const houses: House[] = [];
afterEach(async () => {
	for (const house of houses.splice(0)) await house.close();
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
	folders.push(folder);
	return folder;
}
async function newHouse(): Promise<House> {
	const house = await openHouse(testConfig(newFolder()), buildDir);
	houses.push(house);
	return house;
}
const said = (found: readonly Finding[]): string[] =>
	found.map(({ level, message }) => `${level}: ${message}`);
const noArgs = { operands: [], options: new Set<string>() };

describe('Node', () => {
	const now = Date.UTC(2026, 10, 24);
	it.each([
		['18.20.1', 'fault', 'too old'],
		['20.18.9', 'fault', 'too old'],
		['20.20.2', 'warning', 'no security updates any more (since 2026-04-30)'],
		['22.16.0', 'ok', 'supported until 2027-04-30'],
		['23.1.0', 'warning', 'no long-term version'],
		['24.2.0', 'ok', 'supported'],
		['28.0.0', 'ok', 'Node 28.0.0'],
	])('%s is %s', (version, level, message) => {
		expect(nodeFindings(version, now)).toMatchObject([
			{ level, message: expect.stringContaining(message) as string },
		]);
	});
	it('is told two months before its end', () => {
		const [finding] = nodeFindings('22.16.0', Date.UTC(2027, 2, 10));
		expect(finding).toMatchObject({
			level: 'warning',
			cure: expect.stringContaining('LTS') as string,
		});
	});
});

it.each([
	[50 * 2 ** 20, 2 ** 40, 'fault'],
	[900 * 2 ** 20, 5 * 2 ** 30, 'warning'],
	[50 * 2 ** 30, 2 ** 40, 'warning'],
	[200 * 2 ** 30, 2 ** 40, 'ok'],
	[2 ** 30, 8 * 2 ** 30, 'ok'],
])('%d bytes free of %d: %s', (free, size, level) => {
	expect(judgeSpace({ free, size }, '/data').level).toBe(level);
});

describe('the data folder', () => {
	it('is closed to others, and its key too', async () => {
		const dataDir = newFolder();
		const config = testConfig(dataDir);
		expect(said(await folderFindings(config))).toEqual([
			expect.stringContaining('is closed to others'),
		]);
		chmodSync(dataDir, 0o755);
		writeFileSync(join(dataDir, 'key'), 'k', { mode: 0o644 });
		expect(await folderFindings(config)).toMatchObject([
			{ level: 'warning', cure: `chmod 700 ${dataDir}` },
			{ level: 'fault', cure: `chmod 600 ${join(dataDir, 'key')}` },
		]);
	});
	it('has a key that is not used when PARLEY_KEY is set', async () => {
		const dataDir = newFolder();
		writeFileSync(join(dataDir, 'key'), 'k', { mode: 0o600 });
		const key = Buffer.alloc(32).toString('base64');
		expect(said(await folderFindings(testConfig(dataDir, { key })))).toEqual([
			expect.stringContaining('warning: PARLEY_KEY is set'),
		]);
	});
	it('is no file', async () => {
		const file = join(newFolder(), 'file');
		writeFileSync(file, '');
		expect((await folderFindings(testConfig(file)))[0]?.level).toBe('fault');
	});
});

it.each([
	[{}, 'this machine only'],
	[{ host: '0.0.0.0' }, 'HOST=0.0.0.0 opens the server'],
	[{ publicUrl: 'http://chat.example.com' }, 'plain http'],
	[{ publicUrl: 'https://chat.example.com', host: '0.0.0.0' }, 'TRUST_PROXY=loopback'],
	[{ publicUrl: 'https://chat.example.com', trustProxy: 'true' }, 'claim any address'],
	[{ publicUrl: 'https://chat.example.com', trustProxy: '1' }, 'claim any address'],
] as const)('settings %j give a warning', (more, sentence) => {
	const found = settingsFindings(testConfig('/data', { storeSync: 'full', ...more }));
	const warnings = found.filter(({ level }) => level === 'warning');
	expect(said(warnings)).toEqual([expect.stringContaining(sentence)]);
});

it('has nothing to say of sound settings', () => {
	const more = { publicUrl: 'https://chat.example.com', storeSync: 'full' } as const;
	expect(said(settingsFindings(testConfig('/data', more)))).toEqual([
		'ok: Browsers reach it at https://chat.example.com.',
	]);
});

describe('backups', () => {
	const now = Date.UTC(2026, 10, 24);
	const day = 24 * 3_600_000;
	it('are missed, fresh or old', () => {
		expect(judgeBackup(null, now).level).toBe('warning');
		expect(judgeBackup({ path: 'a', at: now - 7 * day }, now).level).toBe('ok');
		expect(judgeBackup({ path: 'a', at: now - 9 * day }, now)).toMatchObject({
			level: 'warning',
			message: 'The newest backup is 9 days old (a).',
		});
	});
	it('are found in their folder and by the note of one that was written elsewhere', async () => {
		const dataDir = newFolder();
		writeFileSync(join(dataDir, 'parley.db'), '');
		mkdirSync(join(dataDir, 'backups'));
		const file = join(dataDir, 'backups', 'a.backup');
		writeFileSync(file, '');
		utimesSync(file, (now - 20 * day) / 1000, (now - 20 * day) / 1000);
		expect(said(await backupFindings(dataDir, now))[0]).toContain('20 days old');
		const note = { path: '/mnt/b.backup', madeAt: new Date(now - day).toISOString() };
		writeFileSync(join(dataDir, 'last-backup.json'), JSON.stringify(note));
		expect(said(await backupFindings(dataDir, now))[0]).toContain('1 day old (/mnt/b.backup)');
	});
	it('leave folders of restores, which are named', async () => {
		const dataDir = newFolder();
		mkdirSync(join(dataDir, 'restoring'));
		mkdirSync(join(dataDir, 'before-restore-2026-01-01T00-00-00'));
		expect(said(await backupFindings(dataDir, now))).toEqual([
			expect.stringContaining('A restore was interrupted'),
			expect.stringContaining('holds the data of before a restore'),
		]);
	});
});

describe('the data', () => {
	it('have no owner and a site without origins at first', async () => {
		const house = await newHouse();
		expect(said(await dataFindings(house, Date.now()))).toEqual([
			'warning: Nobody is owner yet, so nobody can answer.',
			expect.stringContaining('"My shop": it lists no origins'),
		]);
	});

	it('are not of the future', async () => {
		const house = await newHouse();
		const [site] = house.sites.all();
		const id = 'v_1.1' as TimelineId as ReturnType<typeof noConversation>['id'];
		const open = { site: site!.id, visitor: 'v_1', source: 'launcher' } as never;
		const lastAt = Date.UTC(2040, 0, 1);
		await saveSummary(house.store, {
			...noConversation(id),
			seq: 1,
			status: 'ended',
			open,
			lastAt,
		});
		const found = await dataFindings(house, Date.now());
		expect(said(found).at(-1)).toMatch(/^fault: The newest message is of the future \(2040/);
	});

	it('name what does not get to its destination', async () => {
		const house = await newHouse();
		const { store } = house;
		expect(said(await deliveryFindings(house, true))).toEqual([
			'ok: Nothing hangs on its way to a destination.',
		]);
		const [down, gone, bad] = ['slack:T1', 'hook:2', 'hook:3'] as SinkId[];
		const timeline = newTimeline();
		await append(store, timeline, note({ sinks: [down!, gone!, bad!] }));
		await store.put(sinkPauses, {
			id: down!,
			since: Date.UTC(2026, 0, 1),
			until: null,
			problem: 'token revoked',
			probes: 0,
			byBreaker: false,
		});
		const lane = await store.lease(bad!, timeline, Date.now(), Date.now());
		await store.settle(lane!, { cursor: 0, dueAt: 0, tries: 4, problem: 'answered 500' });
		await store.put(parked, {
			id: 'x',
			sink: bad!,
			timeline,
			seq: 1,
			problem: 'too long',
			tries: 9,
			at: 1,
		});
		const found = said(await deliveryFindings(house, true)).join('\n');
		expect(found).toContain(
			'fault: slack:T1 takes nothing since 2026-01-01T00:00:00.000Z: token revoked',
		);
		expect(found).toContain('hook:2 is owed events of 1 conversation, and its plugin does not run');
		expect(found).toContain('failed 4 times (answered 500)');
		expect(found).toContain('1 event could not be delivered to hook:3 and is parked');
	});
});

describe('as a whole', () => {
	it('prints findings with their cures and ends with 1 at a fault', async () => {
		const house = await newHouse();
		const lines: string[] = [];
		const context = {
			house,
			url: 'http://x',
			print: (line: string) => void lines.push(line),
			running: true,
			findings: () =>
				Promise.resolve([{ level: 'fault' as const, message: 'No token.', cure: 'Give it.' }]),
		};
		expect(await runVerb('doctor', [], context)).toBe(1);
		expect(lines).toContain('fault    No token.');
		expect(lines).toContain('         -> Give it.');
		expect(lines.at(-1)).toMatch(/^1 fault, \d+ warnings\.$/);
		const { findings: _, ...without } = context;
		lines.length = 0;
		expect(await runVerb('doctor', ['--full', '--json'], without)).toBe(0);
		const found = JSON.parse(lines.join('\n')) as Finding[];
		expect(said(found)).toContain('ok: Every page of the database and every number is sound.');
	});

	it('makes nothing where there is nothing', async () => {
		const dataDir = newFolder();
		const lines: string[] = [];
		const config = testConfig(join(dataDir, 'none'));
		const print = (line: string) => void lines.push(line);
		const { signal } = new AbortController();
		expect(await doctor.onFolder?.({ config, buildDir, print, signal }, noArgs)).toBe(0);
		expect(lines.join('\n')).toContain('There are no data');
		expect(readdirSync(dataDir)).toEqual([]);
	});

	it('says what to do with a folder that another process holds, and with a damaged one', async () => {
		const dataDir = newFolder();
		writeFileSync(join(dataDir, 'parley.db'), Buffer.alloc(8192, 'x'));
		const lines: string[] = [];
		const config = testConfig(dataDir);
		const print = (line: string) => void lines.push(line);
		const { signal } = new AbortController();
		const release = await lock(dataDir);
		expect(await doctor.onFolder?.({ config, buildDir, print, signal }, noArgs)).toBe(1);
		expect(lines.join('\n')).toContain('does not answer the command line');
		release();
		lines.length = 0;
		expect(await doctor.onFolder?.({ config, buildDir, print, signal }, noArgs)).toBe(1);
		expect(lines.join('\n')).toMatch(/fault .*damaged[^]*-> Restore a backup/);
	});

	it('takes settings that cannot be used for faults', () => {
		const lines: string[] = [];
		const error = new ConfigError(['PORT: must be a number']);
		expect(configFindings(error, (line) => void lines.push(line))).toBe(1);
		expect(lines[0]).toBe('fault    PORT: must be a number');
	});
});
