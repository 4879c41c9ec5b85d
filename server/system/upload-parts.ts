import { constants } from 'node:fs';
import { mkdir, open, opendir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Busy } from '../ports/errors.ts';
import type { Parts } from '../ports/parts.ts';
import { errorCode } from './error-code.ts';

const idPattern = /^[0-9a-f]{32}$/;
const addOnly = constants.O_WRONLY | constants.O_APPEND;

/** Files in DATA_DIR/uploads, readable by the server alone. The folder is made with the first upload. */
export function createUploadParts(dataDir: string): Parts {
	const root = join(dataDir, 'uploads');

	function pathOf(id: string): string {
		if (!idPattern.test(id)) throw new TypeError('That is no id of an upload.');
		return join(root, id);
	}

	return {
		async begin(id) {
			await asBusy(async () => {
				await mkdir(root, { recursive: true, mode: 0o700 });
				await (await open(pathOf(id), 'wx', 0o600)).close();
			});
		},
		async size(id) {
			return (await orNull(stat(pathOf(id))))?.size ?? null;
		},
		async add(id, bytes) {
			await asBusy(async () => {
				const file = await open(pathOf(id), addOnly);
				try {
					await file.writeFile(bytes);
				} finally {
					await file.close();
				}
			});
		},
		read: (id) => readFile(pathOf(id)),
		remove: (id) => rm(pathOf(id), { force: true }),
		async *list() {
			const folder = await orNull(opendir(root));
			if (folder === null) return;
			for await (const { name } of folder) {
				const found = idPattern.test(name) ? await orNull(stat(join(root, name))) : null;
				if (found !== null) yield { id: name, changedAt: Math.floor(found.mtimeMs) };
			}
		},
	};
}

async function orNull<Result>(looked: Promise<Result>): Promise<Result | null> {
	try {
		return await looked;
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return null;
		throw error;
	}
}

async function asBusy(write: () => Promise<void>): Promise<void> {
	try {
		await write();
	} catch (error) {
		const code = errorCode(error);
		if (code === 'ENOSPC' || code === 'EDQUOT') throw new Busy('disk_full', error);
		if (code === 'EROFS' || code === 'EACCES') throw new Busy('read_only', error);
		throw error;
	}
}
