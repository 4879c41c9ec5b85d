import { checkFields, wrongFields } from '../../shared/site/check-fields.ts';
import { siteName, siteOrigins, type SiteChange } from '../../shared/site/site-change.ts';
import { siteSettings, type SiteSettings } from '../../shared/site/site-settings.ts';
import { coloursOf } from './owner-colour.ts';
import type { Site } from './site.ts';

export type ChangedSite = Pick<Site, 'name' | 'origins' | 'settings' | 'colours'>;

/** What a site becomes. Throws `bad_request` that names each field that does not fit, and why. */
export function decideChange(site: Site, change: SiteChange): ChangedSite {
	const settings =
		change.settings === undefined ? site.settings : merge(site.settings, change.settings);
	const origins =
		change.origins === undefined
			? site.origins
			: checkFields(siteOrigins, change.origins, 'origins');
	return {
		name: change.name === undefined ? site.name : checkFields(siteName, change.name, 'name'),
		origins: [...new Set(origins)],
		settings,
		colours: settings.look.accent === null ? null : coloursOf(settings.look.accent),
	};
}

/** A field that is given replaces the one before; fields of a section that are not given stay, lists are given as a whole. */
function merge(before: SiteSettings, given: unknown): SiteSettings {
	if (!isRecord(given)) throw wrongFields(['settings: must be an object']);
	const merged: Record<string, unknown> = { ...before };
	for (const [name, value] of Object.entries(given)) {
		const section = Object.hasOwn(before, name) ? merged[name] : null;
		merged[name] = isRecord(section) && isRecord(value) ? { ...section, ...value } : value;
	}
	const after = checkFields(siteSettings, merged);
	const unknown = unknownFields(merged, after, []);
	if (unknown.length > 0)
		throw wrongFields(unknown.map((path) => `${path}: there is no such setting`));
	return after;
}

/** The schema leaves out what it does not know; somebody who mistyped a name must hear of it. */
function unknownFields(given: unknown, known: unknown, path: readonly string[]): string[] {
	if (Array.isArray(given) && Array.isArray(known)) {
		return given.flatMap((item, at) => unknownFields(item, known[at], [...path, String(at)]));
	}
	if (!isRecord(given) || !isRecord(known)) return [];
	return Object.entries(given).flatMap(([name, value]) =>
		Object.hasOwn(known, name)
			? unknownFields(value, known[name], [...path, name])
			: [[...path, name].join('.')],
	);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
