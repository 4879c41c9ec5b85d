import { DomainError } from '../../shared/errors.ts';
import { textOf as wordOf } from '../../shared/site/words.ts';
import { answerAsset } from './answer-asset.ts';
import { hashOf, pageText, type Asset } from './assets.ts';
import { compress } from './compress.ts';
import { statusOf } from './errors.ts';
import { chooseLanguage } from './languages.ts';
import { noticePage } from './notice-page.ts';
import { consolePolicy, workerPolicy } from './policies.ts';
import type { Answer, Call, Route } from './route.ts';
import { createWidgetPages, type WidgetPageDeps } from './widget-pages.ts';

/** Pages and scripts that a browser loads. Each page carries the strictest policy that it works under. */
export function pageRoutes(deps: WidgetPageDeps): Route[] {
	const { assets, sites, publicOrigin } = deps;
	const widget = createWidgetPages(deps);
	const consoleText = Buffer.from(pageText(assets, 'console/index.html'));
	const consoleAsset: Promise<Asset> = compress(consoleText).then((encoded) => ({
		body: consoleText,
		type: html,
		hash: hashOf(consoleText),
		encoded,
	}));

	const consolePage = async (call: Call): Promise<Answer> =>
		answerAsset(await consoleAsset, call, {
			'Cache-Control': 'no-store',
			'Content-Security-Policy': consolePolicy(publicOrigin()),
		});

	/** Beside the page, because a worker may only look after what lies below its own address: the header lets it have the page too. */
	function worker(call: Call): Answer {
		const found = assets.get('console/worker.js');
		if (found === undefined) throw new DomainError('route_not_found', 'There is no such file.');
		return answerAsset(found, call, {
			'Cache-Control': 'no-cache',
			'Service-Worker-Allowed': '/console',
			'Content-Security-Policy': workerPolicy,
		});
	}

	/** A page of another site, so that what is tried here is what a visitor meets (D32). */
	async function demo(): Promise<Answer> {
		const site = await sites.first();
		const body = pageText(assets, 'widget/demo.html')
			.replaceAll('__PARLEY_URL__', publicOrigin())
			.replaceAll('__PARLEY_SITE__', site.key);
		return { type: html, body, headers: { 'Cache-Control': 'no-store' } };
	}

	function asset(call: Call): Answer {
		const { params, query } = call;
		const found = assets.get(`${params['folder'] ?? ''}/${params['name'] ?? ''}`);
		if (found === undefined || found.type === html) {
			throw new DomainError('route_not_found', 'There is no such file.');
		}
		const lasting = query['v'] === found.hash;
		return answerAsset(found, call, {
			'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
			// The loader imports a part of itself into the page of the shop, and such a script has to be allowed.
			'Access-Control-Allow-Origin': '*',
			'Cross-Origin-Resource-Policy': 'cross-origin',
		});
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
		get('/widget.js', widget.loader, true),
		get('/chat/:key', widget.panel),
		get('/chat/:key/colours.css', widget.colours),
		get('/console', consolePage),
		get('/console/worker.js', worker),
		get('/console/*rest', consolePage),
		get('/demo', demo, true),
		get('/assets/:folder/:name', asset, true),
	];
}

const html = 'text/html; charset=utf-8';

/** What a person sees instead of JSON, for what cannot be found any more; null: not for a person, or not of this kind. */
export type ErrorPage = (error: DomainError, header: Call['header']) => Answer | null;

export const errorPage =
	({ languages }: Pick<WidgetPageDeps, 'languages'>): ErrorPage =>
	({ code, message }, header) => {
		const status = statusOf[code];
		if (status !== 404 && status !== 410) return null;
		const { language } = chooseLanguage(languages, {
			fixed: 'auto',
			page: undefined,
			browser: header('Accept-Language') ?? undefined,
		});
		const say = (word: string) => wordOf(language.words, language.tag, word);
		const more = code === 'route_not_found' ? say('notFoundMore') : message;
		return noticePage(status, language, say('notFound'), more);
	};
