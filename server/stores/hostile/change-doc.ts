import type { Condition, Json, Patch } from '../../ports/store.ts';
import { compareScalars } from './order.ts';
import { copy } from './copy.ts';
import { scalarOf, type DocRow } from './rows.ts';

export function holds(row: DocRow, { field, op, value }: Condition): boolean {
	const stored = scalarOf(row, field);
	if (op === 'eq' || op === 'ne') {
		return (stored === value) === (op === 'eq');
	}
	// Null is neither lower nor greater than anything, and numbers are not compared with text.
	if (stored === null || value === null || typeof stored !== typeof value) {
		return false;
	}
	const difference = compareScalars(stored, value);
	return { lt: difference < 0, lte: difference <= 0, gt: difference > 0, gte: difference >= 0 }[op];
}

export function patched(row: DocRow, patch: Patch): DocRow {
	const fields = new Map<string, Json | undefined>(Object.entries(row));
	for (const [field, value] of Object.entries(copy(patch.set ?? {}))) {
		fields.set(field, value);
	}
	for (const field of patch.unset ?? []) {
		fields.delete(field);
	}
	for (const [field, by] of Object.entries(patch.inc ?? {})) {
		fields.set(field, Number(fields.get(field) ?? 0) + by);
	}
	for (const [field, least] of Object.entries(patch.max ?? {})) {
		const stored = fields.get(field) ?? null;
		fields.set(field, typeof stored === 'number' && stored >= least ? stored : least);
	}
	fields.set('rev', row.rev + 1);
	return Object.fromEntries(fields) as DocRow;
}
