/* What is being written and not sent, by conversation: there again after switching and after a reload, and gone with the tab. */

export type Mode = 'reply' | 'note';
export interface Draft {
	readonly wanted: Mode;
	/** One text for each, so that switching never turns a note into something that the visitor reads. */
	readonly texts: Readonly<Record<Mode, string>>;
}
const nothing: Draft = { wanted: 'reply', texts: { reply: '', note: '' } };
const keyOf = (agent: string, conversation: string): string =>
	`parley:draft:${agent}:${conversation}`;

export function keptDraft(agent: string, conversation: string): Draft {
	try {
		const kept = JSON.parse(sessionStorage.getItem(keyOf(agent, conversation)) ?? 'null') as
			| (Readonly<Record<Mode, unknown>> & { readonly wanted?: unknown })
			| null;
		const text = (mode: Mode): string => {
			const value = kept?.[mode];
			return typeof value === 'string' ? value : '';
		};
		const wanted = kept?.wanted === 'note' ? 'note' : 'reply';
		return { wanted, texts: { reply: text('reply'), note: text('note') } };
	} catch {
		return nothing;
	}
}

export function keepDraft(agent: string, conversation: string, { wanted, texts }: Draft): void {
	const key = keyOf(agent, conversation);
	try {
		const isEmpty = texts.reply === '' && texts.note === '';
		if (isEmpty) sessionStorage.removeItem(key);
		else sessionStorage.setItem(key, JSON.stringify({ ...texts, wanted }));
	} catch {
		// Storage is off or full: the text is in the field all the same.
	}
}
