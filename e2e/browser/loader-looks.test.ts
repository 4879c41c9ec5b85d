import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { shopHtml } from './host-page.ts';
import {
	close,
	dialog,
	inPanel,
	launcher,
	openLoaderShop,
	type LoaderShop,
} from './loader-shop.ts';

/*
 * Launcher, greeting and the card of a server that is away, at the width of a phone and of a desk, light and dark: axe finds
 * nothing, nothing scrolls sideways, and a picture is left in the temporary folder (or LOOKS_DIR) for the eye.
 */

jest.setTimeout(120_000);

const folder = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');
const sizes = [
	{ width: 1280, height: 800 },
	{ width: 390, height: 844 },
];
const greeting = {
	id: 'fits',
	text: 'Not sure which bottom bracket fits? Tell me the frame and I will check for you.',
	name: 'Mira Kovač',
	replies: ['Check my frame', 'Only looking'],
	pages: [],
	afterSeconds: 0,
	scrolled: 0,
	pagesSeen: 1,
	device: 'any' as const,
};

describeInBrowser('the looks of the loader', () => {
	let shop: LoaderShop;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		shop = await openLoaderShop();
	});
	afterAll(() => shop?.close());
	beforeEach(() => shop.renew());

	async function look(page: Page, name: string): Promise<void> {
		await page.waitForTimeout(300);
		await page.screenshot({ path: join(folder, `loader-${name}.png`) });
		await page.evaluate(axe.source);
		const found = await page.evaluate(async () => {
			const runner = (window as unknown as { axe: typeof axe }).axe;
			const { violations } = await runner.run(document, { resultTypes: ['violations'] });
			return {
				violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
				excess: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
			};
		});
		expect({ name, ...found }).toEqual({ name, violations: [], excess: 0 });
	}

	const looks: [string, BrowserContextOptions][] = sizes.flatMap((viewport) =>
		(['light', 'dark'] as const).map((colorScheme): [string, BrowserContextOptions] => [
			`${viewport.width}-${colorScheme}`,
			{ viewport, colorScheme, reducedMotion: 'reduce' },
		]),
	);
	const head = '<meta name="color-scheme" content="light dark">';

	test.each(looks)('%s', async (name, options) => {
		shop.html = shopHtml(shop.script(), { head });
		const rest = await shop.openPage(options);
		await launcher(rest).waitFor();
		await look(rest, `rest-${name}`);
		await close(rest);

		shop.server.settings = { greetings: [greeting] };
		const greeted = await shop.openPage(options);
		await greeted.getByRole('region', { name: 'Message from Mira Kovač' }).waitFor();
		await look(greeted, `greeting-${name}`);
		await close(greeted);

		// Right to left, words on the launcher, and the site itself as the one who greets.
		shop.html = shopHtml(shop.script(), { head }).replace('lang="en"', 'lang="ar" dir="rtl"');
		shop.server.settings = { greetings: [{ ...greeting, name: '' }], look: { label: true } };
		const mirrored = await shop.openPage(options);
		await mirrored.getByRole('region', { name: 'Message from Tandem & Sons' }).waitFor();
		await look(mirrored, `mirrored-${name}`);
		await close(mirrored);

		shop.html = shopHtml(shop.script(), { head });
		shop.server.settings = { contact: { email: 'hello@tandem.example', phone: '0113 496 0184' } };
		const alone = await shop.openPage(options);
		await launcher(alone).waitFor();
		await shop.server.stop();
		try {
			await launcher(alone).click();
			await alone.getByText('Opening the chat').waitFor();
			await alone.screenshot({ path: join(folder, `loader-opening-${name}.png`) });
			await alone.getByText('The chat cannot be reached').waitFor();
			await look(alone, `away-${name}`);
		} finally {
			await shop.server.start();
		}
		await close(alone);
	});

	test("[G50] the owner's corner, with words on the launcher, panel and greeting above it", async () => {
		shop.html = shopHtml(shop.script(), { head });
		for (const side of ['left', 'right'] as const) {
			shop.server.settings = {
				look: { side, offset: 40, label: true },
				greetings: [greeting],
			};
			const page = await shop.openPage({ viewport: { width: 1280, height: 800 } });
			const edge = async (one: Locator) => {
				const box = await one.boundingBox();
				if (box === null) return null;
				return Math.round(side === 'left' ? box.x : 1280 - box.x - box.width);
			};
			await page.getByRole('region', { name: 'Message from Mira Kovač' }).waitFor();
			expect(await launcher(page).innerText()).toBe('Chat with us');
			expect((await launcher(page).boundingBox())?.height).toBe(48);
			const region = page.getByRole('region', { name: 'Message from Mira Kovač' });
			expect([await edge(launcher(page)), await edge(region)]).toEqual([40, 40]);
			await look(page, `corner-${side}`);
			await launcher(page).click();
			await inPanel(page).waitFor();
			await page.waitForTimeout(400);
			expect(await edge(dialog(page))).toBe(40);
			const [frame, around] = [page.locator('parley-chat iframe'), dialog(page)];
			const [inner, outer] = [await frame.boundingBox(), await around.boundingBox()];
			// All of the dialog but its border.
			expect(inner?.height).toBe((outer?.height ?? 0) - 2);
			expect(outer?.height).toBe(704);
			await close(page);
		}
	});

	test('with the colours of the device the launcher, its badge and the card keep their outlines', async () => {
		shop.html = shopHtml(shop.script(), { head });
		shop.server.settings = { greetings: [greeting] };
		const page = await shop.openPage({
			viewport: { width: 1280, height: 800 },
			forcedColors: 'active',
		});
		await page.getByRole('region', { name: 'Message from Mira Kovač' }).waitFor();
		await look(page, 'forced-colours');
		expect(
			await launcher(page).evaluate((one) => {
				const { borderTopWidth, borderTopStyle } = getComputedStyle(one);
				const bubble = getComputedStyle(one, ':before').borderTopStyle;
				return [borderTopWidth, borderTopStyle, bubble];
			}),
		).toEqual(['1px', 'solid', 'solid']);
		await close(page);
	});
});
