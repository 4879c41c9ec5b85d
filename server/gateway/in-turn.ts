/** One after the other, in the order in which they were begun: reading the store takes now longer, now shorter. */
export function inTurn(): (work: () => Promise<void>) => Promise<void> {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const mine = last.then(work);
		last = mine.catch(() => null);
		return mine;
	};
}
