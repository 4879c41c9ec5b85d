/*
 * Contrast as WCAG 2 defines it, of colours as CSS has them. By way of XYZ, so that it shares no figure with what it checks.
 */

type Triple = readonly [number, number, number];

const times = (rows: readonly Triple[], [x, y, z]: Triple): Triple => {
	const [a = 0, b = 0, c = 0] = rows.map(([p, q, r]) => p * x + q * y + r * z);
	return [a, b, c];
};
const lmsOfLab: Triple[] = [
	[1, 0.3963377773761749, 0.2158037573099136],
	[1, -0.1055613458156586, -0.0638541728258133],
	[1, -0.0894841775298119, -1.2914855480194092],
];
const xyzOfLms: Triple[] = [
	[1.2268798758459243, -0.5578149944602171, 0.2813910456659647],
	[-0.0405757452148008, 1.112286803280317, -0.0717110580655164],
	[-0.0763729366746601, -0.4214933324022432, 1.5869240198367816],
];
const rgbOfXyz: Triple[] = [
	[12831 / 3959, -329 / 214, -1974 / 3959],
	[-851781 / 878810, 1648619 / 878810, 36519 / 878810],
	[705 / 12673, -2585 / 12673, 705 / 667],
];

/** Light of red, green and blue, not yet held between 0 and 1. @param css `oklch(l c h)` */
export function lightOf(css: string): Triple {
	const [l = NaN, c = NaN, h = NaN] = (/^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(css) ?? [])
		.slice(1)
		.map(Number);
	const angle = (h * Math.PI) / 180;
	const [long, middle, short] = times(lmsOfLab, [l, c * Math.cos(angle), c * Math.sin(angle)]);
	return times(rgbOfXyz, times(xyzOfLms, [long ** 3, middle ** 3, short ** 3]));
}

/** Of what a screen of 8 bits a channel shows. */
function luminance(css: string): number {
	const [r = NaN, g = NaN, b = NaN] = lightOf(css).map((light) => {
		const held = Math.min(1, Math.max(0, light));
		const encoded = held <= 0.0031308 ? 12.92 * held : 1.055 * held ** (1 / 2.4) - 0.055;
		const channel = Math.round(encoded * 255) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21. */
export function contrast(one: string, other: string): number {
	const [a, b] = [luminance(one), luminance(other)];
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
