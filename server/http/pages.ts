import { createHash } from 'node:crypto';
import { DomainError } from '../../shared/errors.ts';
import type { Site, Sites } from '../sites/index.ts';
import { inlineJson, pageText, type Asset } from './assets.ts';
import type { Answer, Call, Route } from './route.ts';

export interface PageDeps {
	readonly assets: ReadonlyMap<string, Asset>;
	readonly sites: Sites;
	readonly publicOrigin: () => string;
}

/** Pages and scripts that a browser loads. Each page carries the strictest policy that it works under. */
export function pageRoutes(deps: PageDeps): Route[] {
	const { assets, sites, publicOrigin } = deps;

	const siteOf = (key: string | undefined): Site => {
		const site = sites.byKey(key ?? '');
		if (site === null)
			throw new DomainError('site_not_found', 'There is no site with this key. Check the address.');
		return site;
	};
	const settingsOf = (site: Site) => ({ key: site.key, name: site.name, url: publicOrigin() });

	/** The loader with this site's look inside (D28): one request, cached for five minutes. */
	function loader({ query }: Call): Answer {
		const site = siteOf(query['site']);
		const script = assets.get('widget/loader.js');
		if (script === undefined)
			throw new Error('build/widget/loader.js is missing: run npm run build.');
		const body = script.body
			.toString('utf8')
			.replace('"__PARLEY_SETTINGS__"', () => inlineJson(settingsOf(site)));
		return {
			type: 'text/javascript; charset=utf-8',
			body,
			headers: {
				'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400',
				'Cross-Origin-Resource-Policy': 'cross-origin',
				ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
			},
		};
	}

	/** The panel: in the frame that the loader makes, and alone as the hosted chat. */
	function panel({ params }: Call): Answer {
		const site = siteOf(params['key']);
		const ancestors = site.origins.length === 0 ? '*' : ["'self'", ...site.origins].join(' ');
		return html(
			pageText(assets, 'widget/panel.html').replace('__PARLEY_SETTINGS__', () =>
				inlineJson(settingsOf(site)),
			),
			{
				'Content-Security-Policy': panelPolicy(publicOrigin(), ancestors),
			},
		);
	}

	const consolePage = (): Answer =>
		html(pageText(assets, 'console/index.html'), {
			'Content-Security-Policy': consolePolicy(publicOrigin()),
		});

	/** A page of another site, so that what is tried here is what a visitor meets (D32). */
	async function demo(): Promise<Answer> {
		const site = await sites.first();
		const page = pageText(assets, 'widget/demo.html')
			.replaceAll('__PARLEY_URL__', publicOrigin())
			.replaceAll('__PARLEY_SITE__', site.key);
		return html(page, {});
	}

	function asset({ params, query }: Call): Answer {
		const found = assets.get(`${params['folder'] ?? ''}/${params['name'] ?? ''}`);
		if (found === undefined || found.type.startsWith('text/html')) {
			throw new DomainError('route_not_found', 'There is no such file.');
		}
		const lasting = query['v'] === found.hash;
		return {
			type: found.type,
			body: found.body,
			headers: { 'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache' },
		};
	}

	const get = (path: string, handle: Route['handle'], anyHost = false): Route => ({
		method: 'GET',
		path,
		policy: 'public',
		anyHost,
		handle,
	});
	return [
		get('/', () => ({ redirect: '/console' })),
		get('/widget.js', loader, true),
		get('/chat/:key', panel),
		get('/console', consolePage),
		get('/console/*rest', consolePage),
		get('/demo', demo, true),
		get('/assets/:folder/:name', asset, true),
	];
}

const html = (body: string, headers: Readonly<Record<string, string>>): Answer => ({
	type: 'text/html; charset=utf-8',
	body,
	headers: { 'Cache-Control': 'no-store', ...headers },
});

const socketOrigin = (origin: string): string => origin.replace(/^http/, 'ws');

const panelPolicy = (origin: string, ancestors: string): string =>
	[
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' blob:",
		`connect-src 'self' ${socketOrigin(origin)}`,
		"base-uri 'none'",
		"form-action 'none'",
		`frame-ancestors ${ancestors}`,
		"require-trusted-types-for 'script'",
	].join('; ');

const consolePolicy = (origin: string): string =>
	[
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' blob: data:",
		"manifest-src 'self'",
		`connect-src 'self' ${socketOrigin(origin)}`,
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join('; ');
