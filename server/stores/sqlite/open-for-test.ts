import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore, type SqliteOptions } from './sqlite-store.ts';
import type { SqliteStore } from './store-verbs.ts';

const root = join(import.meta.dirname, '../../..');

/** The built writer: jest compiles what it loads itself, but not what a thread loads. */
export const writerPath = join(root, 'build/server/writer.js');

const folders: string[] = [];
const mounts: string[] = [];
const stores: SqliteStore[] = [];
const children: ChildProcess[] = [];
let bundles = 0;

export { aMessage, aSink, aTimeline } from './message-for-test.ts';

export function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
	folders.push(folder);
	return folder;
}

/** A small disk of its own; null where mounting is not permitted, which the test then says. */
export function newDisk(size: string): string | null {
	const folder = newFolder();
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'parley-test', folder], {
			stdio: 'ignore',
		});
	} catch {
		console.warn('Not tried on a real full disk: mounting a tmpfs is not permitted here.');
		return null;
	}
	mounts.push(folder);
	return folder;
}

export async function openForTest(
	dataDir: string,
	options: Partial<SqliteOptions> = {},
): Promise<SqliteStore> {
	const store = await openSqliteStore({ dataDir, collections: [], writerPath, ...options });
	stores.push(store);
	return store;
}

/** Ends and removes all that a test opened. */
export async function tidyUp(): Promise<void> {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	await Promise.all(stores.splice(0).map((store) => store.close()));
	for (const mount of mounts.splice(0)) execFileSync('umount', ['-l', mount]);
	removeFolders();
}

export function removeFolders(): void {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Another process with the same store, running child-for-test.ts; gives its lines of output as they come. */
export function startChild(...args: string[]): {
	child: ChildProcess;
	lines: AsyncIterator<string>;
} {
	const outfile = join(root, `build/test/store-child-${process.pid}-${(bundles += 1)}.mjs`);
	mkdirSync(join(root, 'build/test'), { recursive: true });
	execFileSync(join(root, 'node_modules/.bin/esbuild'), [
		join(import.meta.dirname, 'child-for-test.ts'),
		'--bundle',
		'--platform=node',
		'--format=esm',
		'--external:@photostructure/sqlite',
		'--log-level=error',
		`--outfile=${outfile}`,
	]);
	const child = spawn(process.execPath, [outfile, writerPath, ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	children.push(child);
	child.once('exit', () => rmSync(outfile, { force: true }));
	return { child, lines: linesOf(child) };
}

async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
	let rest = '';
	for await (const chunk of child.stdout!) {
		const lines = (rest + String(chunk)).split('\n');
		rest = lines.pop()!;
		yield* lines;
	}
}
