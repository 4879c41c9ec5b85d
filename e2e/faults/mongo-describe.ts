import { cachedMongod, findMongod } from './mongo-binary.ts';
import { startMongoSet, type MongoSet } from './mongo-set.ts';

/** Whether there is a real mongod: the runner of the tests said so, or it was there before. The stand-in knows no replica sets. */
const isReal =
	(process.env.MONGO_TEST_WHAT ?? '').startsWith('real mongod') || cachedMongod() !== null;

/** A `describe` with a replica set of three members of its own; without a real mongod one skipped test that says so. */
export function describeMongoSet(name: string, fn: (set: () => MongoSet) => void): void {
	if (!isReal) {
		describe.skip(name, () => {
			test('needs a real mongod, which npm test could not fetch (it says why)', () => {});
		});
		return;
	}
	describe(name, () => {
		let set: MongoSet | null = null;
		beforeAll(async () => {
			const binary = await findMongod();
			if (binary === null) throw new Error('The mongod that the tests run on was not found.');
			set = await startMongoSet(binary);
		});
		afterAll(() => set?.stop());
		fn(() => {
			if (set === null) throw new Error('The replica set did not start.');
			return set;
		});
	});
}
