/* sRGB and OKLCH, by the matrices that CSS Color 4 gives. */

export interface Oklch {
	/** Lightness, 0 to 1. */
	readonly l: number;
	readonly c: number;
	/** Hue in degrees; 0 for greys. */
	readonly h: number;
}

const linear = (channel: number): number =>
	channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/** @param hex `#rrggbb` */
export function oklchOf(hex: string): Oklch {
	const channel = (at: number): number => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
	const [r, g, b] = [channel(1), channel(3), channel(5)];
	const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	const middle = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	const l = 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short;
	const a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short;
	const bb = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short;
	const c = Math.hypot(a, bb);
	// The hue of a grey is noise.
	if (c < 0.002) return { l, c: 0, h: 0 };
	return { l, c, h: ((((Math.atan2(bb, a) * 180) / Math.PI) % 360) + 360) % 360 };
}

/** Red, green and blue as light, each 0 to 1; outside of that sRGB cannot show it. */
export function linearRgbOf({ l, c, h }: Oklch): readonly [number, number, number] {
	const a = c * Math.cos((h * Math.PI) / 180);
	const b = c * Math.sin((h * Math.PI) / 180);
	const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
	return [
		4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
		-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
		-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
	];
}

const isShown = (colour: Oklch): boolean =>
	linearRgbOf(colour).every((channel) => channel >= -0.0001 && channel <= 1.0001);

/** With the most chroma up to its own that sRGB can show: browsers would each mend the rest in a way of their own. */
export function shown(colour: Oklch): Oklch {
	if (isShown(colour)) return colour;
	let [low, high] = [0, colour.c];
	while (high - low > 0.0005) {
		const c = (low + high) / 2;
		if (isShown({ ...colour, c })) low = c;
		else high = c;
	}
	return { ...colour, c: low };
}
