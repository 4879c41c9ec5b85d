/*
 * A browser's name in words for the details pane, from what it says of itself. Only the common ones: a wrong name helps less than none.
 */
const browsers: readonly (readonly [string, RegExp])[] = [
	['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
	['Opera', /\bOPR\/(\d+)/],
	['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
	['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
	['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/],
	['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//],
];
const systems: readonly (readonly [string, RegExp])[] = [
	['iPhone', /\biPhone\b/],
	['iPad', /\biPad\b/],
	['Android', /\bAndroid\b/],
	['Windows', /\bWindows NT\b/],
	['ChromeOS', /\bCrOS\b/],
	['macOS', /\bMac OS X\b/],
	['Linux', /\bLinux\b/],
];

/** "Firefox 143, macOS"; null: not recognised. */
export function browserName(userAgent: string | undefined): string | null {
	if (userAgent === undefined) return null;
	const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
	for (const [name, pattern] of browsers) {
		const version = pattern.exec(userAgent)?.[1];
		if (version !== undefined) return [`${name} ${version}`, system].filter(Boolean).join(', ');
	}
	return system ?? null;
}
