import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdirSync } from 'node:fs';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const folder = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');
export const desk = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/**
 * Looks at a screen of the console at the width of a desk and of a phone, light and dark. A picture of each is left for the eye; the
 * answer says what axe finds, and what is too wide.
 */
export async function lookAt(page: Page, name: string): Promise<string[]> {
	mkdirSync(folder, { recursive: true });
	const flaws: string[] = [];
	for (const size of [desk, phone]) {
		await page.setViewportSize(size);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(0))));
			const full = `${name}-${size.width}-${colorScheme}`;
			await page.screenshot({ path: join(folder, `${full}.png`) });
			if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
			const found = await page.evaluate(async () => {
				const runner = (window as unknown as { axe: typeof axe }).axe;
				const { violations } = await runner.run(
					// The rail is the same on every screen, and looked at with the inbox.
					{ exclude: ['.rail'] },
					{ resultTypes: ['violations'], iframes: false },
				);
				return violations.map(
					({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
				);
			});
			flaws.push(...found.map((flaw) => `${full}: ${flaw}`));
			const excess = await page.evaluate(
				() => document.documentElement.scrollWidth - window.innerWidth,
			);
			if (excess > 0) flaws.push(`${full}: ${excess} pixels too wide`);
		}
	}
	await page.setViewportSize(desk);
	await page.emulateMedia({ colorScheme: 'light' });
	return flaws;
}
