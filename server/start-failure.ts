import { StoreStartError } from './stores/start-error.ts';
import { errorCode } from './system/error-code.ts';

/** Exit codes of `npm start` and of the command line; docs/operations.md lists them. */
export const exitCodes = {
	config: 2,
	locked: 3,
	newer_version: 4,
	damaged: 5,
	not_writable: 6,
	no_space: 7,
	portTaken: 8,
	/** Stopped by itself while running: the store broke. */
	storeFailed: 11,
	unreachable: 12,
	unsuitable: 13,
	unfinished: 14,
	moved: 15,
	of(error: unknown): number {
		if (error instanceof StoreStartError) return exitCodes[error.code];
		return errorCode(error) === 'EADDRINUSE' ? exitCodes.portTaken : 1;
	},
} as const;

/** What a person reads when the server does not start: what happened and what to do. */
export function explainStart(error: unknown): string {
	if (errorCode(error) === 'EADDRINUSE') {
		const { port = '' } = error as { port?: number };
		return `Parley did not start: port ${port} is used by another program. Stop that one, or choose another: PORT=4001 npm start`;
	}
	if (errorCode(error) === 'EACCES' && 'port' in (error as object)) {
		const { port = '' } = error as { port?: number };
		return `Parley did not start: port ${port} needs more rights. Choose one above 1023, and let a proxy serve the lower one.`;
	}
	if (errorCode(error) === 'EADDRNOTAVAIL') {
		return 'Parley did not start: this machine does not have the address in HOST. Use 127.0.0.1, or 0.0.0.0 for all of its addresses.';
	}
	return `Parley did not start: ${error instanceof Error ? error.message : String(error)}`;
}
