import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Collection, Doc, Store } from '../ports/store.ts';
import { countsSchema } from './format.ts';
import { StoreStartError } from '../stores/start-error.ts';

const schema = z.object({
	kind: z.enum(['migrate', 'restore']),
	/** Which history is copied, and from where as people may read it: a place without its password, or a backup's file. */
	epoch: z.string(),
	from: z.string(),
	/** When it began, or for a restore when the backup was made; with the epoch it names what is copied. */
	at: z.number(),
	/**
	 * `loading`: rows and files are copied and compared. `finishing`: all is there, lists and search are made. `ready`: the
	 * copy is whole and only has to be put in its place.
	 */
	step: z.enum(['loading', 'finishing', 'ready']),
	/** How many rows of the source are durable in the copy, and the sum of these (tally.ts). */
	rows: z.number(),
	sum: z.string(),
	/** From `finishing` on: what was copied and found to be the same, for the words at the end. */
	found: z
		.object({
			counts: countsSchema,
			compared: z.array(z.object({ name: z.string(), count: z.number(), sum: z.string() })),
			damagedFiles: z.array(z.string()),
		})
		.optional(),
});

/** How far a copy is that somebody may have to go on with. */
export type Unfinished = z.infer<typeof schema>;

/** Where that is kept while the copy is made. It never says more than what is durable in the copy. */
export interface Marker {
	read(): Promise<Unfinished | null>;
	write(state: Unfinished): Promise<void>;
}

export const newMigration = (
	source: Pick<Store, 'epoch'>,
	from: string,
	now: number,
): Unfinished => ({
	kind: 'migrate',
	epoch: source.epoch,
	from,
	at: now,
	step: 'loading',
	rows: 0,
	sum: '',
});

type StateDoc = Doc & Unfinished;
export const unfinishedCopies: Collection<StateDoc> = { name: 'unfinished_copies', indexes: {} };
const stateId = 'state';

/**
 * In the copy itself, for a store that cannot be made beside its place: written first and removed last. What is not
 * understood is no sign of a whole copy: `read` rejects with StoreStartError('unfinished') then.
 */
export function markerIn(store: Store): Marker & { remove(): Promise<void> } {
	return {
		async read() {
			const found = await store.get(unfinishedCopies, stateId);
			if (found === null) return null;
			const { data, error } = schema.safeParse(found);
			if (data === undefined) throw new StoreStartError('unfinished', strangeSentence, error);
			return data;
		},
		async write(state) {
			await store.put(unfinishedCopies, { ...state, id: stateId });
		},
		async remove() {
			await store.remove(unfinishedCopies, stateId);
		},
	};
}

/**
 * Beside the copy, so that the copy itself is whole before it is put in its place. A file that cannot be understood, as a
 * power cut may leave it, counts as none.
 */
export function markerBeside(folder: string): Marker {
	const path = join(folder, 'unfinished.json');
	return {
		async read() {
			try {
				return schema.parse(JSON.parse(await readFile(path, 'utf8')));
			} catch {
				return null;
			}
		},
		async write(state) {
			await writeFile(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
			await rename(`${path}.new`, path);
		},
	};
}

const strangeSentence =
	'The database holds half a copy: a note in it says so, which this version of Parley does not understand. Go on with the version that began the copy, by the same command; or name another database.';

/** Nobody may work on half a copy. Rejects with StoreStartError('unfinished'). */
export async function refuseUnfinished(store: Store): Promise<void> {
	const state = await markerIn(store).read();
	if (state !== null) throw new StoreStartError('unfinished', unfinishedSentence(state));
}

export function unfinishedSentence({ kind, from }: Unfinished): string {
	const [what, again] =
		kind === 'migrate'
			? [`migration from ${from}`, 'parley migrate']
			: [`restore of ${from}`, 'parley restore'];
	return `The database of STORE_URL holds half a copy: a ${what} was not finished. Run ${again} with the same words again, it goes on where it was; or name another database.`;
}
