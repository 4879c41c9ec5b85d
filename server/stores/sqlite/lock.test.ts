import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from './lock.ts';
import { newFolder, openForTest, startChild, tidyUp } from './open-for-test.ts';

afterEach(tidyUp);

describe('the lock of a data folder', () => {
	it('refuses a second process at once, with a sentence', async () => {
		const dataDir = newFolder();
		const { lines } = startChild(dataDir, 'open');
		expect((await lines.next()).value).toBe('open');

		expect(await tryLock(dataDir)).toBeNull();
		const refused = openForTest(dataDir);
		await expect(refused).rejects.toMatchObject({ code: 'locked' });
		await expect(refused).rejects.toThrow(`Another Parley is using the data folder ${dataDir}.`);
	});

	it('is free right after kill -9 of its owner', async () => {
		const dataDir = newFolder();
		const { child, lines } = startChild(dataDir, 'open');
		await lines.next();
		child.kill('SIGKILL');
		await once(child, 'exit');
		const store = await openForTest(dataDir);
		expect(await store.health()).toEqual({ ok: true });
	});

	it('is held as long as the store is open, and no longer', async () => {
		const dataDir = newFolder();
		const store = await openForTest(dataDir);
		expect((await startChild(dataDir, 'lock').lines.next()).value).toBe('taken');
		expect(await tryLock(dataDir)).toBeNull();
		await store.close();
		expect((await startChild(dataDir, 'lock').lines.next()).value).toBe('free');
	});

	it('is given back when the store could not be opened', async () => {
		const dataDir = newFolder();
		await expect(openForTest(dataDir, { writerPath: '/nowhere.js' })).rejects.toThrow();
		const release = await tryLock(dataDir);
		expect(release).not.toBeNull();
		release!();
	});

	it('makes the folder for its owner alone', async () => {
		const dataDir = join(newFolder(), 'deep/data');
		await openForTest(dataDir);
		expect(statSync(dataDir).mode & 0o777).toBe(0o700);
	});
});
