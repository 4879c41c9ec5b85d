import { describeInBrowser } from '../find-browser.ts';
import { listenAlone, serveHost, shopHtml, type HostPage } from './host-page.ts';
import { launchInMode, storageModes, type StorageMode } from './storage-modes.ts';

jest.setTimeout(60_000);

/* Each mode is what its name says: in the page, and in a frame of another site. */

const expected: Record<StorageMode, { page: string; frame: string; cookie: string }> = {
	stock: { page: 'kept', frame: 'kept', cookie: 'seen=1' },
	// The frame's storage is its own for this page (partitioned), so it may have it; a cookie it may not.
	'third-party blocked': { page: 'kept', frame: 'kept', cookie: '' },
	'all blocked': { page: 'SecurityError', frame: 'SecurityError', cookie: '' },
};

describeInBrowser('storage modes', () => {
	let frame: HostPage;
	let shop: HostPage;
	beforeAll(async () => {
		frame = await listenAlone((_, response) => {
			response
				.writeHead(200, { 'Content-Type': 'text/html' })
				.end('<!doctype html><title>F</title>');
		});
		shop = await serveHost(() => ({
			html: shopHtml('', {
				body: `<iframe src="http://127.0.0.1:${frame.port}/" title="Frame"></iframe>`,
			}),
		}));
	});
	afterAll(async () => {
		await shop?.close();
		await frame?.close();
	});

	const tryStorage = () => {
		try {
			localStorage.setItem('probe', 'kept');
			return localStorage.getItem('probe');
		} catch (error) {
			return (error as Error).name;
		}
	};

	test.each(storageModes)('%s', async (mode) => {
		const { context, close } = await launchInMode(mode);
		try {
			const page = await context.newPage();
			await page.goto(shop.url);
			const inFrame = page.frames()[1];
			const cookie = await inFrame?.evaluate(() => {
				document.cookie = 'seen=1; Secure; SameSite=None';
				return document.cookie;
			});
			expect({
				page: await page.evaluate(tryStorage),
				frame: await inFrame?.evaluate(tryStorage),
				cookie,
			}).toEqual(expected[mode]);
		} finally {
			await close();
		}
	});
});
