import { openStore, type OpenedStore, type StoreOptions, type StorePlace } from '../open-store.ts';
import { holdsParley } from '../stores/mongo/look.ts';
import { askedBy, noPermission } from './asked-by.ts';
import { copyStore, type Copied, type CopyOptions } from './copy-store.ts';
import { hasDatabase } from './data-folder.ts';
import { BackupProblem } from './format.ts';
import { migrateIntoFolder } from './migrate-into-folder.ts';
import { migrateIntoStore } from './migrate-into-store.ts';
import { copyNode, isEmpty, problemOf, refuseOthers } from './offline.ts';
import { shown } from './places.ts';
import { refuseUnfinished } from './unfinished.ts';

export interface MigrateOptions extends CopyOptions {
	readonly from: StorePlace;
	readonly to: StorePlace;
	/** All that the house declares, `unfinishedCopies` among them. */
	readonly collections: StoreOptions['collections'];
	readonly buildDir: string;
	readonly allowStandalone?: boolean;
	/** What a person should know, once and at once: that an unfinished migration goes on. */
	note(sentence: string): void;
}

export interface Migrated extends Copied {
	/** Where the data are that the target folder held before; null: there were none. */
	readonly aside: string | null;
}

/** Opens either side. */
export type Open = (place: StorePlace) => Promise<OpenedStore>;
/** Copies into a target that was opened, and asks in the end whether both sides are still nobody else's. */
export type Copy = (
	target: OpenedStore,
	...how: [Parameters<typeof copyStore>[2], Parameters<typeof copyStore>[3]]
) => Promise<Copied>;

/**
 * Moves everything from one store to another, which must be empty or hold an unfinished migration of the same data. No
 * conversation, document or file in the source is changed. Rejects with BackupProblem or StoreStartError.
 */
export async function migrate(options: MigrateOptions): Promise<Migrated> {
	const { from, to, collections, buildDir, allowStandalone = false } = options;
	const open: Open = (place) =>
		openStore(place, { collections, buildDir, node: copyNode(), allowStandalone });
	// Opening makes what is missing, and there is nothing to move where no Parley ever was.
	const isThere =
		from.kind === 'sqlite'
			? hasFolderData(from.dataDir)
			: holdsParley({ url: from.url, allowStandalone });
	if (!(await isThere.catch(askAgain('--from')))) throw noData(from);
	const source = await open(from).catch(askAgain('--from'));
	try {
		await refuseOthers(source.store, shown(from));
		await refuseUnfinished(source.store).catch(askAgain('--from'));
		if (await isEmpty(source)) throw noData(from);
		const copy: Copy = async (target, marker, begun) => {
			const copied = await copyStore(source, target, marker, begun, options);
			await refuseOthers(source.store, shown(from));
			await refuseOthers(target.store, shown(to));
			return copied;
		};
		const into = { source, open, copy, from: shown(from), options };
		return to.kind === 'sqlite'
			? await migrateIntoFolder(to, into)
			: await migrateIntoStore(to, into);
	} catch (error) {
		throw problemOf(askedBy('--to', error), shown(to), 'migration');
	} finally {
		await source.store.close();
	}
}

const askAgain =
	(option: '--from' | '--to') =>
	(error: unknown): never => {
		throw askedBy(option, error);
	};

async function hasFolderData(dataDir: string): Promise<boolean> {
	return hasDatabase(dataDir).catch((error: unknown) => {
		throw noPermission(dataDir, error);
	});
}

/** What both kinds of target need. */
export interface Into {
	readonly source: OpenedStore;
	readonly open: Open;
	readonly copy: Copy;
	/** The source, as people may read it. */
	readonly from: string;
	readonly options: MigrateOptions;
}

function noData(place: StorePlace): BackupProblem {
	return new BackupProblem(
		'no_data',
		`There are no data of Parley in ${shown(place)}, so there is nothing to migrate. Name the folder or the database that the server uses: --from <place>`,
	);
}
