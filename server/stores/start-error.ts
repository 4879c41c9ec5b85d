export type StartProblem =
	| 'locked'
	| 'newer_version'
	| 'damaged'
	| 'not_writable'
	| 'no_space'
	/** MongoDB does not answer, or refuses this user. */
	| 'unreachable'
	/** A MongoDB that cannot keep what Parley promises: too old, or no replica set. */
	| 'unsuitable'
	/** A migration or restore into it was not finished. */
	| 'unfinished'
	/** The folder's server keeps its data elsewhere. */
	| 'moved';

/** Why the data cannot be used, in a sentence that also says what to do. */
export class StoreStartError extends Error {
	override readonly name = 'StoreStartError';
	readonly code: StartProblem;
	constructor(code: StartProblem, message: string, cause?: unknown) {
		super(message, { cause });
		this.code = code;
	}
}
