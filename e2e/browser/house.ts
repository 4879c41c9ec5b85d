import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../find-browser.ts';
import { startServer, type ServerProcess } from '../server-process.ts';

export const owner = {
	name: 'Mira Kovač',
	email: 'mira@tandem.example',
	password: 'a sentence is fine too',
};

/** A server with its data folder and a browser, for one suite. */
export interface House {
	readonly browser: Browser;
	readonly server: ServerProcess;
	/** What the browser complained about: refused by a policy, not caught, not found. */
	readonly complaints: readonly string[];
	/** SIGKILL: no good-bye, as when the power fails. */
	kill(): Promise<void>;
	/** On the same port and data folder. */
	restart(): Promise<void>;
	/** A page in a browser of its own: nothing is shared with other pages. */
	newPage(options?: BrowserContextOptions): Promise<Page>;
	/** In the same browser as that page: a second tab. */
	newTab(page: Page): Promise<Page>;
	close(): Promise<void>;
}

export async function openHouse(env: Readonly<Record<string, string>> = {}): Promise<House> {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-browser-'));
	// Chromium tells its command line, which launchBrowser checks, only under this switch.
	const browser = await launchBrowser({ args: ['--enable-automation'] });
	let server = await startServer({ dataDir, env }).catch(async (error: unknown) => {
		await browser.close();
		throw error;
	});
	const complaints: string[] = [];

	const watch = (page: Page): Page => {
		page.setDefaultTimeout(15_000);
		page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
		page.on('console', (message) => {
			// A server that was killed on purpose is no complaint; nor is asking who is signed in or whether a link still works.
			const text = message.text();
			if (message.type() !== 'error' || /ERR_CONNECTION|WebSocket|status of 4(01|10)/.test(text))
				return;
			complaints.push(`${page.url()}: ${text}`);
		});
		return page;
	};

	return {
		browser,
		complaints,
		get server() {
			return server;
		},
		kill: () => server.kill('SIGKILL'),
		async restart() {
			server = await startServer({ dataDir, env, port: server.port });
		},
		async newPage(options) {
			const context = await browser.newContext({ locale: 'en-GB', ...options });
			return watch(await context.newPage());
		},
		newTab: async (page) => watch(await page.context().newPage()),
		async close() {
			await browser.close();
			await server.kill('SIGTERM');
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

/** Uses the one-time link; afterwards the inbox is there. */
export async function setUpOwner(page: Page, link: string): Promise<void> {
	await page.goto(link);
	await fillInOwner(page);
	await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
}

/** Fills the form behind the one-time link in and sends it. */
export async function fillInOwner(page: Page): Promise<void> {
	await page.getByLabel('Your name').fill(owner.name);
	await page.getByLabel('E-mail').fill(owner.email);
	await page.getByLabel('Password').fill(owner.password);
	await page.getByRole('button', { name: 'Save and sign in' }).click();
}

/** The chat in the shop's page. */
export const panelOf = (page: Page): FrameLocator => page.frameLocator('parley-chat iframe');

/** Opens the shop and the chat in it. */
export async function openChat(page: Page, demoUrl: string): Promise<FrameLocator> {
	await page.goto(demoUrl);
	await page
		.getByRole('link', { name: /^Chat with us, \d|^Chat with us$/ })
		.last()
		.click();
	const panel = panelOf(page);
	await panel.getByRole('textbox', { name: 'Write a message' }).waitFor();
	return panel;
}

/** Where the visitor writes: its words differ while somebody waits. */
export const fieldOf = (panel: FrameLocator): Locator =>
	panel.getByRole('textbox', {
		name: /^(Write a message|Add details while you wait|Add something)$/,
	});

/** Types as a person does and sends with Enter. */
export async function write(panel: FrameLocator, text: string): Promise<void> {
	const field = fieldOf(panel);
	await field.fill(text);
	await field.press('Enter');
}

export const hasFocus = (field: Locator): Promise<boolean> =>
	field.evaluate((element) => element === document.activeElement);
