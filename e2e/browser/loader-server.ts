import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { z } from 'zod';
import { inlineJson } from '../../server/http/assets.ts';
import { greetingsScript } from '../../server/http/loader-greetings.ts';
import { loaderSettingsOf } from '../../server/http/widget-settings.ts';
import { siteSettings } from '../../shared/site/site-settings.ts';
import type { WordList } from '../../shared/site/words.ts';
import { listenAlone } from './host-page.ts';

/*
 * A server of which only the loader and its settings are real: the panel is a page of a few lines that answers as told. So a test can let the server
 * be slow, silent, wrong or away.
 */

const root = join(import.meta.dirname, '../..');

/** From the sources, so that a half-built folder does not matter. */
export const bundle = (entry: string, format: 'iife' | 'esm' = 'iife'): string =>
	execFileSync(
		join(root, 'node_modules/.bin/esbuild'),
		[join(root, entry), '--bundle', '--minify', `--format=${format}`, '--target=es2022'],
		{ encoding: 'utf8' },
	);

const english = {
	tag: 'en',
	direction: 'ltr' as const,
	words: JSON.parse(
		readFileSync(join(root, 'plugins/widget/languages/en.json'), 'utf8'),
	) as WordList,
};

/** Says that it is ready and keeps what it hears. */
const panel = `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>Panel</title>
<body><button>In the panel</button><script>
heard = [];
addEventListener('message', ({ data, origin, source }) => {
	if (source !== parent) return;
	heard.push(data);
	if (data.type === 'parley:greet') {
		tell = (message) => parent.postMessage(message, origin);
		tell({ type: 'parley:ready', title: document.title });
	}
	if (data.type === 'parley:open') document.querySelector('button').focus();
});
</script></body></html>`;

export interface LoaderServer {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	/** Paths that were asked for, in order. */
	readonly asked: string[];
	/** As an owner saves them: what is missing is as by default. */
	settings: z.input<typeof siteSettings>;
	/** Answers for the panel in place of the page above. */
	answerPanel: RequestListener | null;
	/** Stops listening; `start` takes the same port again. */
	stop(): Promise<void>;
	start(): Promise<void>;
}

export async function startLoaderServer(): Promise<LoaderServer> {
	const loader = bundle('plugins/widget/loader.ts');
	const greeting = bundle('plugins/widget/greeting.ts', 'esm');

	const script = (key: string): string => {
		const settings = siteSettings.parse(server.settings);
		const site = { key, name: 'Tandem & Sons', settings, colours: null };
		const list = inlineJson(loaderSettingsOf(site, server.url, english));
		const address = `${server.url}/assets/widget/greeting.js`;
		const more = settings.greetings.length > 0 ? `,${greetingsScript(site, address, english)}` : '';
		return loader.replace('"__PARLEY_SETTINGS__"', () => `${list.slice(0, -1)}${more}]`);
	};

	const handle: RequestListener = (request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
		server.asked.push(pathname);
		if (pathname === '/widget.js') {
			response
				.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' })
				.end(script(searchParams.get('site') ?? 'k1'));
		} else if (pathname === '/assets/widget/greeting.js') {
			response
				.writeHead(200, {
					'Content-Type': 'text/javascript; charset=utf-8',
					'Access-Control-Allow-Origin': '*',
				})
				.end(greeting);
		} else if (server.answerPanel) server.answerPanel(request, response);
		else response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(panel);
	};

	let listening = await listenAlone(handle);
	const server: LoaderServer = {
		url: `http://127.0.0.1:${listening.port}`,
		asked: [],
		settings: {},
		answerPanel: null,
		stop: () => listening.close(),
		async start() {
			listening = await listenAlone(handle, listening.port);
		},
	};
	return server;
}
