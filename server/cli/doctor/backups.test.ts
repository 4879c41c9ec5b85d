import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../../shared/plugin/plugin.ts';
import { backupFindings, judgeBackup } from './backups.ts';

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
		expect(said(await backupFindings({ dataDir, storeUrl: null }, now))[0]).toContain(
			'20 days old',
		);
		const note = { path: '/mnt/b.backup', madeAt: new Date(now - day).toISOString() };
		writeFileSync(join(dataDir, 'last-backup.json'), JSON.stringify(note));
		expect(said(await backupFindings({ dataDir, storeUrl: null }, now))[0]).toContain(
			'1 day old (/mnt/b.backup)',
		);
	});
	it('leave folders of restores, which are named', async () => {
		const dataDir = newFolder();
		mkdirSync(join(dataDir, 'restoring'));
		mkdirSync(join(dataDir, 'before-restore-2026-01-01T00-00-00'));
		expect(said(await backupFindings({ dataDir, storeUrl: null }, now))).toEqual([
			expect.stringContaining('A restore was interrupted'),
			expect.stringContaining('holds the data of before a restore'),
		]);
	});
});
