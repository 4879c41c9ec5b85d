import { rm } from 'node:fs/promises';
import type { StorePlace } from '../open-store.ts';
import { tryLock } from '../stores/sqlite/lock.ts';
import { alreadyThere } from './already-there.ts';
import { SourceChanged, type Copied } from './copy-store.ts';
import {
	freeAside,
	hasDatabase,
	migratingPath,
	putInPlace,
	removeSecondNames,
	settleOldData,
} from './data-folder.ts';
import { BackupProblem } from './format.ts';
import { CopyDiffers } from './compare.ts';
import type { Into, Migrated } from './migrate.ts';
import { markerBeside, newMigration } from './unfinished.ts';

/** The copy is made in DATA_DIR/migrating, where nobody starts it, and put in its place by one rename. */
export async function migrateIntoFolder(to: Folder, into: Into): Promise<Migrated> {
	const migrated = await migrateIntoOther(to, into);
	if (migrated !== null) return migrated;
	const target = await into.open(to);
	try {
		throw await alreadyThere(to, into.source, target, into.options.signal);
	} finally {
		await target.store.close();
	}
}

type Folder = Extract<StorePlace, { kind: 'sqlite' }>;

/** Null: the folder holds a copy of these data already. */
async function migrateIntoOther({ dataDir }: Folder, into: Into): Promise<Migrated | null> {
	const release = await tryLock(dataDir);
	if (release === null) {
		throw new BackupProblem(
			'locked',
			`Parley is running on ${dataDir}. Stop it, then migrate: its data must not change meanwhile.`,
		);
	}
	try {
		const made = migratingPath(dataDir);
		const old = await settleOldData(dataDir);
		if (old.conversations > 0 || old.isDamaged) {
			if (old.epoch === into.source.store.epoch) {
				// Killed after the last step, a migration leaves its note.
				if (!(await hasDatabase(made))) await rm(made, { recursive: true, force: true });
				return null;
			}
			const what = old.isDamaged ? 'a damaged database' : `${old.conversations} conversations`;
			throw new BackupProblem(
				'holds_data',
				`${dataDir} holds ${what}. Migrate into an empty folder: --to sqlite:<folder>`,
			);
		}
		await removeSecondNames(dataDir);
		const copied = await makeCopy(made, into);
		const aside = old.isThere ? await freeAside(dataDir, into.options.clock.now()) : null;
		await putInPlace(dataDir, made, aside, old.isDamaged);
		return { ...copied, aside };
	} finally {
		release();
	}
}

/** A half copy of something else is of no use to anybody, and goes. */
async function makeCopy(made: string, into: Into): Promise<Copied> {
	const { source, open, copy, from, options } = into;
	const marker = markerBeside(made);
	const found = await marker.read();
	const isOurs = found !== null && found.epoch === source.store.epoch && (await hasDatabase(made));
	if (!isOurs) await rm(made, { recursive: true, force: true });
	else
		options.note(
			`An unfinished migration goes on: ${found.rows} events and documents are there already.`,
		);
	try {
		const target = await open({ kind: 'sqlite', dataDir: made });
		try {
			const begun = isOurs ? found : newMigration(source.store, from, options.clock.now());
			const copied = await copy(target, marker, begun);
			const last = await marker.read();
			if (last !== null) await marker.write({ ...last, step: 'ready' });
			return copied;
		} finally {
			await target.store.close();
		}
	} catch (error) {
		if (error instanceof SourceChanged && isOurs) {
			options.note(`${from} has changed since its migration began: it starts over.`);
			await rm(made, { recursive: true, force: true });
			return makeCopy(made, into);
		}
		if (!(error instanceof CopyDiffers)) throw error;
		await rm(made, { recursive: true, force: true });
		throw new CopyDiffers(
			error.compared,
			`${error.message} Nothing was changed. Run parley migrate again; if that happens again, run parley doctor --full.`,
		);
	}
}
