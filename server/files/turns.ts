/** Passed to work that has its turn; settles when somebody else wants it. */
export type Stopped = Promise<'stopped'>;

/**
 * One at a time for each id; whoever comes asks the one before to stop. A client that goes on after its connection broke
 * must not wait for the old one, which the server may not have missed yet.
 */
export function createTurns() {
	const current = new Map<string, { readonly stop: () => void; readonly done: Promise<void> }>();

	return async function take<Result>(
		id: string,
		work: (stopped: Stopped) => Promise<Result>,
	): Promise<Result> {
		for (;;) {
			const before = current.get(id);
			if (before === undefined) break;
			before.stop();
			await before.done;
		}
		let stop = (): void => {};
		const stopped: Stopped = new Promise((resolve) => {
			stop = () => resolve('stopped');
		});
		let end = (): void => {};
		const done = new Promise<void>((resolve) => {
			end = resolve;
		});
		current.set(id, { stop, done });
		try {
			return await work(stopped);
		} finally {
			current.delete(id);
			end();
		}
	};
}
