import { StoreStartError } from '../stores/start-error.ts';
import { errorCode } from '../system/error-code.ts';
import { BackupProblem } from './format.ts';

/**
 * Stores say what to do to who starts a server. Here the place was given by an option, so the same sentence names that.
 * Any other error stays as it is.
 */
export function askedBy(option: '--from' | '--to', error: unknown): unknown {
	if (!(error instanceof StoreStartError)) return error;
	const message = error.message
		.replace(
			'leave STORE_URL out to use the embedded store',
			`name a data folder: ${option} <folder>`,
		)
		.replace('The database of STORE_URL', `The database of ${option}`)
		.replaceAll('STORE_URL', option)
		.replace(
			/Stop it first, or give this one its own folder\./,
			`Stop it first, or name another folder: ${option} <folder>`,
		);
	return message === error.message ? error : new StoreStartError(error.code, message, error);
}

/** Not to be taken for a folder without data. Any other error stays as it is. */
export function noPermission(folder: string, error: unknown): unknown {
	const code = errorCode(error);
	if (code !== 'EACCES' && code !== 'EPERM') return error;
	return new BackupProblem(
		'not_writable',
		`Permission denied: this user (${process.getuid?.() ?? 'unknown'}) may not look into ${folder}. Run this as the user who runs the server, such as sudo -u parley.`,
		error,
	);
}
