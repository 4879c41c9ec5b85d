import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StorePlace } from '../open-store.ts';
import { databaseOf, hostsOf, shownUrl, storeUrlProblem } from '../system/store-url.ts';

/**
 * A place as it is given on the command line: a folder, `sqlite:` and a folder, or the address of a MongoDB. A string says
 * what is wrong, and does not repeat what was given: it may hold a password.
 */
export function placeOf(given: string): StorePlace | string {
	const text = given.trim();
	if (/^mongodb/i.test(text)) {
		const problem = storeUrlProblem(text);
		return problem === null ? { kind: 'mongodb', url: text } : problem;
	}
	const [, scheme = null] = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(text) ?? [];
	if (scheme !== null && scheme.toLowerCase() !== 'sqlite') {
		return `must be a folder, sqlite:<folder> or mongodb://host/database; there is no store "${scheme}:"`;
	}
	const folder = scheme === null ? text : text.slice('sqlite:'.length);
	if (folder === '') return 'must name a folder, such as sqlite:./data';
	return { kind: 'sqlite', dataDir: resolve(folder.replace(/^\/\/(?=\/)/, '')) };
}

/** As it may be shown to anybody. */
export const shown = (place: StorePlace): string =>
	place.kind === 'sqlite' ? place.dataDir : shownUrl(place.url);

/** Two names of one MongoDB host are not seen here; that its database is not empty is. */
export function isSamePlace(left: StorePlace, right: StorePlace): boolean {
	return left.kind === right.kind && identityOf(left) === identityOf(right);
}

function identityOf(place: StorePlace): string {
	if (place.kind === 'sqlite') {
		try {
			return realpathSync(place.dataDir);
		} catch {
			return place.dataDir; // it is not there yet
		}
	}
	return `${hostsOf(place.url).join(',')}/${databaseOf(place.url)}`;
}
