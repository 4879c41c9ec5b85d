import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
import { dataFindings, deliveryFindings, ownFindings } from './doctor/store.ts';
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

describe('the data', () => {
	it('have no owner and a site without origins at first', async () => {
		const house = await newHouse();
		expect(said(ownFindings(house))).toEqual([
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
