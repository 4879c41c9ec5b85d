import type { FrameLocator, Page } from 'playwright-core';
import sharp from 'sharp';
import { describeInBrowser } from '../find-browser.ts';
import { openChat, openHouse, write, type House } from './house.ts';

jest.setTimeout(60_000);

describeInBrowser('a picture on its way', () => {
	let house: House;
	let shop: Page;
	let panel: FrameLocator;
	beforeAll(async () => {
		house = await openHouse();
		shop = await house.newPage();
		panel = await openChat(shop, house.server.demoUrl);
	});
	afterAll(() => house?.close());

	const holdBack = async (address: string | RegExp) => {
		let letGo = (): void => undefined;
		const held = new Promise<void>((resolve) => {
			letGo = resolve;
		});
		await shop.route(address, async (route) => {
			await held;
			await route.continue();
		});
		return letGo;
	};

	test("the visitor's own file is shown from the moment of choosing until the server's is there", async () => {
		await write(panel, 'This is the crank');
		await panel.getByText('Sent', { exact: true }).waitFor();
		const background = '#57564f';
		const buffer = await sharp({ create: { width: 800, height: 400, channels: 3, background } })
			.png()
			.toBuffer();
		const upload = await holdBack('**/api/v1/files*');
		const download = await holdBack(/^https?:\/\/[^/]+\/files\//);
		const [chooser] = await Promise.all([
			shop.waitForEvent('filechooser'),
			panel.getByRole('button', { name: 'Attach a file' }).click(),
		]);
		await chooser.setFiles({ name: 'crank.png', mimeType: 'image/png', buffer });
		const own = panel.locator('img[src^="blob:"]');
		const width = () =>
			own.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth));
		await panel.getByRole('progressbar').waitFor();
		expect(await width()).toBe(800);
		upload();
		await panel.locator('.shot img[src^="blob:"]').waitFor();
		expect(await width()).toBe(800);
		const address = (await own.getAttribute('src')) ?? '';
		download();
		await panel.locator('.shot img:not([src^="blob:"])').waitFor();
		expect(await own.count()).toBe(0);
		// Given back to the browser.
		const inFrame = panel.locator('body');
		const isThere = (url: string) =>
			inFrame.evaluate(
				(_, src) =>
					new Promise((resolve) => {
						const img = new Image();
						img.onload = () => resolve(true);
						img.onerror = () => resolve(false);
						img.src = src;
					}),
				url,
			);
		expect(await isThere(address)).toBe(false);
	});
});
