import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { collections } from '../house.ts';
import { openData } from '../open-data.ts';
import { testConfig } from '../testing/test-server.ts';
import { movedNotePath, readMovedNote, removeMovedNote, writeMovedNote } from './moved-note.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'parley-moved-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const open = () =>
	openData({ ...testConfig(dataDir), storeUrl: null, key: null }, collections, resolve('build'));

test('a folder whose data are in MongoDB is not started without STORE_URL', async () => {
	writeMovedNote(dataDir, 'mongodb://db.example.com/parley');
	await expect(open()).rejects.toMatchObject({
		code: 'moved',
		message: expect.stringMatching(
			/mongodb:\/\/db\.example\.com\/parley.*STORE_URL.*moved-to-mongodb/s,
		) as string,
	});
	expect(readMovedNote(dataDir)).toBe('mongodb://db.example.com/parley');
});

test('and is, once somebody says that its own database is meant', async () => {
	removeMovedNote(dataDir);
	expect(readMovedNote(dataDir)).toBeNull();
	const opened = await open();
	await opened.close();
	expect(movedNotePath(dataDir)).toContain(dataDir);
});

test('a note that cannot be read does not count as none', () => {
	mkdirSync(movedNotePath(dataDir));
	expect(() => readMovedNote(dataDir)).toThrow('EISDIR');
});
