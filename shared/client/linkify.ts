/** A piece of a text; `href` when it is a link. */
export type Part = { readonly text: string; readonly href?: string };

/*
 * Up to a blank or what cannot stand in an address. Marks that turn the direction of writing end a link too: what a link says must
 * be where it goes.
 */
const links = /\b(?:https?:\/\/|mailto:)[^\s<>"\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const atEnd = /[.,:;!?'*_…’”»\]}]/;

/** Finds web and mail addresses. The pieces together are the text, unchanged; nothing else ever becomes a link. */
export function linkify(text: string): Part[] {
	const parts: Part[] = [];
	let from = 0;
	for (const { 0: found, index } of text.matchAll(links)) {
		const shown = withoutEnd(found);
		const href = hrefOf(shown);
		if (href === null) continue;
		if (index > from) parts.push({ text: text.slice(from, index) });
		parts.push({ text: shown, href });
		from = index + shown.length;
	}
	if (from < text.length) parts.push({ text: text.slice(from) });
	return parts;
}

/** What ends the sentence is no part of the address, nor is a bracket that was opened before it. */
function withoutEnd(link: string): string {
	let excess = link.split(')').length - link.split('(').length;
	let end = link.length;
	for (; end > 0; end--) {
		const last = link.charAt(end - 1);
		if (last === ')' && excess > 0) excess -= 1;
		else if (!atEnd.test(last)) break;
	}
	return link.slice(0, end);
}

function hrefOf(link: string): string | null {
	try {
		const { protocol, href } = new URL(link);
		const isMail = protocol === 'mailto:' && link.includes('@');
		return isMail || protocol === 'http:' || protocol === 'https:' ? href : null;
	} catch {
		return null;
	}
}
