import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDriver } from './driver.ts';
import {
	aMessage,
	aTimeline,
	newDisk,
	newFolder,
	openForTest,
	startChild,
	tidyUp,
} from './open-for-test.ts';
import { openFileBlobs } from './file-blobs.ts';
import { schemaVersion } from './schema.ts';

afterEach(tidyUp);

async function usedFolder(): Promise<string> {
	const dataDir = newFolder();
	const store = await openForTest(dataDir);
	for (let seq = 0; seq < 60; seq += 20) {
		const events = Array.from({ length: 20 }, (_, i) => aMessage(seq + i + 1));
		await store.append(aTimeline, seq, events);
	}
	await store.close();
	return dataDir;
}

async function change(dataDir: string, sql: string): Promise<void> {
	const db = (await loadDriver())(join(dataDir, 'parley.db'));
	db.exec(sql);
	db.close();
}

describe('opening a data folder', () => {
	it('refuses the database of a newer version, and leaves it alone', async () => {
		const dataDir = await usedFolder();
		await change(dataDir, `PRAGMA user_version = ${schemaVersion + 1}`);
		const refused = openForTest(dataDir);
		await expect(refused).rejects.toMatchObject({ code: 'newer_version' });
		await expect(refused).rejects.toThrow('written by a newer Parley');
		await change(dataDir, `PRAGMA user_version = ${schemaVersion}`);
		const store = await openForTest(dataDir);
		expect(await store.head(aTimeline)).toEqual({ seq: 60, vseq: 60 });
	});

	it('says damaged for a file that is no database', async () => {
		const dataDir = newFolder();
		writeFileSync(join(dataDir, 'parley.db'), 'This is a letter to my aunt. '.repeat(500));
		await expect(openForTest(dataDir)).rejects.toMatchObject({ code: 'damaged' });
	});

	it('says damaged for a database that is not of Parley, and adds nothing to it', async () => {
		const dataDir = newFolder();
		await change(dataDir, 'CREATE TABLE recipes (name TEXT)');
		await expect(openForTest(dataDir)).rejects.toMatchObject({ code: 'damaged' });
		const db = (await loadDriver())(join(dataDir, 'parley.db'));
		expect(db.rows('SELECT name FROM sqlite_schema')).toEqual([['recipes']]);
		db.close();
	});

	it('says damaged when the schema cannot be read', async () => {
		const dataDir = await usedFolder();
		truncateSync(join(dataDir, 'parley.db'), 4096);
		await expect(openForTest(dataDir)).rejects.toMatchObject({ code: 'damaged' });
	});

	it('finds the damage behind a sound beginning in check', async () => {
		const dataDir = await usedFolder();
		const db = (await loadDriver())(join(dataDir, 'parley.db'));
		const page = Number(db.value("SELECT rootpage FROM sqlite_schema WHERE name = 'events_seq'"));
		db.close();
		const place = ['bs=4096', `seek=${page - 1}`, 'count=1', 'conv=notrunc'];
		execFileSync('dd', ['if=/dev/zero', `of=${join(dataDir, 'parley.db')}`, ...place], {
			stdio: 'ignore',
		});
		const store = await openForTest(dataDir);
		expect((await store.check()).join()).toContain('damaged');
	});

	it('finds holes in the numbers and lanes without events in check', async () => {
		const dataDir = await usedFolder();
		await change(
			dataDir,
			`DELETE FROM events WHERE seq = 40;
			INSERT INTO timelines (n, id) VALUES (7, 'v7.1');
			INSERT INTO events SELECT n + 100, 7, seq, v + 1, at, type, author_kind, author_id, via,
				client_id, target, sinks, body, erased_at FROM events WHERE seq < 3;
			INSERT INTO lanes VALUES ('index', 1, 0, 99, 0, 0, 0, NULL, 0)`,
		);
		const store = await openForTest(dataDir);
		expect(await store.check()).toEqual([
			'Timeline v1.1: seq 41 stands where 40 should.',
			'Timeline v7.1: vseq 2 stands where 1 should.',
			'The lane of index over v1.1 owes an event that does not exist.',
		]);
	});

	it('refuses a folder that the system will not make, and does not try for ever', async () => {
		await expect(openForTest('/proc/nowhere/deep')).rejects.toMatchObject({ code: 'not_writable' });
	});

	it('says not writable where the folder cannot be', async () => {
		const file = join(newFolder(), 'file');
		writeFileSync(file, '');
		const refused = openForTest(join(file, 'data'));
		await expect(refused).rejects.toMatchObject({ code: 'not_writable' });
		await expect(refused).rejects.toThrow('cannot write in the data folder');
		await expect(openFileBlobs(file)).rejects.toMatchObject({ code: 'not_writable' });
	});

	it('says not writable on a disk that is mounted read-only', async () => {
		const disk = newDisk('4m');
		if (disk === null) return;
		const { child, lines } = startChild(disk, 'open'); // whose end closes every file at once
		await lines.next();
		child.kill('SIGKILL');
		await once(child, 'exit');
		execFileSync('mount', ['-o', 'remount,ro', disk]);
		await expect(openForTest(disk)).rejects.toMatchObject({ code: 'not_writable' });
	});

	it('says no space on a full disk', async () => {
		const disk = newDisk('64k');
		if (disk === null) return;
		const refused = openForTest(disk);
		await expect(refused).rejects.toMatchObject({ code: 'no_space' });
		await expect(refused).rejects.toThrow('Make room');
	});

	it('makes indexes anew that are declared otherwise, and keeps ones that are declared no more', async () => {
		const dataDir = newFolder();
		const things = (indexes: Record<string, { fields: string[] }>) => [{ name: 'things', indexes }];
		const open = async (indexes: Record<string, { fields: string[] }>) =>
			openForTest(dataDir, { collections: things(indexes) });
		await (await open({ a: { fields: ['one'] }, b: { fields: ['two'] } })).close();
		await (await open({ a: { fields: ['one', 'three'] } })).close();
		const db = (await loadDriver())(join(dataDir, 'parley.db'), 'read');
		expect(
			db.rows("SELECT name, sql LIKE '%three%' FROM sqlite_schema WHERE name LIKE 'c_things:%'"),
		).toEqual([
			['c_things:b', 0],
			['c_things:a', 1],
		]);
		db.close();
	});
});
