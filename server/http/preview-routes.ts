import * as z from 'zod';
import type { SitePreview } from '../../shared/site/site-preview.ts';
import { checkFields } from '../../shared/site/check-fields.ts';
import { siteName } from '../../shared/site/site-change.ts';
import { colourCss, hoursAt, type Site, type Sites } from '../sites/index.ts';
import { pageText } from './assets.ts';
import { chooseLanguage, localeOf } from './languages.ts';
import { previewPolicy } from './policies.ts';
import type { Answer, Call, Route } from './route.ts';
import { idFor } from './site-routes.ts';
import type { WidgetPageDeps } from './widget-pages.ts';
import { panelSettingsOf } from './widget-settings.ts';

type PreviewDeps = Pick<
	WidgetPageDeps,
	'assets' | 'languages' | 'publicOrigin' | 'fileBytes' | 'hasMail'
> & { readonly sites: Pick<Sites, 'preview'>; readonly now: () => number };

const change = z.strictObject({
	name: siteName.optional(),
	settings: z.record(z.string(), z.unknown()).optional(),
});

/** The panel with settings that are not saved: the answer has all of it, and nothing is stored. */
export function previewRoutes(deps: PreviewDeps): Route[] {
	const { assets, languages, sites, publicOrigin, fileBytes, hasMail, now } = deps;
	const page = pageText(assets, 'widget/preview.html');

	/** The same for everybody and about nobody: what it shows is told to it by the console around it. */
	const frame = (): Answer => ({
		type: 'text/html; charset=utf-8',
		body: page,
		headers: { 'Content-Security-Policy': previewPolicy },
	});

	function preview({ agent, params, body, header }: Call): Answer {
		const { name, settings } = checkFields(change, body);
		const site = sites.preview(idFor(agent, params), {
			...(name === undefined ? {} : { name }),
			...(settings === undefined ? {} : { settings }),
		});
		const browser = header('Accept-Language') ?? undefined;
		const fixed = site.settings.language;
		const { language } = chooseLanguage(languages, { fixed, page: undefined, browser });
		const facts = { url: publicOrigin(), fileBytes, hasMail: hasMail() };
		const json: SitePreview = {
			settings: panelSettingsOf(site, { ...facts, locale: localeOf(language, browser) }, language),
			css: site.colours === null ? '' : colourCss(site.colours),
			theme: site.settings.look.theme,
			direction: language.direction,
			backAt: backAt(site, now()),
		};
		return { json };
	}

	return [
		{ method: 'GET', path: '/preview', policy: 'public', handle: frame },
		{ method: 'POST', path: '/api/v1/sites/:id/preview', policy: 'agent', handle: preview },
	];
}

/** When it opens after it is closed next: what visitors read then. */
function backAt({ settings: { hours } }: Site, now: number): string | null {
	const { isOpen, until, backAt: opens } = hoursAt(hours, now);
	const next = isOpen && until !== null ? hoursAt(hours, until).backAt : opens;
	return next === null ? null : new Date(next).toISOString();
}
