import type { ReplyView } from '../../../shared/views/reply-view.ts';

/* Canned replies while something is being written: no page, no server. */

/** What stands behind the last `#` before the caret. */
export interface Token {
	/** Where the `#` is. */
	readonly from: number;
	readonly to: number;
	readonly query: string;
}

/** Null: the caret is in no word that begins with `#`. */
export function tokenAt(text: string, caret: number): Token | null {
	const found = /(?:^|\s)#([\p{L}\p{N}_-]*)$/u.exec(text.slice(0, caret));
	const query = found?.[1];
	return query === undefined ? null : { from: caret - query.length - 1, to: caret, query };
}

const mostShown = 50;

/** Those whose key begins so come first, then by key or title anywhere; among equals what is used most. */
export function matching(
	replies: readonly ReplyView[],
	query: string,
	site: string,
): readonly ReplyView[] {
	const wanted = query.toLowerCase();
	const rankOf = ({ key, title }: ReplyView): number => {
		if (key.toLowerCase().startsWith(wanted)) return 0;
		if (key.toLowerCase().includes(wanted)) return 1;
		return title.toLowerCase().includes(wanted) ? 2 : 3;
	};
	return replies
		.filter(({ sites }) => sites === 'all' || (sites as readonly string[]).includes(site))
		.map((reply) => ({ reply, rank: rankOf(reply) }))
		.filter(({ rank }) => rank < 3)
		.sort(
			(a, b) =>
				a.rank - b.rank || b.reply.uses - a.reply.uses || (a.reply.key < b.reply.key ? -1 : 1),
		)
		.slice(0, mostShown)
		.map(({ reply }) => reply);
}

export const variables = ['name', 'firstName', 'agent', 'site'] as const;
export type Values = Readonly<Record<(typeof variables)[number], string | null>>;

/** What is not known goes with the comma and the blank before it: "Hello, {firstName}!" becomes "Hello!". */
export const fillReply = (text: string, values: Values): string =>
	text.replace(/(,? ?)\{(\w+)\}/g, (whole, blank: string, name: string) => {
		if (!Object.hasOwn(values, name)) return whole;
		const value = values[name as keyof Values];
		return value === null || value === '' ? '' : blank + value;
	});

/** "Dr. Hanna Lindqvist" has no first name that could be guessed; of all others it is the first word. */
export function firstNameOf(name: string | null): string | null {
	const [first = '', ...more] = (name ?? '').trim().split(/\s+/);
	if (first === '') return null;
	return first.endsWith('.') && more.length > 0 ? (name ?? '').trim() : first;
}
