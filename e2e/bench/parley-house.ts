import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { exampleFile } from '../../plugins/example-file/index.ts';
import { collections } from '../../server/house.ts';
import { openStore } from '../../server/open-store.ts';
import { createSecretBox } from '../../server/plugin-host/secret-box.ts';
import { createSettingsStore } from '../../server/plugin-host/settings.ts';
import { agentsCollection, hashOf, sessionsCollection } from '../../server/routing/index.ts';
import { sitesCollection } from '../../server/sites/index.ts';
import { loadDataKey } from '../../server/system/data-key.ts';
import type { AgentId, SiteId } from '../../shared/ids.ts';
import { buildDir } from './setting.ts';

/** A data folder with agents who are signed in, each for a site of their own. */
export interface ParleyHouse {
	readonly dataDir: string;
	readonly siteKeys: readonly string[];
	/** One for each agent. */
	readonly cookies: readonly string[];
	/** Of visitor n; new in each house, so that visitors of a used folder are new too. */
	token(visitor: number): string;
}

export interface Furnishing {
	readonly agents: number;
	readonly fileSink: boolean;
	/** Null: SQLite in the folder. */
	readonly storeUrl: string | null;
}

/** Writes straight into the store: set-up by hand makes one owner, who would hear everything. */
export async function furnish(
	dataDir: string,
	{ agents, fileSink, storeUrl }: Furnishing,
): Promise<ParleyHouse> {
	const { store } = await openStore(
		storeUrl === null ? { kind: 'sqlite', dataDir } : { kind: 'mongodb', url: storeUrl },
		{ collections, buildDir, node: `bench:${dataDir}` },
	);
	const run = randomBytes(4).toString('hex');
	const siteKeys: string[] = [];
	const cookies: string[] = [];
	for (let i = 0; i < agents; i += 1) {
		const site = `s_${run}${i}` as SiteId;
		const agent = `a_${run}${i}` as AgentId;
		const key = `${run}${i}`;
		const secret = randomBytes(32).toString('base64url');
		const createdAt = Date.now();
		const email = `${agent}@example.com`;
		await Promise.all([
			store.insert(sitesCollection, { id: site, key, name: key, origins: [], createdAt }),
			store.insert(agentsCollection, {
				id: agent,
				name: `Agent ${i}`,
				email,
				emailKey: email,
				role: 'agent',
				sites: [site],
				passwordHash: '',
				createdAt,
				status: 'available',
				statusAt: createdAt,
				capacity: null,
				slots: [],
				photo: null,
				prefs: {},
				isOff: false,
				accountRev: 0,
			}),
			store.insert(sessionsCollection, {
				id: hashOf(secret),
				agent,
				createdAt,
				expiresAt: createdAt + 3_600_000,
			}),
		]);
		siteKeys.push(key);
		cookies.push(`parley_session=${secret}`);
	}
	if (fileSink) {
		const settings = createSettingsStore(
			store,
			createSecretBox([loadDataKey(dataDir, null).bytes]),
		);
		const values = { path: join(dataDir, 'sink.jsonl') };
		await settings.save(exampleFile, { rev: 0, enabled: true, values });
	}
	await store.close();
	const token = (visitor: number): string =>
		createHash('sha256').update(`${run} ${visitor}`).digest('base64url');
	return { dataDir, siteKeys, cookies, token };
}
