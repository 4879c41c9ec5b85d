import type { BlobId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { DumpRow } from '../ports/store.ts';
import { compare, type Compared, type Pair } from './compare.ts';
import { erasableBlobs } from '../files/index.ts';
import { rebuildDerived, type Rebuilt } from './derived.ts';
import { addTo, BackupProblem, noCounts, type Counts } from './format.ts';
import { rowsOf } from './copied-rows.ts';
import { Tally, textOf } from './tally.ts';
import type { Marker, Unfinished } from './unfinished.ts';

export type CopyProgress =
	| { readonly step: 'copying'; readonly counts: Counts }
	/** Part of the whole, 0 to 1. */
	| { readonly step: 'comparing'; readonly done: number }
	| { readonly step: 'indexing'; readonly rebuilt: Rebuilt };

export interface CopyOptions {
	readonly clock: Clock;
	/** Its reason is what the copy rejects with. */
	readonly signal?: AbortSignal;
	progress?(at: CopyProgress): void;
}

export interface Copied {
	readonly counts: Counts;
	/** All that was found to be the same, be it before the copy was interrupted. */
	readonly compared: readonly Compared[];
	readonly rebuilt: Rebuilt;
	/** Files that were damaged in the source; copied as they are. */
	readonly damagedFiles: readonly BlobId[];
}

/** Somebody wrote in the source after its copy had begun. */
export class SourceChanged extends Error {
	override readonly name = 'SourceChanged';
}

/** Rows that are loaded together, by number and by size of their text. */
const most = { rows: 500, chars: 1024 * 1024 };
/** A small file costs a database several commands, one after the other. */
const filesTogether = 8;

/**
 * Makes the target what the source is, epoch included, or goes on with that where `begun` says it was interrupted. No
 * conversation, document or file in the source is changed. Rejects with CopyDiffers, SourceChanged, the signal's reason, or
 * what a store says.
 */
export async function copyStore(
	source: Pair,
	target: Pair,
	marker: Marker,
	begun: Unfinished,
	options: CopyOptions,
): Promise<Copied> {
	const counts = noCounts();
	const state = await copyRows(source, target, marker, begun, { ...options, counts });
	let found = state.found ?? { counts, compared: [], damagedFiles: [] };
	if (state.step === 'loading') {
		const damagedFiles = await copyFiles(source, target, { ...options, counts });
		const { signal, progress } = options;
		const compared = await compare(source, target, {
			...(signal === undefined ? {} : { signal }),
			progress: (rows) => progress?.({ step: 'comparing', done: Math.min(1, rows / state.rows) }),
		});
		found = { counts, compared: compared.map(sumOf), damagedFiles };
		await marker.write({ ...state, step: 'finishing', found });
	}
	const rebuilt = await rebuildDerived({
		store: target.store,
		blobs: erasableBlobs(target.store, target.blobs),
		clock: options.clock,
		timelines: { forget: () => undefined },
		isIndexEmpty: true,
		progress(done) {
			options.signal?.throwIfAborted();
			options.progress?.({ step: 'indexing', rebuilt: done });
		},
	});
	await target.store.beginEpoch(source.store.epoch);
	const compared = found.compared.map(({ name, ...sum }) => ({ name, source: sum, target: sum }));
	return {
		counts: found.counts,
		compared,
		rebuilt,
		damagedFiles: found.damagedFiles as BlobId[],
	};
}

/** Both sides are the same by then. */
const sumOf = ({ name, source: { count, sum } }: Compared) => ({ name, count, sum });

type Inner = CopyOptions & { readonly counts: ReturnType<typeof noCounts> };

/** Reads past what is copied already without asking the target, and sees by the sum whether it is still the same. */
async function copyRows(
	source: Pair,
	target: Pair,
	marker: Marker,
	begun: Unfinished,
	{ signal, progress, counts }: Inner,
): Promise<Unfinished> {
	const read = new Tally();
	let state = begun;
	let batch: DumpRow[] = [];
	let chars = 0;

	async function flush(): Promise<void> {
		signal?.throwIfAborted();
		progress?.({ step: 'copying', counts });
		if (batch.length === 0) return;
		await load(target, batch);
		state = { ...state, rows: read.count, sum: read.sum };
		await marker.write(state);
		batch = [];
		chars = 0;
	}

	for await (const row of rowsOf(source.store)) {
		const text = textOf(row);
		read.add(text);
		addTo(counts, row);
		if (read.count <= begun.rows) {
			if (read.count === begun.rows && read.sum !== begun.sum) throw new SourceChanged();
			if (read.count % most.rows === 0) await flush();
			continue;
		}
		// All was copied and compared, and now there is more.
		if (begun.step !== 'loading') throw new SourceChanged();
		batch.push(row);
		chars += text.length;
		if (batch.length >= most.rows || chars >= most.chars) await flush();
	}
	if (read.count < begun.rows) throw new SourceChanged();
	await flush();
	return state;
}

async function load({ store }: Pair, rows: readonly DumpRow[]): Promise<void> {
	try {
		await store.load(rows);
	} catch (error) {
		if (!(error instanceof DuplicateKey)) throw error;
		throw new BackupProblem(
			'damaged',
			`The source holds two documents that share what only one may have (index ${error.index}). Run parley repair on it, then migrate again.`,
			error,
		);
	}
}

/** Says which ones were not what they had been when they were stored. */
async function copyFiles(
	source: Pair,
	target: Pair,
	{ signal, progress, counts }: Inner,
): Promise<BlobId[]> {
	const damaged: BlobId[] = [];
	async function copyOne(id: BlobId): Promise<void> {
		const info = await source.blobs.info(id);
		if (info === null) return;
		addTo(counts, { kind: 'blob', blob: info });
		const there = await target.blobs.info(id);
		if (there !== null && there.size === info.size && there.sha256 === info.sha256) return;
		const bytes = await source.blobs.open(id);
		if (bytes === null) return;
		const { sha256 } = await target.blobs.putAs(id, bytes);
		if (sha256 !== info.sha256) damaged.push(id);
	}
	let waiting: BlobId[] = [];
	async function flush(): Promise<void> {
		signal?.throwIfAborted();
		progress?.({ step: 'copying', counts });
		await Promise.all(waiting.map(copyOne));
		waiting = [];
	}
	for await (const { id } of source.blobs.list()) {
		waiting.push(id);
		if (waiting.length >= filesTogether) await flush();
	}
	await flush();
	return damaged;
}
