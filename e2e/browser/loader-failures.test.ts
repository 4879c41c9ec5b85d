import type { RequestListener } from 'node:http';
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

/* The loader when our server is away, slow or wrong: the page of the shop goes on as if we were not there. */

jest.setTimeout(60_000);

describeInBrowser('the loader without its server', () => {
	let shop: LoaderShop;
	beforeAll(async () => {
		shop = await openLoaderShop();
	});
	afterAll(() => shop?.close());
	beforeEach(() => shop.renew());

	test('[G22] a server that is away: after 8 s other ways, and it goes on trying', async () => {
		shop.server.settings = { contact: { email: 'hello@tandem.example', phone: '0113 496 0184' } };
		const page = await shop.openPage();
		await launcher(page).waitFor();
		await shop.server.stop();
		await launcher(page).click();
		await page.getByText('The chat cannot be reached').waitFor();
		expect(await page.getByRole('link', { name: 'Write an e-mail' }).getAttribute('href')).toBe(
			'mailto:hello@tandem.example',
		);
		expect(await page.getByRole('link', { name: '0113 496 0184' }).getAttribute('href')).toBe(
			'tel:0113 496 0184',
		);
		expect(await page.getByRole('link', { name: 'Open in a new tab' }).count()).toBe(0);
		await page.getByRole('button', { name: 'Close' }).click();
		await dialog(page).waitFor({ state: 'hidden' });
		await shop.server.start();
		await launcher(page).click();
		await inPanel(page).waitFor();
		await close(page);
	});

	const lies: [string, RequestListener][] = [
		[
			'an error page',
			(_, response) => response.writeHead(500, { 'Content-Type': 'text/html' }).end('<h1>500</h1>'),
		],
		[
			'a redirect to another origin',
			(_, response) => response.writeHead(302, { Location: `${shop.url}/elsewhere` }).end(),
		],
		[
			'an answer that never ends',
			(_, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).write(' '),
		],
		[
			'garbage in place of messages',
			(_, response) =>
				response
					.writeHead(200, { 'Content-Type': 'text/html' })
					.end(
						`<script>for (const m of [null, 7, 'x', {}, { type: 'parley:unread' }, { type: 'parley:event' }, { type: {} }]) parent.postMessage(m, '*')</script>`,
					),
		],
	];
	test.each(lies)('a server that lies with %s leaves the page as it is', async (_, answer) => {
		shop.server.answerPanel = answer;
		shop.html = shopHtml(shop.script(), { link: shop.link(), body: '<input aria-label="Search">' });
		const page = await shop.openPage();
		const before = await page.evaluate(() => document.body.innerText);
		await launcher(page).click();
		await page.getByText('The chat cannot be reached').waitFor();
		await page.getByRole('link', { name: 'Open in a new tab' }).waitFor();
		await page.getByLabel('Search').fill('ring');
		expect(await page.evaluate(() => document.body.innerText)).toBe(before);
		expect(shop.complaints.filter((text) => !/status of 500|postMessage/.test(text))).toEqual([]);
		await close(page);
	});

	test('a script that is an error page, or does not come, leaves the link', async () => {
		for (const source of [`${shop.server.url}/chat/k1`, 'http://127.0.0.1:9/widget.js']) {
			shop.html = shopHtml(`<script async src="${source}"></script>`, { link: shop.link() });
			const page = await shop.openPage();
			await page.getByRole('link', { name: 'Write to us' }).click();
			await page.waitForURL(`${shop.server.url}/chat/k1`);
			await close(page);
		}
	});
});
