import { openStore, type StoreOptions, type StorePlace } from '../open-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pair } from './compare.ts';
import { erasableBlobs } from '../files/index.ts';
import { rebuildDerived, type Rebuilt } from './derived.ts';
import { BackupProblem, noCounts, type Counts, type Header } from './format.ts';
import { loadBackup } from './load-backup.ts';
import { copyNode, isEmpty, problemOf, refuseOthers } from './offline.ts';
import { shown } from './places.ts';
import { verifyBackup } from './read-backup.ts';
import { markerIn, type Unfinished } from './unfinished.ts';

export interface StoreRestoreOptions {
	/** Of the backup. */
	readonly path: string;
	readonly to: StorePlace;
	/** All that the house declares, `unfinishedCopies` among them. */
	readonly collections: StoreOptions['collections'];
	readonly buildDir: string;
	readonly allowStandalone?: boolean;
	readonly clock: Clock;
	/** Its reason is what the restore rejects with. */
	readonly signal?: AbortSignal;
	/** What is done now, and how far it is. */
	progress(step: 'reading' | 'loading' | 'rebuilding', counts: Counts | Rebuilt): void;
}
export interface StoreRestored {
	readonly header: Header;
	readonly counts: Counts;
	readonly rebuilt: Rebuilt;
	readonly leftOut: readonly string[];
}

/**
 * Reads the whole backup once and changes nothing; then loads it into a database that must be empty, or hold what an
 * interrupted restore of the same backup left. Until it is done nobody can start on that database. Rejects with
 * BackupProblem or StoreStartError.
 */
export async function restoreIntoStore(options: StoreRestoreOptions): Promise<StoreRestored> {
	const { path, to, collections, buildDir, allowStandalone = false } = options;
	const { header } = await verifyBackup(path, (counts) => {
		options.signal?.throwIfAborted();
		options.progress('reading', counts);
	});
	const node = copyNode();
	const target = await openStore(to, { collections, buildDir, node, allowStandalone });
	try {
		await refuseOthers(target.store, shown(to));
		return await loadInto(target, header, options);
	} catch (error) {
		throw problemOf(error, shown(to), 'restore');
	} finally {
		await target.store.close();
	}
}

async function loadInto(
	target: Pair,
	header: Header,
	{ path, to, clock, signal, progress }: StoreRestoreOptions,
): Promise<StoreRestored> {
	const marker = markerIn(target.store);
	let begun = await marker.read();
	if (begun === null) {
		if (!(await isEmpty(target))) throw holdsData(`${shown(to)} holds data already`);
		begun = newRestore(header, path);
		await marker.write(begun);
	} else if (!isOf(begun, header)) {
		const what = begun.kind === 'restore' ? 'restore' : 'migration';
		throw holdsData(
			`${shown(to)} holds half a copy of something else (a ${what} of ${begun.from})`,
		);
	}
	// What is there already is left as it is, so the same backup can simply be loaded once more.
	const loaded =
		begun.step === 'loading'
			? await loadBackup(path, target, {
					progress: (done) => progress('loading', done),
					...(signal === undefined ? {} : { signal }),
				})
			: { counts: noCounts(), leftOut: [] };
	await marker.write({ ...begun, step: 'finishing' });
	const rebuilt = await rebuildDerived({
		store: target.store,
		blobs: erasableBlobs(target.store, target.blobs),
		clock,
		timelines: { forget: () => undefined },
		isIndexEmpty: true,
		progress(done) {
			signal?.throwIfAborted();
			progress('rebuilding', done);
		},
	});
	await marker.remove();
	return { header, counts: loaded.counts, leftOut: loaded.leftOut, rebuilt };
}

const newRestore = (header: Header, path: string): Unfinished => ({
	kind: 'restore',
	epoch: header.epoch,
	from: path,
	at: Date.parse(header.createdAt),
	step: 'loading',
	rows: 0,
	sum: '',
});

const isOf = ({ kind, epoch, at }: Unfinished, header: Header): boolean =>
	kind === 'restore' && epoch === header.epoch && at === Date.parse(header.createdAt);

const holdsData = (what: string): BackupProblem =>
	new BackupProblem(
		'holds_data',
		`${what}. Name an empty database in STORE_URL (mongodb://host/<another name>), or drop this one; --replace is for data folders.`,
	);
