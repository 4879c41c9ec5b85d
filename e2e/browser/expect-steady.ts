/** Waits until two looks at it in a row are the same. */
export async function expectSteady(look: () => Promise<number>): Promise<void> {
	let before = await look();
	for (let n = 0; n < 20; n++) {
		await new Promise((resolve) => setTimeout(resolve, 100));
		const after = await look();
		if (after === before) return;
		before = after;
	}
	throw new Error('it does not come to rest');
}

/** Runs in the page: what has changed is drawn. */
export const twoPaints = (): Promise<void> =>
	new Promise((done) => {
		requestAnimationFrame(() => requestAnimationFrame(() => done()));
	});
