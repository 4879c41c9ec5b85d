/** Row ids of the search index: the event's time times this, plus a running number. Newest first is their order. */
export const rowsPerMs = 2048;

/**
 * A site as a word of its events. The sign before it is neither letter nor digit, so no text and no query can have it,
 * but the tokenizer takes it for one, as everything beyond ASCII.
 */
export function siteWord(site: string): string {
	return `§${Buffer.from(site).toString('hex')}`;
}
