import { randomBytes } from 'node:crypto';

const hint = 'run it by npm test, or set MONGO_TEST_URL=mongodb://...';

/** Whether it is one server without a replica set: then there are no transactions on it. */
export const isStandalone = process.env.MONGO_TEST_STANDALONE === '1';

/** The MongoDB that the tests use, or null without any. */
export function mongoTestUrl(): string | null {
	return process.env.MONGO_TEST_URL || null;
}

/** A `describe` that without any MongoDB counts as one skipped test, whose name says what to do. */
export function describeMongo(name: string, fn: () => void): void {
	if (mongoTestUrl()) {
		describe(name, fn);
	} else {
		describe.skip(name, () => {
			test(`needs a MongoDB: ${hint}`, () => {});
		});
	}
}

/** The URL of a database that no one has used yet, a new one for each call. Throws without any MongoDB. */
export function freshDatabaseUrl(): string {
	const [, server, options = ''] =
		/^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(mongoTestUrl() ?? '') ?? [];
	if (!server) throw new Error(`this test needs a MongoDB: ${hint}`);
	const prefix = process.env.MONGO_TEST_PREFIX ?? 'parley_test_';
	return `${server}/${prefix}${randomBytes(8).toString('hex')}${options}`;
}
