import type { Collection, Condition, Doc, NewDoc, Patch } from '../../ports/store.ts';
import { holds, patched } from './change-doc.ts';
import { copy } from './copy.ts';
import { compareScalars } from './order.ts';
import { scalarOf, type DocRow } from './rows.ts';
import type { Session } from './session.ts';

export async function insert<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	doc: NewDoc<T>,
): Promise<T> {
	const table = session.docs(collection);
	const row = rowOf(doc, 1);
	return copy(await session.steps.write(() => table.insert(row))) as unknown as T;
}

export async function put<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	doc: NewDoc<T>,
	forward?: keyof T & string,
): Promise<T | null> {
	const table = session.docs(collection);
	const fresh = rowOf(doc, 1);
	const put = await session.steps.write(() => {
		const before = table.view('local').all.get(fresh.id);
		if (before === undefined) {
			return table.insert(fresh);
		}
		if (forward !== undefined && !isLower(before, fresh, forward)) {
			return null;
		}
		return table.change(fresh.id, () => ({ ...fresh, rev: before.rev + 1 }));
	});
	return copy(put) as unknown as T | null;
}

export async function get<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	id: string,
): Promise<T | null> {
	const table = session.docs(collection);
	const row = await session.steps.read((concern) => table.view(concern).all.get(id) ?? null);
	return copy(row) as unknown as T | null;
}

export async function getMany<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	ids: readonly string[],
): Promise<T[]> {
	const table = session.docs(collection);
	const rows = await session.steps.read((concern) =>
		[...new Set(ids)].flatMap((id) => table.view(concern).all.get(id) ?? []),
	);
	return copy(rows) as unknown as T[];
}

export async function update<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	id: string,
	patch: Patch,
	guard: { readonly rev?: number; readonly if?: readonly Condition[] } = {},
): Promise<T | null> {
	const table = session.docs(collection);
	const given = copy(patch);
	const updated = await session.steps.write(() =>
		table.change(id, (row) => {
			const refused =
				(guard.rev !== undefined && guard.rev !== row.rev) ||
				(guard.if ?? []).some((condition) => !holds(row, condition));
			return refused ? null : patched(row, given);
		}),
	);
	return copy(updated) as unknown as T | null;
}

export async function remove<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	id: string,
	guard: { readonly rev?: number } = {},
): Promise<boolean> {
	const table = session.docs(collection);
	return session.steps.write(() =>
		table.remove(id, (row) => guard.rev === undefined || guard.rev === row.rev),
	);
}

function rowOf(doc: object, rev: number): DocRow {
	return { ...(copy(doc) as DocRow), rev };
}

function isLower(before: DocRow, fresh: DocRow, field: string): boolean {
	const [old, now] = [scalarOf(before, field), scalarOf(fresh, field)];
	return old !== null && now !== null && compareScalars(old, now) < 0;
}
