import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import { checkFields } from '../../shared/site/check-fields.ts';
import { siteName, siteOrigins } from '../../shared/site/site-change.ts';
import type { Agent } from '../routing/index.ts';
import { snippetOf, type Sightings, type Site, type Sites } from '../sites/index.ts';
import type { Answer, Call, Route } from './route.ts';

export interface SiteRouteDeps {
	readonly sites: Sites;
	readonly sightings: Pick<Sightings, 'of'>;
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

const newSite = z.strictObject({ name: siteName });

/** Sites and what their owner chose. Owners and admins change them; others read what they need to name a site. */
export function siteRoutes({ sites, sightings, publicOrigin }: SiteRouteDeps): Route[] {
	const viewOf = (site: Site) => ({
		id: site.id,
		key: site.key,
		name: site.name,
		origins: site.origins,
		settings: site.settings,
		identityKeys: site.identityKeys.map(({ kid, createdAt }) => ({ kid, createdAt })),
		rev: site.rev,
		snippet: snippetOf(site, publicOrigin()),
		seen: sightings
			.of(site.id)
			.map(({ origin, at }) => ({ origin, at: new Date(at).toISOString() })),
	});

	function list({ agent }: Call): Answer {
		const seen = sites.all().filter((site) => isOf(agent, site.id));
		if (mayChange(agent)) return { json: seen.map(viewOf) };
		// What a console needs to show conversations: topics, limits, whether visitors are watched.
		const some = seen.map(({ id, key, name, settings }) => {
			const { prechat, routing, hours, mode, articles } = settings;
			return { id, key, name, settings: { prechat, routing, hours, mode, articles } };
		});
		return { json: some };
	}

	/** One who looks after some sites only would not see the new one. */
	async function add({ agent, body }: Call): Promise<Answer> {
		if (!mayChange(agent) || agent?.sites !== 'all')
			throw new DomainError('forbidden', 'Only an owner or an admin of all sites may add one.');
		const { name } = checkFields(newSite, body);
		if (sites.all().length >= maxSites)
			throw new DomainError('bad_request', `There can be up to ${maxSites} sites.`);
		return { status: 201, json: viewOf(await sites.create(name)) };
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

	async function dropIdentityKey({ agent, params }: Call): Promise<Answer> {
		const id = idFor(agent, params);
		await sites.dropIdentityKey(id, params['kid'] ?? '');
		return { json: {} };
	}

	const path = '/api/v1/sites';
	return [
		{ method: 'GET', path, policy: 'agent', handle: list },
		{ method: 'POST', path, policy: 'agent', handle: add },
		{ method: 'POST', path: `${path}/:id`, policy: 'agent', handle: edit },
		{ method: 'POST', path: `${path}/:id/identity-keys`, policy: 'agent', handle: addIdentityKey },
		{
			method: 'POST',
			path: `${path}/:id/identity-keys/:kid/delete`,
			policy: 'agent',
			handle: dropIdentityKey,
		},
	];
}

/** All are read at the start of the server. */
const maxSites = 500;

const isOf = (agent: Agent | null, site: SiteId): boolean =>
	agent !== null && (agent.sites === 'all' || agent.sites.includes(site));

const mayChange = (agent: Agent | null): boolean =>
	agent !== null && (agent.role === 'owner' || agent.role === 'admin');

/** The site that the address names, if this agent may change it. Whether there is one is said by who stores it. */
export function idFor(agent: Agent | null, params: Call['params']): SiteId {
	const id = (params['id'] ?? '') as SiteId;
	if (mayChange(agent) && isOf(agent, id)) return id;
	throw new DomainError('forbidden', 'Only an owner or an admin of this site may change it.');
}
