import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openHouse, type House } from '../house.ts';
import { exitCodes } from '../start-failure.ts';
import { testConfig } from '../testing/test-server.ts';
import { runVerb } from './verbs.ts';

let folder: string;
let house: House;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'parley-backup-'));
	house = await openHouse(testConfig(join(folder, 'data')), resolve('build'));
});
afterEach(async () => {
	await house.close();
	rmSync(folder, { recursive: true, force: true });
});

async function backUp(path: string): Promise<[number, string]> {
	const lines: string[] = [];
	const print = (line: string): void => void lines.push(line);
	const exit = await runVerb('backup', [path], { house, url: 'http://x', print, running: false });
	return [exit, lines.join('\n')];
}

describe('a backup to a named place', () => {
	it('makes no folder, which may be a disk that is not mounted', async () => {
		const mount = join(folder, 'mnt', 'backups');
		const [exit, text] = await backUp(join(mount, 'today.backup'));
		expect(exit).toBe(exitCodes.not_writable);
		expect(text).toContain(`There is no folder ${mount}, so nothing was written. Mount its disk`);
		expect(existsSync(join(folder, 'mnt'))).toBe(false);
	});

	it('is written into a folder that is there', async () => {
		expect((await backUp(join(folder, 'today.backup')))[0]).toBe(0);
	});

	it('makes the folder of its own place', async () => {
		const ours = join(folder, 'data', 'backups');
		expect(existsSync(ours)).toBe(false);
		expect((await backUp(join(ours, 'today.backup')))[0]).toBe(0);
		expect(readdirSync(ours)).toEqual(['today.backup']);
	});
});
