import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../../shared/plugin/plugin.ts';
import { testConfig } from '../../testing/test-server.ts';
import { folderFindings, judgeSpace, judgeSpaceBeside, nodeFindings } from './machine.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
	folders.push(folder);
	return folder;
}
const said = (found: readonly Finding[]): string[] =>
	found.map(({ level, message }) => `${level}: ${message}`);

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

it('takes a full disk beside MongoDB for no fault: messages are not on it', () => {
	const found = judgeSpaceBeside({ free: 50 * 2 ** 20, size: 2 ** 40 }, '/data');
	expect(found).toMatchObject({
		level: 'warning',
		cure: expect.stringContaining('parley backup <file>') as string,
	});
	expect(judgeSpaceBeside({ free: 2 ** 30, size: 2 ** 40 }, '/data').level).toBe('ok');
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
	it('has a key that is not used when PARLEY_KEY is set, unless that is the same one', async () => {
		const dataDir = newFolder();
		writeFileSync(join(dataDir, 'key'), 'k', { mode: 0o600 });
		const key = Buffer.alloc(32).toString('base64');
		const config = testConfig(dataDir, { key });
		expect(said(await folderFindings(config))).toEqual([
			expect.stringContaining('warning: PARLEY_KEY is set'),
		]);
		writeFileSync(join(dataDir, 'key'), `${key}\n`, { mode: 0o600 });
		expect(said(await folderFindings(config))).toEqual([
			expect.stringContaining('is closed to others'),
		]);
	});
	it('is no file', async () => {
		const file = join(newFolder(), 'file');
		writeFileSync(file, '');
		expect((await folderFindings(testConfig(file)))[0]?.level).toBe('fault');
	});
});
