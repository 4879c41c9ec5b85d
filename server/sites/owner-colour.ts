import type { AccentColours, OwnerColours } from '../../shared/colour/owner-colours.ts';
import type { SiteSettings } from '../../shared/site/site-settings.ts';

export {
	coloursOf,
	type AccentColours,
	type OwnerColours,
} from '../../shared/colour/owner-colours.ts';

const tokens = (own: AccentColours): string =>
	`--accent:${own.accent};--accent-hover:${own.hover};--accent-soft:${own.soft};--on-accent:${own.onAccent}`;

/** Rules for the panel, to stand after tokens.css: by the device, or by `data-theme`. */
export const colourCss = ({ light, dark }: OwnerColours): string =>
	`:root{${tokens(light)}}` +
	`@media (prefers-color-scheme:dark){:root:not([data-theme='light']){${tokens(dark)}}}` +
	`[data-theme='dark']{${tokens(dark)}}`;

const shortTokens = (own: AccentColours): string =>
	`:host{--a:${own.accent};--h:${own.hover};--o:${own.onAccent}}`;

/** Rules for the launcher, to stand after its own: by the device, or as the owner fixed it. */
export function loaderColourCss(
	{ light, dark }: OwnerColours,
	theme: SiteSettings['look']['theme'],
): string {
	if (theme !== 'auto') return shortTokens(theme === 'dark' ? dark : light);
	return `${shortTokens(light)}@media(prefers-color-scheme:dark){${shortTokens(dark)}}`;
}
