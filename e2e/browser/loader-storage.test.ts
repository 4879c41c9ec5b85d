import { describeInBrowser } from '../find-browser.ts';
import { inPanel, launcher, openLoaderShop, tell, type LoaderShop } from './loader-shop.ts';
import { launchInMode, storageModes } from './storage-modes.ts';

jest.setTimeout(60_000);

describeInBrowser('the loader and what the browser lets it keep', () => {
	let shop: LoaderShop;
	beforeAll(async () => {
		shop = await openLoaderShop();
	});
	afterAll(() => shop?.close());
	beforeEach(() => shop.renew());

	test.each(storageModes)(
		'%s: the chat opens; after an act the next page loads the panel where it may remember',
		async (mode) => {
			const { context, close: end } = await launchInMode(mode);
			try {
				const page = await context.newPage();
				await page.goto(shop.url);
				await launcher(page).click();
				await inPanel(page).waitFor();
				await page.waitForTimeout(200);
				await tell(page, { type: 'parley:acted' });
				await page.waitForTimeout(200);
				shop.server.asked.length = 0;
				await page.reload();
				await launcher(page).waitFor();
				await page.waitForTimeout(600);
				const blocked = mode === 'all blocked';
				expect(shop.server.asked).toEqual(blocked ? ['/widget.js'] : ['/widget.js', '/chat/k1']);
				if (!blocked)
					expect(
						await page.evaluate(() => Object.fromEntries(Object.entries(localStorage))),
					).toEqual({ 'parley:k1': '1' });
			} finally {
				await end();
			}
		},
	);
});
