import type { Amendment, Timeline } from './timeline.ts';

/** A message or note as it reads now. */
export type Said = {
	readonly text: string;
	readonly isDeleted: boolean;
	/** ISO 8601; null: as first written. */
	readonly editedAt: string | null;
};

type Written = { readonly text: string; readonly deleted: boolean };
type Change = {
	readonly type: 'edit' | 'redaction';
	readonly text?: string;
	readonly deleted?: boolean;
	readonly createdAt: string;
};

/** `number` is the event's own. */
export function saidNow<E extends { readonly type: string }>(
	timeline: Timeline<E>,
	number: number,
	written: Written,
): Said {
	const change = timeline.amendments.get(number) as (Amendment<E> & Change) | undefined;
	// An erased edit has no text any more, and its message was taken back with it.
	if (written.deleted || change?.type === 'redaction' || change?.deleted === true) {
		return { text: '', isDeleted: true, editedAt: null };
	}
	if (change === undefined) return { text: written.text, isDeleted: false, editedAt: null };
	return { text: change.text ?? '', isDeleted: false, editedAt: change.createdAt };
}
