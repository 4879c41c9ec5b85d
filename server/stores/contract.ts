import { blobsContract } from './contract/blobs.ts';
import { documentsRaceContract } from './contract/documents-race.ts';
import { documentsContract } from './contract/documents.ts';
import { dumpContract } from './contract/dump.ts';
import { eraseContract } from './contract/erase.ts';
import { findContract } from './contract/find.ts';
import { lifeContract } from './contract/life.ts';
import { searchContract } from './contract/search.ts';
import { uniqueContract } from './contract/unique.ts';
import { valuesContract } from './contract/values.ts';
import { appendRaceContract } from './contract/append-race.ts';
import { appendContract } from './contract/append.ts';
import { contractCollections } from './contract/collections.ts';
import type { Harness, Opened, Topic } from './contract/harness.ts';
import { killContract } from './contract/kill.ts';
import { lanesRaceContract } from './contract/lanes-race.ts';
import { lanesContract } from './contract/lanes.ts';
import { modelLanesContract } from './contract/model-lanes.ts';
import { modelTimelineContract } from './contract/model-timeline.ts';
import { pageContract } from './contract/page.ts';

export type { Harness, Opened } from './contract/harness.ts';

const topics = {
	append: appendContract,
	'append, many at once': appendRaceContract,
	pages: pageContract,
	lanes: lanesContract,
	'lanes, many at once': lanesRaceContract,
	documents: documentsContract,
	'unique indexes': uniqueContract,
	'documents, many at once': documentsRaceContract,
	find: findContract,
	search: searchContract,
	erasure: eraseContract,
	blobs: blobsContract,
	'hostile values': valuesContract,
	'dump and load': dumpContract,
	'from opening to closing': lifeContract,
	'killed at every step': killContract,
	'any sequence on a timeline': modelTimelineContract,
	'any sequence on lanes': modelLanesContract,
} satisfies Record<string, (topic: Topic) => void>;

/**
 * What every store keeps, whatever it is made of. Call it in the store's own test file; contract/harness.ts says what it
 * asks for.
 */
export function storeContract(name: string, harness: Harness): void {
	describe(`${name} keeps the store's contract`, () => {
		for (const [title, contract] of Object.entries(topics)) {
			describe(title, () => {
				let opened: Opened;
				beforeAll(async () => {
					opened = await harness.open(contractCollections);
				});
				afterAll(() => opened.close());
				contract({ store: () => opened.store, opened: () => opened, harness });
			});
		}
	});
}
