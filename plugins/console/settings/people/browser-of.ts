/* Which browser a user agent names, in words. Each pretends to be others, so the order counts. */

const browsers: readonly (readonly [RegExp, string])[] = [
	[/\bEdg(?:e|A|iOS)?\//, 'Edge'],
	[/\b(?:OPR|Opera)\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(?:Firefox|FxiOS)\//, 'Firefox'],
	[/\b(?:Headless)?Chrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
	[/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
	[/\bLinux\b/, 'Linux'],
];

const first = (list: typeof browsers, text: string): string | null =>
	list.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** Null: not known. */
export const browserOf = (
	userAgent: string,
): { readonly browser: string | null; readonly system: string | null } => ({
	browser: first(browsers, userAgent),
	system: first(systems, userAgent),
});
