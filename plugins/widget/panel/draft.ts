import { keptValue } from '../../../shared/client/kept-value.ts';
import type { KeyValues } from '../../../shared/client/parts.ts';

/** Tells visitors apart: what one has begun is not for the eyes of another at the same device. */
const ownerOf = (token: string | null): string => token?.slice(0, 8) ?? '';

/** What stands in the field and is not sent: there again after a reload. The result looks after it at each change. */
export function createDraft(
	field: HTMLTextAreaElement,
	storage: KeyValues,
	site: string,
): (token: string | null) => void {
	const kept = keptValue(storage, `parley.draft.${site}`);
	let known: string | null | undefined;
	let last = '';

	function put(text: string): void {
		field.value = text;
		field.dispatchEvent(new Event('input', { bubbles: true }));
	}

	return (token) => {
		if (known === undefined) {
			const [, owner = '', text = ''] = /^(\S*) (.*)$/s.exec(kept.get() ?? '') ?? [];
			if (text !== '' && field.value === '' && owner === ownerOf(token)) put(text);
			last = field.value;
		}
		// Logged out.
		if (known && token === null) put('');
		known = token;
		if (field.value === last) return;
		last = field.value;
		kept.set(last === '' ? '' : `${ownerOf(token)} ${last}`);
	};
}
