import { createHmac } from 'node:crypto';
import type { SiteId, VisitorId } from '../../../shared/ids.ts';
import { openHostileStore } from '../../stores/hostile/open-hostile-store.ts';
import { randomIds } from '../../system/ids.ts';
import { FakeClock } from '../../timers/testing/fake-clock.ts';
import {
	createIdentities,
	createVisitors,
	createVisitorTokens,
	identitiesCollection,
	linksCollection,
	usedProofsCollection,
	visitorsCollection,
	visitorTokensCollection,
} from '../index.ts';

export const shop = 's_shop' as SiteId;
export const other = 's_other' as SiteId;
/** The site's key: the audience of its proofs. */
export const audience = 'shopkey';
export const key = { kid: 'k1', secret: 'a secret of the site, long enough' };

export async function world() {
	const collections = [
		visitorsCollection,
		visitorTokensCollection,
		linksCollection,
		identitiesCollection,
		usedProofsCollection,
	] as never[];
	const { store } = await openHostileStore({ collections });
	const clock = new FakeClock();
	const faults: unknown[] = [];
	const visitors = createVisitors({ store, clock });
	const tokens = createVisitorTokens({
		store,
		clock,
		ids: randomIds,
		key: Buffer.alloc(32, 7),
		failed: (error) => faults.push(error),
	});
	const identities = createIdentities({ store, ids: randomIds, visitors });
	/** A browser that comes for the first time. */
	const newcomer = async (site = shop): Promise<{ id: VisitorId; token: string }> => {
		const token = randomIds.secret();
		return { id: (await tokens.visitorOf(site, token)) as VisitorId, token };
	};
	return { store, clock, faults, visitors, tokens, identities, newcomer };
}

const part = (json: unknown): string => Buffer.from(JSON.stringify(json)).toString('base64url');

/** A JWT as a site's server makes it. */
export function sign(
	claims: object,
	{ secret = key.secret, header = { alg: 'HS256', typ: 'JWT', kid: key.kid } as object } = {},
): string {
	const text = `${part(header)}.${part(claims)}`;
	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
