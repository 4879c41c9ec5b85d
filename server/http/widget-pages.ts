import { escapeHtml } from '../../shared/escape-html.ts';
import { DomainError } from '../../shared/errors.ts';
import { textOf as wordOf, type Language } from '../../shared/site/words.ts';
import { colourCss, type Sightings, type Site, type Sites } from '../sites/index.ts';
import { answerAsset } from './answer-asset.ts';
import { hashOf, inlineJson, pageText, textOf, type Asset } from './assets.ts';
import { chooseLanguage, firstWordsOf, localeOf, type Languages } from './languages.ts';
import { greetingsScript } from './loader-greetings.ts';
import { createMadePages } from './made-pages.ts';
import { noticePage } from './notice-page.ts';
import { panelPolicy } from './policies.ts';
import type { Answer, Call } from './route.ts';
import { loaderSettingsOf, panelSettingsOf, type PanelFacts } from './widget-settings.ts';

export interface WidgetPageDeps {
	readonly assets: ReadonlyMap<string, Asset>;
	readonly languages: Languages;
	readonly sites: Sites;
	readonly publicOrigin: () => string;
	/** Bytes of one file. */
	readonly fileBytes: number;
	/** Whether something sends mail. */
	readonly hasMail: () => boolean;
	/** Told of each loader that is asked for. */
	readonly sightings: Pick<Sightings, 'saw'>;
}

const lasting = 'public, max-age=31536000, immutable';

/** The loader, the panel, and the owner's colours: made of the site's settings, in the visitor's language. */
export function createWidgetPages(deps: WidgetPageDeps) {
	const { assets, languages, sites, publicOrigin } = deps;
	const made = createMadePages();

	const choose = (site: Site, { query, header }: Call) =>
		chooseLanguage(languages, {
			fixed: site.settings.language,
			page: query['lang'],
			browser: header('Accept-Language') ?? undefined,
		});
	/** All that a text about a site depends on, besides what is fixed while the server runs. */
	const keyOf = (site: Site, language: Language): string =>
		`${site.id} ${site.rev} ${language.tag} ${publicOrigin()}`;

	/** The loader with this site's look inside (D28): one request, cached for five minutes. */
	async function loader(call: Call): Promise<Answer> {
		const site = sites.byKey(call.query['site'] ?? '');
		if (site === null) throw siteNotFound();
		deps.sightings.saw(site.id, call.header('Referer'));
		const { language, byBrowser } = choose(site, call);
		const script = await made(
			`loader ${keyOf(site, language)}`,
			'text/javascript; charset=utf-8',
			() => {
				const settings = inlineJson(loaderSettingsOf(site, publicOrigin(), language));
				const more = site.settings.greetings.length > 0 ? `,${greetings(site, language)}` : '';
				return filledIn(textOf(assets, 'widget/loader.js'), `${settings.slice(0, -1)}${more}]`);
			},
		);
		return answerAsset(script, call, {
			'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400',
			'Cross-Origin-Resource-Policy': 'cross-origin',
			...varyOf(byBrowser),
		});
	}

	function greetings(site: Site, language: Language): string {
		const hash = assets.get('widget/greeting.js')?.hash;
		const address = `${publicOrigin()}/assets/widget/greeting.js?v=${hash}`;
		return greetingsScript(site, address, language);
	}

	/** The panel: in the frame that the loader makes, and alone as the hosted chat. */
	async function panel(call: Call): Promise<Answer> {
		const site = sites.byKey(call.params['key'] ?? '');
		if (site === null) return noSite(call);
		const { language, byBrowser } = choose(site, call);
		const hasMail = deps.hasMail();
		// Only the hours depend on where the visitor is.
		const locale =
			site.settings.hours.week === null
				? language.tag
				: localeOf(language, call.header('Accept-Language') ?? undefined);
		const page = await made(
			`panel ${keyOf(site, language)} ${hasMail} ${locale}`,
			'text/html; charset=utf-8',
			() => panelText(site, language, { hasMail, locale }),
		);
		return answerAsset(page, call, {
			'Cache-Control': 'no-store',
			'Content-Security-Policy': panelPolicy(publicOrigin(), site.origins),
			...varyOf(byBrowser || site.settings.hours.week !== null),
		});
	}

	function panelText(
		site: Site,
		language: Language,
		more: Pick<PanelFacts, 'hasMail' | 'locale'>,
	): string {
		const { theme } = site.settings.look;
		const { fileBytes } = deps;
		const say = (word: string) =>
			escapeHtml(wordOf(language.words, language.tag, word, { site: site.name }));
		const facts = { url: publicOrigin(), fileBytes, ...more };
		const words = firstWordsOf(assets, language.words);
		const settings = { ...panelSettingsOf(site, facts, language), words };
		const colours = coloursOf(site);
		const parts: Readonly<Record<string, string>> = {
			LANGUAGE: language.tag,
			DIRECTION: language.direction,
			THEME: theme,
			TITLE: say('title'),
			NO_SCRIPT: say('noScript'),
			COLOURS:
				colours === null
					? ''
					: `<link rel="stylesheet" href="/chat/${site.key}/colours.css?v=${hashOf(colours)}" />`,
			SETTINGS: inlineJson(settings),
		};
		return pageText(assets, 'widget/panel.html')
			.replace(theme === 'auto' ? ' data-theme="__PARLEY_THEME__"' : '', '')
			.replaceAll(/(?:<!-- )?__PARLEY_([A-Z_]+?)__(?: -->)?/g, (_marker, name: string) => {
				const part = parts[name];
				if (part === undefined) throw new Error(`panel.html asks for ${name}, which nobody knows.`);
				return part;
			});
	}

	const coloursOf = ({ colours }: Site): string | null =>
		colours === null ? null : colourCss(colours);

	/** A stylesheet and not a part of the page: its policy allows no style in the page. */
	async function colours(call: Call): Promise<Answer> {
		const site = sites.byKey(call.params['key'] ?? '');
		if (site === null) throw siteNotFound();
		const css = coloursOf(site) ?? '';
		const sheet = await made(
			`colours ${site.id} ${site.rev}`,
			'text/css; charset=utf-8',
			() => css,
		);
		return answerAsset(sheet, call, {
			'Cache-Control': call.query['v'] === sheet.hash ? lasting : 'no-cache',
		});
	}

	function noSite({ query, header }: Call): Answer {
		const { language } = chooseLanguage(languages, {
			fixed: 'auto',
			page: query['lang'],
			browser: header('Accept-Language') ?? undefined,
		});
		const say = (word: string) => wordOf(language.words, language.tag, word);
		return noticePage(404, language, say('siteNotFound'), say('siteNotFoundMore'));
	}

	return { loader, panel, colours };
}

function filledIn(script: string, settings: string): string {
	const marker = '"__PARLEY_SETTINGS__"';
	if (!script.includes(marker)) throw new Error('loader.js has no place for its settings.');
	return script.replace(marker, () => settings);
}

const varyOf = (byBrowser: boolean): Record<string, string> =>
	byBrowser ? { Vary: 'Accept-Language' } : {};

const siteNotFound = (): DomainError =>
	new DomainError('site_not_found', 'There is no site with this key. Check the address.');
