import { freshDatabaseUrl, isStandalone } from './test-url.ts';

/** Whether the tests of the whole server run on MongoDB now; else on SQLite. */
const isWanted = process.env.TEST_STORE === 'mongodb';
const databases = new Map<string, string>();

/** The settings of a server with this data folder, which finds the same database when it is started again. */
export function storeSettings(dataDir: string): {
	readonly storeUrl: string | null;
	readonly allowStandalone: boolean;
	readonly key: string | null;
} {
	if (!isWanted) return { storeUrl: null, allowStandalone: false, key: null };
	const storeUrl = databases.get(dataDir) ?? freshDatabaseUrl();
	databases.set(dataDir, storeUrl);
	const key = Buffer.alloc(32, 'k').toString('base64');
	return { storeUrl, allowStandalone: isStandalone, key };
}

export async function dropDatabaseOf(dataDir: string): Promise<void> {
	const url = databases.get(dataDir);
	if (url === undefined) return;
	databases.delete(dataDir);
	// Tests on SQLite must not wait for the driver to be loaded.
	const { dropDatabase } = await import('./open-for-test.ts');
	await dropDatabase(url);
}
