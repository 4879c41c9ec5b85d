import type { Browser, BrowserContextOptions, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../find-browser.ts';
import { serveHost, shopHtml, type HostPage } from './host-page.ts';
import { startLoaderServer, type LoaderServer } from './loader-server.ts';

/** A shop with the snippet in its page, the server behind it, and a browser: for suites about the loader. */
export interface LoaderShop {
	readonly server: LoaderServer;
	readonly url: string;
	html: string;
	headers: Record<string, string>;
	/** What the browser complained about since `renew`. */
	readonly complaints: string[];
	/** All as at the start: before each test. */
	renew(): void;
	openPage(options?: BrowserContextOptions, path?: string): Promise<Page>;
	/** The script's part of the snippet. */
	script(key?: string): string;
	/** The plain link's part. */
	link(): string;
	close(): Promise<void>;
}

export async function openLoaderShop(): Promise<LoaderShop> {
	const browser: Browser = await launchBrowser({ args: ['--enable-automation'] });
	const server = await startLoaderServer();
	const host: HostPage = await serveHost(() => ({ html: shop.html, headers: shop.headers }));
	const shop: LoaderShop = {
		server,
		url: host.url,
		html: '',
		headers: {},
		complaints: [],
		renew() {
			server.asked.length = shop.complaints.length = 0;
			server.settings = {};
			server.answerPanel = null;
			shop.headers = {};
			shop.html = shopHtml(shop.script(), { link: shop.link() });
		},
		async openPage(options = {}, path = '/') {
			const context = await browser.newContext({ locale: 'en-GB', ...options });
			const page = await context.newPage();
			page.setDefaultTimeout(15_000);
			page.on('pageerror', (error) => shop.complaints.push(error.message));
			page.on('console', (message) => {
				if (message.type() === 'error') shop.complaints.push(message.text());
			});
			await page.goto(host.url + path);
			return page;
		},
		script: (key = 'k1') => `<script async src="${server.url}/widget.js?site=${key}"></script>`,
		link: () => `<a id="own" href="${server.url}/chat/k1">Write to us</a>`,
		async close() {
			await browser.close();
			await host.close();
			await server.stop();
		},
	};
	return shop;
}

export const launcher = (page: Page): Locator => page.locator('parley-chat a.g');
export const dialog = (page: Page): Locator => page.locator('parley-chat dialog');
export const inPanel = (page: Page): Locator =>
	page.frameLocator('parley-chat iframe').getByRole('button', { name: 'In the panel' });
export const close = (page: Page): Promise<void> => page.context().close();

type Heard = { readonly type: string; readonly [key: string]: unknown };

/** What the loader has said to the panel. */
export const heard = (page: Page): Promise<Heard[]> => panelFrame(page).evaluate('heard');
/** As the panel would. */
export const tell = (page: Page, message: object): Promise<unknown> =>
	panelFrame(page).evaluate(`tell(${JSON.stringify(message)})`);

/** The panel is in the page, perhaps not in sight. */
export async function untilPanel(page: Page): Promise<void> {
	await page.waitForFunction(() =>
		document.querySelector('parley-chat')?.shadowRoot?.querySelector('iframe:only-child'),
	);
}

function panelFrame(page: Page): Frame {
	const found = page.frames().find((frame) => frame.url().includes('embed=1'));
	if (!found) throw new Error('There is no panel.');
	return found;
}
