import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { honestOptions } from '../find-browser.ts';

/*
 * What visitors' browsers let a foreign frame keep. The preferences are those that the settings page of Chromium writes, so each
 * mode is what a person gets who chooses it there.
 */

export const storageModes = ['stock', 'third-party blocked', 'all blocked'] as const;
export type StorageMode = (typeof storageModes)[number];

/** Values of `profile.cookie_controls_mode` and of the content setting for cookies. */
const preferences: Record<StorageMode, object> = {
	stock: { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } },
	'third-party blocked': {
		profile: { cookie_controls_mode: 1, block_third_party_cookies: true },
	},
	'all blocked': {
		profile: { cookie_controls_mode: 0, default_content_setting_values: { cookies: 2 } },
	},
};

export interface StorageBrowser {
	readonly context: BrowserContext;
	close(): Promise<void>;
}

/** A browser with a profile of its own in that mode: preferences are read only from a profile's folder. */
export async function launchInMode(
	mode: StorageMode,
	options: BrowserContextOptions = {},
): Promise<StorageBrowser> {
	const profile = mkdtempSync(join(tmpdir(), 'parley-profile-'));
	mkdirSync(join(profile, 'Default'));
	writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences[mode]));
	const context = await chromium.launchPersistentContext(profile, {
		// Chromium tells its command line, which a test checks, only under this switch.
		...honestOptions({ args: ['--enable-automation'] }),
		locale: 'en-GB',
		...options,
	});
	context.setDefaultTimeout(15_000);
	return {
		context,
		async close() {
			await context.close();
			rmSync(profile, { recursive: true, force: true });
		},
	};
}
