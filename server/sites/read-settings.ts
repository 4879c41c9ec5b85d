import {
	defaultSiteSettings,
	siteSettings,
	type SiteSettings,
} from '../../shared/site/site-settings.ts';

/**
 * Settings as they were stored by any version. What is missing gets its default, what is not known is left out, and a
 * section that does not fit (any more) falls back to its defaults as a whole: a server must start on every document.
 */
export function readSettings(stored: unknown): SiteSettings {
	const whole = siteSettings.safeParse(stored ?? {});
	if (whole.success) return whole.data;
	if (typeof stored !== 'object' || stored === null) return defaultSiteSettings;
	const sections = Object.entries<unknown>({ ...stored }).filter(
		([name, value]) => siteSettings.safeParse({ [name]: value }).success,
	);
	return siteSettings.parse(Object.fromEntries(sections));
}
