/** The frame's storage in a page of another site, as the panel in a customer's page has it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './find-browser.ts';

const frame = `<p></p><script>
	const say = (text) => { document.querySelector('p').textContent = text; };
	try { localStorage.a = 'kept'; say(localStorage.a); } catch (error) { say(error.name); }
</script>`;

describeInBrowser('the browser of the tests', () => {
	let server: Server;
	let browser: Browser;

	beforeAll(async () => {
		server = createServer((request, response) => {
			response.setHeader('content-type', 'text/html');
			response.end(
				request.url === '/frame' ? frame : `<iframe src="${address('127.0.0.1')}frame">`,
			);
		});
		await new Promise<void>((resolve) => server.listen(0, resolve));
		browser = await launchBrowser();
	}, 30_000);

	afterAll(async () => {
		await browser.close();
		await new Promise((resolve) => server.close(resolve));
	});

	/** `localhost` and `127.0.0.1` are two sites to a browser, both of them secure contexts. */
	const address = (host: string): string =>
		`http://${host}:${(server.address() as AddressInfo).port}/`;

	test('keeps what a third-party frame stores, as the browsers of visitors do', async () => {
		const page = await browser.newPage();
		await page.goto(address('localhost'));
		expect(await page.frameLocator('iframe').locator('p').textContent()).toBe('kept');
	}, 30_000);
});
