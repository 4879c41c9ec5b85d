import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Greeting } from '../../shared/site/site-settings.ts';
import { describeInBrowser } from '../find-browser.ts';
import { shopHtml, strictPolicy } from './host-page.ts';
import {
	close,
	dialog,
	heard,
	inPanel,
	launcher,
	openLoaderShop,
	type LoaderShop,
} from './loader-shop.ts';

/* Greetings in the page of a shop: by rule, once, and never in the way. */

jest.setTimeout(60_000);

const fits: Greeting = {
	id: 'fits',
	text: 'Not sure which bottom bracket fits? Tell me the frame and I will check for you.',
	name: 'Mira Kovač',
	replies: ['Check my frame', 'Only looking'],
	pages: [],
	afterSeconds: 1,
	scrolled: 0,
	pagesSeen: 1,
	device: 'any',
};
const desk = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

describeInBrowser('greetings', () => {
	let shop: LoaderShop;
	beforeAll(async () => {
		shop = await openLoaderShop();
	});
	afterAll(() => shop?.close());
	beforeEach(() => shop.renew());

	const card = (page: Page) => page.getByRole('region', { name: 'Message from Mira Kovač' });
	const open = (greeting: Partial<Greeting>, options: BrowserContextOptions = desk) => {
		shop.server.settings = { greetings: [{ ...fits, ...greeting }] };
		return shop.openPage(options);
	};
	/** Longer than the greeting's own delay. */
	const wait = (page: Page) => page.waitForTimeout(1_600);

	test('[H65] [G9] under the strictest policy it comes by its rule, once, without taking the focus or asking the server for more than its script', async () => {
		shop.headers = { 'Content-Security-Policy': strictPolicy(shop.server.url) };
		const page = await open({});
		await launcher(page).waitFor();
		expect(await card(page).count()).toBe(0);
		expect(await page.evaluate(() => localStorage.length)).toBe(0);
		await card(page).waitFor();
		await card(page).getByText(fits.text).waitFor();
		expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
		expect(shop.server.asked).toEqual(['/widget.js', '/assets/widget/greeting.js']);
		await page.reload();
		await wait(page);
		expect(await card(page).count()).toBe(0);
		expect(shop.complaints).toEqual([]);
		await close(page);
	});

	test('[G10] it can be closed, also with Escape, and is not seen again', async () => {
		const page = await open({});
		await card(page).getByRole('button', { name: 'Close this message' }).focus();
		await page.keyboard.press('Escape');
		await card(page).waitFor({ state: 'hidden' });
		await page.reload();
		await wait(page);
		expect(await card(page).count()).toBe(0);
		expect(await page.evaluate(() => Object.fromEntries(Object.entries(localStorage)))).toEqual({
			'parley:k1:g': '["fits"]',
		});
		await close(page);
	});

	test('[H14] a quick reply opens the panel with that text sent', async () => {
		const page = await open({});
		await card(page).getByRole('button', { name: 'Check my frame' }).click();
		await inPanel(page).waitFor();
		await card(page).waitFor({ state: 'hidden' });
		await page.waitForTimeout(200);
		expect((await heard(page)).filter(({ type }) => /:open|send/.test(type))).toEqual([
			expect.objectContaining({ type: 'parley:open' }),
			expect.objectContaining({
				type: 'parley:send',
				args: JSON.stringify(['Check my frame', 'fits', fits.text]),
			}),
		]);
		await close(page);
	});

	test('not over a field that has the focus; after it has lost it', async () => {
		shop.html = shopHtml(shop.script(), { body: '<input aria-label="Search" autofocus>' });
		const page = await open({});
		await page.getByLabel('Search').focus();
		await wait(page);
		expect(await card(page).count()).toBe(0);
		await page.getByLabel('Search').blur();
		await card(page).waitFor();
		await close(page);
	});

	test('not with a conversation, not with the panel open, not where the launcher is hidden', async () => {
		const page = await open({ afterSeconds: 1 });
		await page.evaluate(() => localStorage.setItem('parley:k1', '1'));
		await page.reload();
		await wait(page);
		expect(await card(page).count()).toBe(0);
		await close(page);
		const other = await open({ afterSeconds: 1 });
		await launcher(other).click();
		await inPanel(other).waitFor();
		await wait(other);
		expect(await card(other).count()).toBe(0);
		await close(other);
		shop.server.settings = { greetings: [fits], look: { hideOn: ['/'] } };
		const hidden = await shop.openPage(desk);
		await wait(hidden);
		expect(await card(hidden).count()).toBe(0);
		await close(hidden);
	});

	test('[H66] [G14] by page, by depth and by pages seen', async () => {
		shop.html = shopHtml(shop.script(), { body: '<p>Parts</p><br>'.repeat(100) });
		const page = await open({ pages: ['/parts*'], scrolled: 60, pagesSeen: 2, afterSeconds: 0 });
		await page.mouse.wheel(0, 9_000);
		await wait(page);
		expect(await card(page).count()).toBe(0);
		await page.goto(`${shop.url}/parts/2`);
		await launcher(page).waitFor();
		await page.waitForTimeout(300);
		expect(await card(page).count()).toBe(0);
		await page.mouse.wheel(0, 9_000);
		await card(page).waitFor();
		await close(page);
	});

	test('[G15] on a phone one line beside the launcher, that opens the chat', async () => {
		const page = await open({ device: 'phone' }, phone);
		await card(page).waitFor();
		await page.waitForTimeout(300);
		expect(await card(page).boundingBox()).toEqual({ x: 16, y: 768, width: 290, height: 56 });
		await card(page).getByText(fits.text).tap();
		await inPanel(page).waitFor();
		expect(await dialog(page).evaluate((one) => one.matches(':modal'))).toBe(true);
		await close(page);
		const atDesk = await open({ device: 'phone' });
		await wait(atDesk);
		expect(await card(atDesk).count()).toBe(0);
		await close(atDesk);
	});
});
