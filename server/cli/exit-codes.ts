import { BackupProblem, type ProblemCode } from '../backup/format.ts';
import { exitCodes } from '../start-failure.ts';

/** Exit codes of the command line beside those of a start that failed; docs/operations.md lists them all. */
export const cliExitCodes = {
	ok: 0,
	/** Also: doctor found a fault, repair found what it cannot mend. */
	failed: 1,
	wrongUse: 9,
	refused: 10,
	/** As shells have it: 128 and the signal's number. */
	cancelled: 130,
} as const;

const ofProblem = {
	no_file: cliExitCodes.refused,
	file_exists: cliExitCodes.refused,
	holds_data: cliExitCodes.refused,
	no_data: cliExitCodes.refused,
	differs: cliExitCodes.failed,
	interrupted: cliExitCodes.failed,
	no_backup: exitCodes.damaged,
	truncated: exitCodes.damaged,
	damaged: exitCodes.damaged,
	newer_format: exitCodes.newer_version,
	no_space: exitCodes.no_space,
	not_writable: exitCodes.not_writable,
	locked: exitCodes.locked,
	cancelled: cliExitCodes.cancelled,
} as const satisfies Record<ProblemCode, number>;

/** Prints the sentence of a problem and gives its exit code; any other error goes on. */
export function sayProblem(error: unknown, print: (line: string) => void): number {
	if (!(error instanceof BackupProblem)) throw error;
	print(error.message);
	return ofProblem[error.code];
}
