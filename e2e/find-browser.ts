/** The Chromium that browser tests drive: the machine's own, playwright-core brings none. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Playwright switches this off. Together with blocked third-party cookies, localStorage in a frame
 * then throws, which no visitor's browser does. Tests must see what visitors see.
 */
const partitioning = 'ThirdPartyStoragePartitioning';

/** Path of a Chromium, or null. CHROMIUM_PATH wins, and must exist where it is set. */
export function findBrowser(): string | null {
	const chosen = process.env['CHROMIUM_PATH'];
	if (chosen) {
		if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, which does not exist.`);
		return chosen;
	}
	return usualPlaces.find((path) => existsSync(path)) ?? null;
}

/**
 * `describe` for suites that need a browser. Without one the suite counts as one skipped test; with
 * CI=true as one failed, because a machine that decides on a release must not skip.
 */
export function describeInBrowser(name: string, suite: () => void): void {
	if (findBrowser()) {
		describe(name, suite);
	} else if (process.env['CI'] === 'true') {
		test(`${name} (no Chromium found)`, () => {
			throw new Error('No Chromium found: install it or set CHROMIUM_PATH.');
		});
	} else {
		test.skip(`${name} (no Chromium found: install it or set CHROMIUM_PATH)`, () => undefined);
	}
}

/** The caller closes the browser. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
	return chromium.launch(honestOptions(options));
}

/** Launch options of an honest browser, also for `chromium.launchPersistentContext`. */
export function honestOptions(options: LaunchOptions = {}): LaunchOptions {
	const executablePath = findBrowser();
	if (!executablePath) throw new Error('No Chromium found: install it or set CHROMIUM_PATH.');
	const disabled = featuresThatPlaywrightDisables();
	const { args = [], ignoreDefaultArgs, ...others } = options;
	return {
		executablePath,
		// Playwright drops a default argument only where the whole text is the same.
		ignoreDefaultArgs: [
			`--disable-features=${disabled.join(',')}`,
			...(Array.isArray(ignoreDefaultArgs) ? ignoreDefaultArgs : []),
		],
		args: [
			`--disable-features=${disabled.filter((feature) => feature !== partitioning).join(',')}`,
			'--no-sandbox', // tests run as root in containers
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			...args,
		],
		...others,
	};
}

/** Read from the installed playwright-core's source, since it exports neither list nor argument. */
function featuresThatPlaywrightDisables(): string[] {
	const bundle = createRequire(import.meta.url).resolve('playwright-core/lib/coreBundle');
	const source = readFileSync(bundle, 'utf8');
	const list = /disabledFeatures = \[([^\]]*)\]\.filter\(Boolean\)/.exec(source)?.[1] ?? '';
	const features = [...list.replace(/\/\/.*$/gm, '').matchAll(/"(\w+)"/g)].map(([, name]) => name);
	if (!features.includes(partitioning)) {
		throw new Error(`playwright-core no longer lists ${partitioning} where it did: look again.`);
	}
	return features.filter((name) => name !== undefined);
}
