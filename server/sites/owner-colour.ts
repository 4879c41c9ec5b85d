import type { SiteSettings } from '../../shared/site/site-settings.ts';
import { oklchOf, shown, type Oklch } from './oklch.ts';

/** Each as an `oklch()` of CSS. Types, so that they are JSON for the store. */
export type AccentColours = {
	readonly accent: string;
	readonly hover: string;
	/** Behind text, in the visitor's bubbles and chosen rows. */
	readonly soft: string;
	/** Text on `accent` and `hover`. */
	readonly onAccent: string;
};
export type OwnerColours = { readonly light: AccentColours; readonly dark: AccentColours };

const maxChroma = 0.2;

/**
 * The owner's colour for both themes: hue and chroma are taken, lightness is held where text stays readable. The others
 * stand to it as those of shared/ui/tokens.css do to the default accent.
 * @param hex `#rrggbb`
 */
export function coloursOf(hex: string): OwnerColours {
	const owner = oklchOf(hex);
	const c = Math.min(owner.c, maxChroma);
	const { h } = owner;
	const light = Math.min(owner.l, 0.47);
	const dark = Math.max(owner.l, 0.72);
	return {
		light: {
			accent: css({ l: light, c, h }),
			hover: css({ l: step(light, -0.06), c: c * 0.944, h }),
			soft: css({ l: 0.95, c: c * 0.278, h }),
			onAccent: 'oklch(1 0 0)',
		},
		dark: {
			accent: css({ l: dark, c, h }),
			hover: css({ l: step(dark, 0.06), c: c * 0.9, h }),
			soft: css({ l: 0.3, c: c * 0.4, h }),
			onAccent: css({ l: 0.2, c: c * 0.3, h }),
		},
	};
}

/** The other way where black or white leaves no room. */
const step = (l: number, by: number): number => (l + by < 0 || l + by > 1 ? l - by : l + by);

/** Chroma is cut, not rounded, so that it stays what can be shown. */
function css(colour: Oklch): string {
	const { l, c, h } = shown({ ...colour, l: round(colour.l, 1000) });
	return `oklch(${l} ${Math.floor(c * 1000) / 1000} ${round(h, 10)})`;
}

const round = (value: number, by: number): number => Math.round(value * by) / by;

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
