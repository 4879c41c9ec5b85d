/**
 * The beginning of a text, at most `most` UTF-16 units long. Never half of a character that takes two: what is kept as
 * UTF-8 cannot hold it, and would give back another text than it was given.
 */
export function cutText(text: string, most: number): string {
	if (text.length <= most) return text;
	const last = text.charCodeAt(most - 1);
	return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}
