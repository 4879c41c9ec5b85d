import type { Connection } from './driver.ts';
import { sqliteCode } from './sqlite-code.ts';

const quietMs = 1500;
const optimizeMs = 24 * 60 * 60 * 1000;

/**
 * What the writer does between messages: brings the log back into the file and cuts it to nothing when it is quiet,
 * renews the planner's figures daily. After an erasure the log is cut at once, or, while a reader holds it, as soon as
 * that reader is done: the log is where the erased text would live on.
 */
export class Housekeeping {
	readonly #db: Connection;
	#wroteAt = 0;
	#isLogUsed = true;
	#mustCut = false;
	#optimizedAt = 0;

	constructor(db: Connection) {
		this.#db = db;
	}

	wrote(): void {
		this.#isLogUsed = true;
		this.#wroteAt = Date.now();
	}

	/** Says whether the old bytes are gone. */
	erased(): boolean {
		this.#mustCut = true;
		this.cutLog();
		return !this.#mustCut;
	}

	/** Called about once a second while no message waits. */
	tick(): void {
		const now = Date.now();
		const isQuiet = now - this.#wroteAt >= quietMs;
		if (this.#mustCut || (isQuiet && this.#isLogUsed)) {
			this.cutLog();
		} else if (isQuiet && now - this.#optimizedAt >= optimizeMs) {
			this.#optimizedAt = now;
			this.#tolerantly(() => this.#db.exec('PRAGMA optimize'));
		}
	}

	/** Gives up at once when somebody reads, because commits wait for it: the next tick tries again. */
	cutLog(): void {
		this.#tolerantly(() => {
			this.#db.exec('PRAGMA busy_timeout = 0');
			try {
				const isBusy = this.#db.value('PRAGMA wal_checkpoint(TRUNCATE)') !== 0;
				this.#isLogUsed = isBusy;
				this.#mustCut &&= isBusy;
			} finally {
				this.#db.exec('PRAGMA busy_timeout = 5000');
			}
		});
	}

	/** A full disk or a reader is no reason to stop; an I/O error comes back with the next commit, which stops the store. */
	#tolerantly(work: () => void): void {
		try {
			work();
		} catch (error) {
			if (sqliteCode(error) === null) {
				throw error;
			}
		}
	}
}
