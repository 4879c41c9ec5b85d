import type { Blobs } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';
import { createLoop, type Loop } from '../ports/loop.ts';
import type { Parts } from '../ports/parts.ts';
import type { Page, Scalar, Store } from '../ports/store.ts';
import { filesCollection, siteHoursCollection, type StoredFile } from './documents.ts';
import type { FileLimits } from './limits.ts';
import { hourMs } from './quotas.ts';

export interface SweepDeps {
	readonly store: Store;
	readonly blobs: Blobs;
	readonly parts: Parts;
	readonly limits: FileLimits;
}

const batch = 100;

/** Removes uploads that no message named in time, finished or not; says how many. */
export async function sweepFiles(deps: SweepDeps, now: number): Promise<number> {
	const { store, parts } = deps;
	let removed = 0;
	let after: readonly Scalar[] | null = null;
	do {
		const page: Page<StoredFile> = await store.find(filesCollection, {
			index: 'bySweep',
			range: { gte: 0, lt: now },
			limit: batch,
			...(after === null ? {} : { after }),
		});
		for (const file of page.items) removed += (await sweepOne(deps, file)) ? 1 : 0;
		after = page.next;
	} while (after !== null);
	// Of uploads whose row another server removed, or that was never stored.
	for await (const { id, changedAt } of parts.list()) {
		if (changedAt < now - deps.limits.keepMs) await parts.remove(id);
	}
	let some: number;
	do {
		const range = { lt: Math.floor(now / hourMs) - 24 };
		some = await store.removeRange(siteHoursCollection, { index: 'byHour', range, limit: batch });
	} while (some === batch);
	return removed;
}

async function sweepOne({ store, blobs, parts }: SweepDeps, file: StoredFile): Promise<boolean> {
	// First the row: who attaches it in this moment must find that it is gone, or keep it.
	if (!(await store.remove(filesCollection, file.id, { rev: file.rev }))) return false;
	if (file.blob !== null) await blobs.remove(file.blob);
	await parts.remove(file.id);
	return true;
}

/** Sweeps at the start and then every hour. */
export const createFileSweeping = (
	deps: SweepDeps & { readonly clock: Clock; readonly failed: (error: unknown) => void },
): Loop =>
	createLoop(deps.clock, {
		async round() {
			await sweepFiles(deps, deps.clock.now());
			return null;
		},
		failed: deps.failed,
		pollMs: hourMs,
	});
