import type { StorePlace } from '../open-store.ts';
import { alreadyThere } from './already-there.ts';
import { CopyDiffers, type Pair } from './compare.ts';
import { SourceChanged } from './copy-store.ts';
import { BackupProblem } from './format.ts';
import type { Into, Migrated } from './migrate.ts';
import { isEmpty, refuseOthers } from './offline.ts';
import { shown } from './places.ts';
import { markerIn, newMigration } from './unfinished.ts';

/** Into a database that has no place beside it: it says in itself that it is unfinished, until it is not. */
export async function migrateIntoStore(to: StorePlace, into: Into): Promise<Migrated> {
	const { source, open, copy, from, options } = into;
	const where = shown(to);
	const target = await open(to);
	try {
		await refuseOthers(target.store, where);
		const marker = markerIn(target.store);
		let begun = await marker.read();
		if (begun === null) {
			await refuseData(to, target, into);
			begun = newMigration(source.store, from, options.clock.now());
			await marker.write(begun);
		} else if (begun.kind !== 'migrate' || begun.epoch !== source.store.epoch) {
			throw new BackupProblem(
				'holds_data',
				`${where} holds half a copy of something else (a ${begun.kind === 'migrate' ? 'migration' : 'restore'} from ${begun.from}). ${otherName}`,
			);
		} else {
			options.note(
				`An unfinished migration goes on: ${begun.rows} events and documents are there already.`,
			);
		}
		const copied = await copy(target, marker, begun);
		await marker.remove();
		return { ...copied, aside: null };
	} catch (error) {
		if (error instanceof CopyDiffers) {
			throw new CopyDiffers(
				error.compared,
				`${error.message} Nothing uses ${where} yet. ${otherName}`,
			);
		}
		if (!(error instanceof SourceChanged)) throw error;
		throw new BackupProblem(
			'differs',
			`${from} has changed since its migration into ${where} began, which holds half a copy of before. ${otherName}`,
			error,
		);
	} finally {
		await target.store.close();
	}
}

const otherName =
	'Drop that database, or name another one: --to mongodb://host/<another name>; then run parley migrate again.';

async function refuseData(to: StorePlace, target: Pair, into: Into): Promise<void> {
	if (await isEmpty(target)) return;
	if (target.store.epoch === into.source.store.epoch) {
		throw await alreadyThere(to, into.source, target, into.options.signal);
	}
	throw new BackupProblem('holds_data', `${shown(to)} holds data already. ${otherName}`);
}
