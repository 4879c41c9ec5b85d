/*
 * Two hundred long messages are more than a megabyte: a page ends where its text gets too long, and the client reads on from
 * there, as it does after any page.
 */

const maxBytes = 128 * 1024;

interface Page<View> {
	readonly events: readonly View[];
	readonly amendments: readonly View[];
}

/** The first events (or the last ones) that fit, at least one, with the amendments of those. */
export function cutPage<View extends { readonly type: string; readonly target?: number }>(
	page: Page<View>,
	numberOf: (event: View) => number,
	keep: 'first' | 'last' = 'first',
): Page<View> & { readonly isCut: boolean } {
	const sizeOf = (view: View): number => Buffer.byteLength(JSON.stringify(view));
	const amended = new Map<number, number>();
	for (const view of page.amendments) {
		const target = view.target ?? 0;
		amended.set(target, (amended.get(target) ?? 0) + sizeOf(view));
	}
	const ordered = keep === 'first' ? page.events : page.events.toReversed();
	const kept: View[] = [];
	let bytes = 0;
	for (const event of ordered) {
		bytes += sizeOf(event) + (amended.get(numberOf(event)) ?? 0);
		if (bytes > maxBytes && kept.length > 0) break;
		kept.push(event);
	}
	if (kept.length === ordered.length) return { ...page, isCut: false };
	const numbers = new Set(kept.map(numberOf));
	return {
		events: keep === 'first' ? kept : kept.reverse(),
		amendments: page.amendments.filter((view) => numbers.has(view.target ?? 0)),
		isCut: true,
	};
}
