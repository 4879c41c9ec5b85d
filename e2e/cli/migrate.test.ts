import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dropDatabase } from '../../server/stores/mongo/testing/open-for-test.ts';
import { describeMongo } from '../../server/stores/mongo/testing/test-url.ts';
import { startServer } from '../server-process.ts';
import { begin, fill, newFolder, parley, removeFolders } from './parley-command.ts';
import {
	beginAt,
	databases,
	mongoEnv,
	newPlace,
	placeContents,
	untilHalf,
	type Place,
} from './places.ts';

jest.setTimeout(120_000);
afterAll(async () => {
	removeFolders();
	await Promise.all(databases.splice(0).map(dropDatabase));
});

const migrate = (from: Place, to: Place) => beginAt(from, to).ended;
async function filledFolder(): Promise<Place> {
	const text = newFolder();
	await fill(text, 'm', 30);
	return { kind: 'sqlite', text };
}

it('moves a folder, and says what was compared, what to do next and where the key must be', async () => {
	const from = await filledFolder();
	await parley(from.text, 'owner-link');
	const to = newPlace('sqlite');
	const { code, out } = await migrate(from, to);
	expect(code).toBe(0);
	expect(out).toContain('30 conversations, 300 events');
	expect(out).toMatch(/^ {2}events +300 {2}([0-9a-f]{12}) +300 {2}\1 {2}the same$/m);
	expect(out).toMatch(/^ {2}files +30 {2}([0-9a-f]{12}) +30 {2}\1 {2}the same$/m);
	expect(out).toContain(`Set DATA_DIR=${to.text}`);
	expect(out).toContain(`Copy the key (${join(from.text, 'key')}) to ${join(to.text, 'key')}`);
	expect(out).not.toContain(readFileSync(join(from.text, 'key'), 'utf8').trim());
	expect(await placeContents(to)).toEqual(await placeContents(from));
	expect(await migrate(from, to)).toMatchObject({ code: 10 });
});

it('says that it may not look, where it may not, and doctor too', async () => {
	const from = await filledFolder();
	// Root may look into everything, so another user has to ask then.
	const me = process.getuid?.() ?? 0;
	const asking = me === 0 ? 65534 : me;
	const user = me === 0 ? asking : undefined;
	chmodSync(from.text, me === 0 ? 0o700 : 0);
	const words = ['migrate', '--from', from.text, '--to', join(from.text, '../to')];
	const migrating = await begin(from.text, words, {}, user).ended;
	expect([migrating.code, migrating.out]).toEqual([
		6,
		expect.stringContaining('Permission denied') as string,
	]);
	const looking = await begin(from.text, ['doctor'], {}, user).ended;
	expect([looking.code, looking.err]).toEqual([1, '']);
	chmodSync(from.text, 0o700);
	expect(looking.out).toContain(`This user (${asking}) may not write in ${from.text}.`);
	expect(looking.out).toContain('-> Run Parley as the user who owns the folder');
	expect(looking.out).not.toContain('There are no data');
});

it('is refused while a server runs on the source, and nothing is made', async () => {
	const from = await filledFolder();
	const to = newPlace('sqlite');
	const server = await startServer({ dataDir: from.text });
	const { code, out, err } = await migrate(from, to);
	expect([code, existsSync(to.text)]).toEqual([3, false]);
	expect(out + err).toContain('Stop it first');
	await server.kill('SIGKILL');
});

it('says what it cannot understand, without the password in it', async () => {
	const dataDir = newFolder();
	for (const words of [
		['--from', dataDir],
		['--from', dataDir, '--to', dataDir],
		['--from', 'redis://u:secret@h', '--to', dataDir],
		['--from', 'mongodb://u:secret:more@h', '--to', dataDir],
	]) {
		const { code, out, err } = await parley(dataDir, 'migrate', ...words);
		expect([words, code, out]).toEqual([words, 9, '']);
		expect(err).toContain('Usage: parley migrate --from <place> --to <place>');
		expect(err).not.toContain('secret');
	}
	const nothing = await parley(dataDir, 'migrate', '--from', dataDir, '--to', newFolder());
	expect(nothing).toMatchObject({ code: 10, out: expect.stringContaining('no data') as string });
});

describeMongo('with MongoDB', () => {
	it('stops at Ctrl-C, starts no server on half a copy, and goes on with the same words', async () => {
		const from = await filledFolder();
		await parley(from.text, 'owner-link');
		const to = newPlace('mongodb');
		const key = readFileSync(join(from.text, 'key'), 'utf8').trim();
		const env = { ...mongoEnv, STORE_URL: to.text, PARLEY_KEY: key };
		const migrating = beginAt(from, to);
		await untilHalf(to, migrating);
		migrating.kill('SIGINT');
		const { code, out } = await migrating.ended;
		// It may have been faster than our look.
		if (code !== 0) {
			expect([code, out]).toEqual([130, expect.stringContaining('goes on where it was') as string]);
			const server = await begin(newFolder(), ['owner-link'], env).ended;
			expect(server.err).toContain('half a copy');
			expect((await migrate(from, to)).out).toContain('goes on');
		}
		expect(await placeContents(to)).toEqual(await placeContents(from));
		expect((await begin(newFolder(), ['owner-link'], env).ended).code).toBe(0);
	});

	it('says one way to go on, which leaves the key where it is, and compares when it is given again', async () => {
		const from = await filledFolder();
		await parley(from.text, 'owner-link');
		const to = newPlace('mongodb');
		const { out } = await migrate(from, to);
		const key = join(from.text, 'key');
		expect(out).toContain(`Set PARLEY_KEY_FILE=${key}, and keep a copy`);
		expect(out).toContain(
			`Leave DATA_DIR=${from.text} as it is. parley.db and blobs/ in it are the old data`,
		);
		expect(out).toContain('delete these two and nothing else');
		const again = await migrate(from, to);
		expect([again.code, again.out]).toEqual([
			10,
			expect.stringContaining('these very data') as string,
		]);
		// As it was said.
		for (const name of ['parley.db', 'blobs']) rmSync(join(from.text, name), { recursive: true });
		const env = { ...mongoEnv, STORE_URL: to.text, PARLEY_KEY_FILE: key };
		const doctor = await begin(from.text, ['doctor'], env).ended;
		expect([doctor.code, doctor.err]).toEqual([0, '']);
		expect(doctor.out).not.toContain('is not used');
	});

	it('a backup of a folder is restored into a database, and not over one', async () => {
		const from = await filledFolder();
		const path = join(newFolder(), 'a.backup');
		await parley(from.text, 'backup', path);
		const to = newPlace('mongodb');
		const env = {
			...mongoEnv,
			STORE_URL: to.text,
			PARLEY_KEY: Buffer.alloc(32).toString('base64'),
		};
		const restore = (...words: string[]) => begin(newFolder(), ['restore', ...words], env).ended;
		const first = await restore(path);
		expect([first.code, first.out]).toEqual([
			0,
			expect.stringContaining('30 conversations, 300 events') as string,
		]);
		expect((await placeContents(to)).all).toEqual((await placeContents(from)).all);
		expect(await restore(path)).toMatchObject({ code: 10 });
		const replaced = await restore(path, '--replace');
		expect([replaced.code, replaced.err]).toEqual([9, expect.stringContaining('--replace is for')]);
	});
});
