import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import { checkFields } from '../../shared/site/check-fields.ts';
import { siteName, siteOrigins } from '../../shared/site/site-change.ts';
import type { Agent } from '../routing/index.ts';
import { snippetOf, type Site, type Sites } from '../sites/index.ts';
import type { Answer, Call, Route } from './route.ts';

export interface SiteRouteDeps {
	readonly sites: Sites;
	readonly publicOrigin: () => string;
}

const change = z.strictObject({
	/** Of the site that the change was made on. */
	rev: z.number().int(),
	name: siteName.optional(),
	origins: siteOrigins.optional(),
	/** Sections and their fields are checked where they are merged with what is stored. */
	settings: z.record(z.string(), z.unknown()).optional(),
});

/** Sites and what their owner chose. Owners and admins change them; others read what they need to name a site. */
export function siteRoutes({ sites, publicOrigin }: SiteRouteDeps): Route[] {
	const viewOf = (site: Site) => ({
		id: site.id,
		key: site.key,
		name: site.name,
		origins: site.origins,
		settings: site.settings,
		identityKeys: site.identityKeys.map(({ kid, createdAt }) => ({ kid, createdAt })),
		rev: site.rev,
		snippet: snippetOf(site, publicOrigin()),
	});

	function list({ agent }: Call): Answer {
		const seen = sites.all().filter((site) => isOf(agent, site.id));
		if (mayChange(agent)) return { json: seen.map(viewOf) };
		return { json: seen.map(({ id, key, name }) => ({ id, key, name })) };
	}

	async function edit({ agent, params, body }: Call): Promise<Answer> {
		const id = idFor(agent, params);
		const { rev, name, origins, settings } = checkFields(change, body);
		const changed = await sites.change(id, rev, {
			...(name === undefined ? {} : { name }),
			...(origins === undefined ? {} : { origins }),
			...(settings === undefined ? {} : { settings }),
		});
		return { json: viewOf(changed) };
	}

	async function addIdentityKey({ agent, params }: Call): Promise<Answer> {
		const { kid, secret } = await sites.newIdentityKey(idFor(agent, params));
		return { json: { kid, secret } };
	}

	const path = '/api/v1/sites';
	return [
		{ method: 'GET', path, policy: 'agent', handle: list },
		{ method: 'POST', path: `${path}/:id`, policy: 'agent', handle: edit },
		{ method: 'POST', path: `${path}/:id/identity-keys`, policy: 'agent', handle: addIdentityKey },
	];
}

const isOf = (agent: Agent | null, site: SiteId): boolean =>
	agent !== null && (agent.sites === 'all' || agent.sites.includes(site));

const mayChange = (agent: Agent | null): boolean =>
	agent !== null && (agent.role === 'owner' || agent.role === 'admin');

/** The site that the address names, if this agent may change it. Whether there is one is said by who stores it. */
function idFor(agent: Agent | null, params: Call['params']): SiteId {
	const id = (params['id'] ?? '') as SiteId;
	if (mayChange(agent) && isOf(agent, id)) return id;
	throw new DomainError('forbidden', 'Only an owner or an admin of this site may change it.');
}
