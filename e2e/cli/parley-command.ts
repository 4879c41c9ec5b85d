import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { collections } from '../../server/house.ts';
import type { Blobs } from '../../server/ports/blobs.ts';
import type { DumpRow, Store } from '../../server/ports/store.ts';
import { openFileBlobs } from '../../server/stores/sqlite/file-blobs.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';

const root = dirname(dirname(import.meta.dirname));
const writerPath = join(root, 'build/server/writer.js');
const folders: string[] = [];

export function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'parley-cli-'));
	folders.push(folder);
	return folder;
}
export function removeFolders(): void {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Ended {
	/** Null: killed. */
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}
export interface Running {
	readonly ended: Promise<Ended>;
	kill(signal: NodeJS.Signals): void;
}

/** The real command, in a process of its own. */
export function begin(
	dataDir: string,
	words: readonly string[],
	env: Readonly<Record<string, string>> = {},
	/** Who runs it; only for tests that run as root. */
	uid?: number,
): Running {
	const child = spawn(process.execPath, ['server/parley.mjs', ...words], {
		cwd: root,
		env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: dataDir, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		...(uid === undefined ? {} : { uid }),
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	const ended = new Promise<Ended>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, out, err }));
	});
	return { ended, kill: (signal) => void child.kill(signal) };
}
export const parley = (dataDir: string, ...words: string[]): Promise<Ended> =>
	begin(dataDir, words).ended;

/** The data of a folder that no server uses now. */
export async function withData<T>(
	dataDir: string,
	work: (store: Store, blobs: Blobs) => Promise<T>,
): Promise<T> {
	const store = await openSqliteStore({ dataDir, collections, writerPath });
	try {
		return await work(store, await openFileBlobs(dataDir));
	} finally {
		await store.close();
	}
}

/** Writes conversations of ten messages with texts that do not zip well, and a file for each. */
export async function fill(dataDir: string, name: string, count: number): Promise<void> {
	await withData(dataDir, async (store, blobs) => {
		for (let start = 0; start < count; start += 50) {
			const rows: DumpRow[] = [];
			for (let n = start; n < Math.min(start + 50, count); n += 1) {
				const blob = start === 0 ? (await blobs.put(bytesOf(`${name} ${n}`), 100)).id : null;
				rows.push(...conversation(`v_${name}${n}` as VisitorId, blob, n));
			}
			await store.load(rows);
		}
	});
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	await Promise.resolve();
	yield Buffer.from(text);
}

function conversation(visitor: VisitorId, blob: string | null, n: number): DumpRow[] {
	const timeline = `${visitor}.1` as ConversationId;
	const site = 's_shop' as SiteId;
	const at = Date.UTC(2026, 0, 1) + n * 60_000;
	return Array.from({ length: 10 }, (_, index): DumpRow => {
		const text = `apple ${crypto.randomUUID()} ${crypto.randomUUID()} ${crypto.randomUUID()}`;
		const files = blob === null ? [] : [{ blob, name: 'a.txt', type: 'text/plain', size: 9 }];
		const open = { open: { site, visitor, source: 'launcher' }, status: 'waiting', files };
		return {
			kind: 'event',
			event: {
				timeline,
				seq: index + 1,
				vseq: index + 1,
				audience: 'visitor',
				at: at + index,
				type: 'message',
				author: { kind: 'visitor', id: visitor },
				clientId: null,
				target: null,
				sinks: [],
				erasedAt: null,
				body: index === 0 ? { text, ...open } : { text },
			},
		};
	});
}

/** All events and the files that they name, as text to be compared; says what is damaged besides. */
export async function contentsOf(dataDir: string): Promise<{ all: string[]; damage: string[] }> {
	return withData(dataDir, async (store, blobs) => {
		const all: string[] = [];
		for await (const row of store.dump()) {
			if (row.kind !== 'event') continue;
			all.push(JSON.stringify(row.event));
			for (const { blob } of (row.event.body['files'] ?? []) as { blob: never }[]) {
				all.push(JSON.stringify(await blobs.info(blob)));
			}
		}
		return { all: all.sort(), damage: await store.check() };
	});
}
