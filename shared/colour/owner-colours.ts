import { linearRgbOf, oklchOf, shown, type Oklch } from './oklch.ts';

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

/** How well text is read on a colour, 1 to 21, by the rule of WCAG 2. Both are light, as `oklch()` of this file has them. */
export function contrastOf(one: string, other: string): number {
	const [a, b] = [luminanceOf(one), luminanceOf(other)];
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminanceOf(colour: string): number {
	const [l = 0, c = 0, h = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
	const [r, g, b] = linearRgbOf({ l, c, h }).map((light) => Math.min(1, Math.max(0, light)));
	return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
