import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { askControl, serveControl } from './control.ts';

const root = mkdtempSync(join(tmpdir(), 'parley-control-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function newFolder(isLong: boolean): string {
	const folder = join(root, `${++count}`, isLong ? 'a-long-name-'.repeat(9) : 'data');
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return folder;
}
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const serve = (dataDir: string): Promise<() => Promise<void>> =>
	serveControl(dataDir, (verb, args, print) => {
		print([verb, ...args].join(' '));
		return Promise.resolve(7);
	});
async function ask(dataDir: string): Promise<[number | null, string[]]> {
	const heard: string[] = [];
	const exit = await askControl(dataDir, 'say', ['hello'], (line) => heard.push(line));
	return [exit, heard];
}
const pointerOf = (dataDir: string): string => readFileSync(join(dataDir, 'control.path'), 'utf8');

describe.each([false, true])(
	'the command line, when the path of the folder is long: %s',
	(isLong) => {
		it('asks the server that runs, and knows when none does', async () => {
			const dataDir = newFolder(isLong);
			expect(await ask(dataDir)).toEqual([null, []]);
			const close = await serve(dataDir);
			expect(await ask(dataDir)).toEqual([7, ['say hello']]);
			await close();
			expect(await ask(dataDir)).toEqual([null, []]);
			expect(readdirSync(dataDir)).toEqual([]);
		});

		it('is answered after a kill too', async () => {
			const dataDir = newFolder(isLong);
			const left = await serve(dataDir);
			const pointer = isLong ? pointerOf(dataDir) : null;
			const close = await serve(dataDir);
			expect(await ask(dataDir)).toEqual([7, ['say hello']]);
			if (pointer !== null) expect(existsSync(dirname(pointer))).toBe(false);
			await close();
			await left();
		});

		it('leaves the mask of the process as it was', async () => {
			const before = process.umask();
			await (
				await serve(newFolder(isLong))
			)();
			expect(process.umask()).toBe(before);
		});
	},
);

test('the socket of a long path stands in a folder that nobody can guess or open', async () => {
	const [one, other] = [newFolder(true), newFolder(true)];
	const closes = [await serve(one), await serve(other)];
	const folders = [one, other].map((dataDir) => dirname(pointerOf(dataDir)));
	expect(new Set(folders).size).toBe(2);
	for (const folder of folders) expect(modeOf(folder)).toBe(0o700);
	expect(modeOf(pointerOf(one))).toBe(0o600);
	expect(modeOf(join(one, 'control.path'))).toBe(0o600);
	for (const close of closes) await close();
	expect(folders.filter(existsSync)).toEqual([]);
});

test('somebody who goes away in the middle of an answer does not end the server', async () => {
	const dataDir = newFolder(false);
	let said = 0;
	const close = await serveControl(dataDir, async (_verb, _args, print) => {
		for (; said < 20; said += 1) {
			print('x'.repeat(100_000));
			await new Promise(setImmediate);
		}
		return 0;
	});
	const client = createConnection(join(dataDir, 'control.sock'));
	client.write('{"verb":"say","args":[]}\n');
	await new Promise((done) => {
		client.once('data', done);
	});
	client.destroy();
	while (said < 20) await new Promise(setImmediate);
	expect((await ask(dataDir))[0]).toBe(0);
	await close();
});

test('a folder that others can write is not asked', async () => {
	const dataDir = newFolder(true);
	const close = await serve(dataDir);
	chmodSync(dirname(pointerOf(dataDir)), 0o777);
	await expect(ask(dataDir)).rejects.toThrow('can be written by others');
	await close();
});

test('a socket that cannot be made is told in a sentence, not as an address of the server', async () => {
	const dataDir = newFolder(false);
	mkdirSync(join(dataDir, 'control.sock'));
	writeFileSync(join(dataDir, 'control.sock/file'), '');
	const failure = serve(dataDir);
	await expect(failure).rejects.toThrow(/socket for the command line cannot be made/);
	await expect(failure).rejects.not.toHaveProperty('code');
});
