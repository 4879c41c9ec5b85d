/** Links are good for some minutes; after these a new one is asked for. */
const freshMs = 4 * 60_000;

/** Gives the link that was asked for last, or asks anew when it is too old or did not come. */
export function freshLink(ask: () => Promise<string>, now: () => number): () => Promise<string> {
	let link: Promise<string> | null = null;
	let askedAt = 0;
	return () => {
		if (link !== null && now() - askedAt < freshMs) return link;
		askedAt = now();
		const asked = ask();
		link = asked;
		asked.catch(() => {
			if (link === asked) link = null;
		});
		return asked;
	};
}
