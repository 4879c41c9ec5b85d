export interface GateOptions {
	readonly atOnce: number;
	/** How many more may wait for their turn. */
	readonly waiting: number;
	/** The error for whoever comes then. */
	readonly full: () => Error;
}

/** Lets a few through at a time, the others in their order. */
export function createGate({ atOnce, waiting, full }: GateOptions) {
	const queue: (() => void)[] = [];
	let running = 0;

	return async function pass<Result>(work: () => Promise<Result>): Promise<Result> {
		if (running < atOnce) running += 1;
		else {
			if (queue.length >= waiting) throw full();
			// Whoever ends hands its place on, so `running` stays.
			await new Promise<void>((resolve) => {
				queue.push(resolve);
			});
		}
		try {
			return await work();
		} finally {
			const next = queue.shift();
			if (next === undefined) running -= 1;
			else next();
		}
	};
}
