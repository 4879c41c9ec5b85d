import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { begin, contentsOf, fill, newFolder, parley, removeFolders } from './parley-command.ts';

const rounds = process.env['FAULTS'] === 'full' ? 60 : 8;
jest.setTimeout(30_000 + rounds * 15_000);
afterAll(removeFolders);

test('a restore that is killed anywhere leaves the old data or the new ones, and can be run again', async () => {
	const source = newFolder();
	await fill(source, 'new', 300);
	const path = join(newFolder(), 'a.backup');
	expect((await parley(source, 'backup', path)).code).toBe(0);
	const after = (await contentsOf(source)).all;
	const used = newFolder();
	await fill(used, 'old', 100);
	const before = (await contentsOf(used)).all;

	const trial = newFolder();
	cpSync(used, trial, { recursive: true });
	const startedAt = performance.now();
	expect((await parley(trial, 'restore', path, '--replace')).code).toBe(0);
	const wholeMs = performance.now() - startedAt;

	const seen = { old: 0, new: 0, newAndKilled: 0 };
	for (let round = 0; round < rounds; round += 1) {
		const dataDir = newFolder();
		cpSync(used, dataDir, { recursive: true });
		const restore = begin(dataDir, ['restore', path, '--replace']);
		const isAtChange = round % 2 === 1;
		if (isAtChange) await untilAside(dataDir);
		// Most of the time is the start of the command; the change itself takes some milliseconds.
		const killAt = isAtChange ? Math.random() * 12 : wholeMs * (0.3 + 0.75 * Math.random());
		const timer = setTimeout(() => restore.kill('SIGKILL'), killAt);
		const { code } = await restore.ended;
		clearTimeout(timer);
		const found = await contentsOf(dataDir);
		expect(found.damage).toEqual([]);
		const isNew = found.all.length === after.length;
		seen[isNew ? 'new' : 'old'] += 1;
		if (isNew && code === null) seen.newAndKilled += 1;
		expect([killAt, found.all]).toEqual([killAt, isNew ? after : before]);

		expect(await parley(dataDir, 'restore', path, '--replace')).toMatchObject({ code: 0 });
		expect((await contentsOf(dataDir)).all).toEqual(after);
	}
	console.log(`killed ${rounds} restores of ${Math.round(wholeMs)} ms: ${JSON.stringify(seen)}`);
});

/** The moment at which the old data get their second names. */
async function untilAside(dataDir: string): Promise<void> {
	while (!readdirSync(dataDir).some((name) => name.startsWith('before-restore-'))) {
		await new Promise((done) => setImmediate(done));
	}
}
