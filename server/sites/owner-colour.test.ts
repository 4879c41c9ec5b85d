import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { colourCss, coloursOf, loaderColourCss, type AccentColours } from './owner-colour.ts';
import { contrast, lightOf } from './testing/contrast.ts';

const css = readFileSync(join(import.meta.dirname, '../../shared/ui/tokens.css'), 'utf8');
/** The colour of a role as tokens.css has it. */
function token(name: string, theme: 'light' | 'dark'): string {
	const rules = css.slice(theme === 'light' ? 0 : css.indexOf("[data-theme='dark'] {"));
	return new RegExp(`--${name}: (oklch\\([^)]*\\))`).exec(rules)?.[1] ?? '';
}
const themes = ['light', 'dark'] as const;

/** Every pair of text and ground that uses a colour of the owner. */
function textPairs(own: AccentColours, theme: 'light' | 'dark'): Record<string, number> {
	return {
		'on-accent on accent': contrast(own.onAccent, own.accent),
		'on-accent on hover': contrast(own.onAccent, own.hover),
		'accent on surface': contrast(own.accent, token('surface', theme)),
		'accent on soft': contrast(own.accent, own.soft),
		'text on soft': contrast(token('text', theme), own.soft),
	};
}

const numbersOf = (colour: string): number[] => colour.slice(6, -1).split(' ').map(Number);
const hexOf = (rgb: readonly number[]): string =>
	`#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
/** Every hue at every lightness and chroma that sRGB has, in steps. */
const grid = function* (): Generator<string> {
	for (let r = 0; r < 256; r += 15) {
		for (let g = 0; g < 256; g += 15) {
			for (let b = 0; b < 256; b += 15) yield hexOf([r, g, b]);
		}
	}
};

it('reads the tokens, and measures contrast as the table of the default colours has it', () => {
	expect(contrast('oklch(1 0 0)', 'oklch(0 0 0)')).toBeCloseTo(21, 5);
	expect(contrast(token('on-accent', 'light'), token('accent', 'light'))).toBeCloseTo(6.5, 1);
	expect(contrast(token('accent', 'dark'), token('accent-soft', 'dark'))).toBeCloseTo(6.5, 1);
});

function checkOf(hex: string): void {
	const colours = coloursOf(hex);
	for (const theme of themes) {
		for (const [pair, found] of Object.entries(textPairs(colours[theme], theme))) {
			if (found < 4.5) throw new Error(`${hex}, ${theme}: ${pair} has ${found.toFixed(2)}.`);
		}
		const [l = NaN, c = NaN] = numbersOf(colours[theme].accent);
		if (!(theme === 'light' ? l <= 0.47 : l >= 0.72)) throw new Error(`${hex}, ${theme}: ${l}.`);
		if (!(c <= 0.2)) throw new Error(`${hex}, ${theme}: a chroma of ${c}.`);
		for (const colour of Object.values(colours[theme])) {
			const isShown = lightOf(colour).every((light) => light > -0.001 && light < 1.001);
			if (!isShown) throw new Error(`${hex}, ${theme}: sRGB cannot show ${colour}.`);
		}
	}
}

it('whatever the owner chooses, every text can be read in both themes and every screen shows the colours', () => {
	for (const hex of grid()) checkOf(hex);
	const channel = fc.integer({ min: 0, max: 255 });
	fc.assert(
		fc.property(fc.tuple(channel, channel, channel), (rgb) => checkOf(hexOf(rgb))),
		{ numRuns: 3000 },
	);
});

it('hover can be told from rest, for black and white too', () => {
	for (const hex of ['#000000', '#ffffff', '#0a0a0a', '#00695c', '#ffee00']) {
		const colours = coloursOf(hex);
		for (const theme of themes) {
			const { accent, hover } = colours[theme];
			const [rest, over] = [accent, hover].map((colour) => numbersOf(colour)[0]);
			expect(Math.abs((rest ?? 0) - (over ?? 0))).toBeCloseTo(0.06, 5);
		}
	}
});

it('takes hue and chroma, and lightness where text stays readable', () => {
	// Dark enough as it is: taken to the third digit.
	expect(coloursOf('#00695c').light.accent).toBe('oklch(0.467 0.084 180.4)');
	// A light yellow: held at 0.47 in light, taken in dark.
	const yellow = coloursOf('#ffee00');
	expect(yellow.light.accent).toMatch(/^oklch\(0\.47 /);
	expect(yellow.dark.accent).toMatch(/^oklch\(0\.9\d+ 0\.\d+ 10\d/);
	expect(coloursOf('#7f7f7f').light.soft).toBe('oklch(0.95 0 0)');
	expect(coloursOf('#0000FF')).toEqual(coloursOf('#0000ff'));
});

it('makes of the default accent what tokens.css has, to the eye', () => {
	// oklch(0.47 0.09 175) in sRGB.
	const { accent, hover, soft } = coloursOf('#006a59').light;
	for (const [ours, name] of [
		[accent, 'accent'],
		[hover, 'accent-hover'],
		[soft, 'accent-soft'],
	] as const) {
		const [l = 0, c = 0, h = 0] = numbersOf(ours);
		const [tl = 0, tc = 0, th = 0] = numbersOf(token(name, 'light'));
		expect([Math.abs(l - tl) < 0.01, Math.abs(c - tc) < 0.01, Math.abs(h - th) < 4]).toEqual([
			true,
			true,
			true,
		]);
	}
});

describe('as rules', () => {
	const colours = coloursOf('#6a1b9a');
	const { light, dark } = colours;

	it('for the panel they follow the device, unless the page has a theme of its own', () => {
		const rules = colourCss(colours);
		expect(rules.startsWith(`:root{--accent:${light.accent};--accent-hover:${light.hover};`)).toBe(
			true,
		);
		expect(rules).toContain(
			`@media (prefers-color-scheme:dark){:root:not([data-theme='light']){--accent:${dark.accent};`,
		);
		expect(rules).toContain(`[data-theme='dark']{--accent:${dark.accent};`);
		expect(rules.split('--on-accent:')).toHaveLength(4);
	});

	it('for the launcher they follow the device, or the theme that the owner fixed', () => {
		const one = (own: AccentColours): string =>
			`:host{--a:${own.accent};--h:${own.hover};--o:${own.onAccent}}`;
		expect(loaderColourCss(colours, 'auto')).toBe(
			`${one(light)}@media(prefers-color-scheme:dark){${one(dark)}}`,
		);
		expect(loaderColourCss(colours, 'light')).toBe(one(light));
		expect(loaderColourCss(colours, 'dark')).toBe(one(dark));
	});
});
