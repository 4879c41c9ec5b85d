import { StoreStartError, type StartProblem } from '../start-error.ts';
import { sqliteCode } from './sqlite-code.ts';

/** The same error after it went through a thread as plain data. */
export interface StartFailure {
	readonly code: StartProblem;
	readonly message: string;
}

export function lockedError(dataDir: string): StoreStartError {
	return new StoreStartError(
		'locked',
		`Another Parley is using the data folder ${dataDir}. Stop it first, or give this one its own folder.`,
	);
}

/** The start error that a failure of SQLite or of the file system amounts to; other errors are bugs and stay as they are. */
export function startErrorOf(error: unknown, dataDir: string): unknown {
	if (error instanceof StoreStartError) {
		return error;
	}
	const system = (error as { code?: unknown } | null)?.code;
	switch (sqliteCode(error)) {
		case 'notadb':
		case 'corrupt':
			return new StoreStartError(
				'damaged',
				`The database in ${dataDir} is damaged or is no database (${String(error)}). Restore a backup into an empty folder; keep the damaged one until that is done.`,
				error,
			);
		case 'full':
			return noSpace(dataDir, error);
		case 'busy':
			return lockedError(dataDir);
		case 'readonly':
		case 'cantopen':
		case 'perm':
		case 'ioerr':
			return notWritable(dataDir, error);
		default:
	}
	if (system === 'ENOSPC' || system === 'EDQUOT') {
		return noSpace(dataDir, error);
	}
	if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(String(system))) {
		return notWritable(dataDir, error);
	}
	return error;
}

function noSpace(dataDir: string, cause: unknown): StoreStartError {
	return new StoreStartError(
		'no_space',
		`The disk that holds ${dataDir} is full. Make room, then start Parley again; nothing that was acknowledged is lost.`,
		cause,
	);
}

function notWritable(dataDir: string, cause: unknown): StoreStartError {
	return new StoreStartError(
		'not_writable',
		`Parley cannot write in the data folder ${dataDir} (${String(cause)}). It must be a folder on a local disk that belongs to the user who runs Parley.`,
		cause,
	);
}
