import type { Json, Patch } from '../../ports/store.ts';
import { escapeJson } from './nul-text.ts';

/** JSON as the writer and the tables get it. */
export function textOf(value: unknown): string {
	return escapeJson(JSON.stringify(value));
}

/** A document without its rev, which has a column. */
export function docText(doc: { readonly id: string }): string {
	const { rev: _, ...fields } = doc as { readonly id: string; readonly rev?: Json };
	return textOf(fields);
}

export function patchText(patch: Patch): string {
	const changed = [patch.set, patch.inc, patch.max].flatMap((part) => Object.keys(part ?? {}));
	if ([...changed, ...(patch.unset ?? [])].some((field) => field === 'id' || field === 'rev')) {
		throw new TypeError('The store alone changes rev, and nobody an id.');
	}
	return textOf(patch);
}
