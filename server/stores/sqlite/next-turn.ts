/** Lets everything else that waits have its turn of the event loop. */
export function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

const readsPerTurn = 32;

/**
 * Reads are answered within the turn in which they are asked, so a loop of reads alone, such as one that waits for
 * something to be there, would never let the writer's answer in. After some, the others have a turn.
 */
export class Turns {
	#left = readsPerTurn;
	#pause: Promise<void> | null = null;

	async next(): Promise<void> {
		if (this.#left === readsPerTurn) {
			setImmediate(() => (this.#left = readsPerTurn));
		}
		this.#left -= 1;
		if (this.#left < 0) {
			await (this.#pause ??= nextTurn().then(() => void (this.#pause = null)));
		}
	}
}
