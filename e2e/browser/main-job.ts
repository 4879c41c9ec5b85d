import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { joinAs } from './console-team.ts';
import { openHouse, panelOf, setUpOwner, type House } from './house.ts';
import { askAs } from './talks.ts';

/* Who plays in the main job: a visitor in the shop, two agents and a supervisor, each in a browser of their own. */

export const canned = 'Good news, {firstName}: the TS-24 fits every frame since 1996.';

/** Somebody of the team. */
export interface Colleague {
	readonly name: string;
	readonly first: string;
	readonly page: Page;
}

export interface Cast {
	readonly house: House;
	readonly mira: Colleague;
	readonly jonas: Colleague;
	readonly sara: Colleague;
	readonly shop: Page;
	readonly panel: FrameLocator;
	/** All that the visitor's browser was told. */
	readonly told: readonly string[];
}

interface Size {
	readonly width: number;
	readonly height: number;
}

/** The team at work at that size, a canned reply and the question for the visitor's name; the shop is open, the chat not yet. */
export async function gather(size: Size): Promise<Cast> {
	const house = await openHouse();
	const owner = await house.newPage({ viewport: size, reducedMotion: 'reduce' });
	await setUpOwner(owner, house.server.ownerLink ?? '');
	const [site] = await askAs<{ id: string; rev: number }[]>(owner, 'sites');
	await askAs(owner, `sites/${site?.id}`, {
		rev: site?.rev,
		settings: { prechat: { name: 'required' } },
	});
	await askAs(owner, 'replies', {
		key: 'fit',
		title: 'It fits',
		text: canned,
		isShared: true,
		sites: 'all',
	});
	const jonas = await joinAs(house, owner, 'Jonas Brandt');
	const sara = await joinAs(house, owner, 'Sara Winter', 'supervisor');
	for (const page of [jonas, sara]) await page.setViewportSize(size);
	const shop = await house.newPage();
	const told: string[] = [];
	shop.on('websocket', (socket) =>
		socket.on('framereceived', ({ payload }) => told.push(String(payload))),
	);
	return {
		house,
		mira: { name: 'Mira Kovač', first: 'Mira', page: owner },
		jonas: { name: 'Jonas Brandt', first: 'Jonas', page: jonas },
		sara: { name: 'Sara Winter', first: 'Sara', page: sara },
		shop,
		panel: panelOf(shop),
		told,
	};
}

/** The visitor opens the chat in the shop and says her name. */
export async function enterChat({ shop, panel, house }: Cast): Promise<void> {
	await shop.goto(house.server.demoUrl);
	await shop
		.getByRole('link', { name: /^Chat with us/ })
		.last()
		.click();
	await panel.getByRole('button', { name: 'Start a chat' }).click();
	await panel.getByLabel('Name').fill('Ellen Marsh');
	await panel.getByRole('button', { name: 'Start chat' }).click();
}

/** What was said, as the team reads it. */
export const inConsole = (page: Page, text: string): Locator =>
	page.getByRole('article').filter({ hasText: text });

export async function answer(page: Page, text: string): Promise<void> {
	await fieldOf(page).fill(text);
	await fieldOf(page).press('Enter');
	await inConsole(page, text).waitFor();
}

export async function writeNote(page: Page, text: string): Promise<void> {
	await page.getByRole('radiogroup').getByText('Note').click();
	await fieldOf(page).fill(text);
	await page.locator('.composer').getByRole('button', { name: 'Add note' }).click();
	await inConsole(page, text).getByText('Note, only your team sees this').waitFor();
}

/** Has the visitor asked whether the colleague may take over. */
export async function passOn(page: Page, to: Colleague, reason: string): Promise<void> {
	await act(page, 'Transfer');
	const dialog = page.getByRole('dialog', { name: "Transfer Ellen's conversation" });
	const search = dialog.getByRole('combobox', { name: 'Agent or group' });
	await dialog.getByRole('option', { name: new RegExp(to.name) }).waitFor();
	await search.fill(to.first);
	await search.press('Enter');
	await dialog.getByLabel(new RegExp(`What ${to.first} should know`)).fill(reason);
	await dialog.getByLabel('Ask Ellen first').check();
	await dialog.getByRole('button', { name: `Transfer to ${to.first}` }).click();
	await dialog.waitFor({ state: 'detached' });
	// What was done is said, and not over the place to write.
	const [toast, composer] = await Promise.all(
		['.toast', '.composer'].map((place) => page.locator(place).boundingBox()),
	);
	if (!toast || !composer) throw new Error('There is no toast, or no composer.');
	const isBeside = toast.x + toast.width <= composer.x;
	const isAbove = toast.y + toast.height <= composer.y;
	expect(isBeside || isAbove).toBe(true);
}

/** Where an agent writes. */
export const fieldOf = (page: Page): Locator => page.locator('.composer textarea');

/** What can be done with the open conversation: a button in its head, on a phone a line of its menu. */
export async function act(page: Page, name: string): Promise<void> {
	const head = page.locator('.head-acts');
	await head.getByRole('button').first().waitFor();
	const button = head.getByRole('button', { name, exact: true });
	if ((await button.count()) > 0) return button.click();
	await head.getByRole('button', { name: 'More' }).click();
	await page.getByRole('menuitem', { name, exact: true }).click();
}

/** By the tool, or on a phone behind the plus. */
export async function attach(page: Page, name: string, colour: string): Promise<void> {
	const tool = page.getByRole('button', { name: 'Attach a file' });
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		(await tool.isVisible())
			? tool.click()
			: page
					.getByRole('button', { name: 'Add a file, an emoji or a canned reply' })
					.click()
					.then(() => page.getByRole('menuitem', { name: 'Attach a file' }).click()),
	]);
	const size = { width: 600, height: 400, channels: 3, background: colour } as const;
	const buffer = await sharp({ create: size }).png().toBuffer();
	await chooser.setFiles([{ name, mimeType: 'image/png', buffer }]);
}

/** The same click in both browsers at the same moment: neither has heard of the other's. */
export async function clickTogether(buttons: readonly Locator[]): Promise<void> {
	await Promise.all(buttons.map((button) => button.waitFor()));
	const at = Date.now() + 400;
	const clickAt = (button: Locator): Promise<void> =>
		button.evaluate(
			(element, moment) =>
				new Promise<void>((done) => {
					setTimeout(() => {
						(element as HTMLElement).click();
						done();
					}, moment - Date.now());
				}),
			at,
		);
	await Promise.all(buttons.map(clickAt));
}

/** Their network is back: they try again at once instead of when the pause between two tries is over. */
export async function wake(pages: readonly Page[]): Promise<void> {
	const frames = pages.flatMap((page) => page.frames());
	await Promise.all(
		frames.map((frame) => frame.evaluate(() => dispatchEvent(new Event('online')))),
	);
}

/** A picture of what each of them sees, for whoever looks for the cause. */
export async function photograph(name: string, { mira, jonas, sara, shop }: Cast): Promise<void> {
	const folder = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');
	mkdirSync(folder, { recursive: true });
	const all = { mira: mira.page, jonas: jonas.page, sara: sara.page, visitor: shop };
	for (const [who, page] of Object.entries(all))
		await page.screenshot({ path: join(folder, `${name}-${who}.png`) });
}

/** Looks again until it is so. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
	for (const deadline = Date.now() + 15_000; !(await isSo());) {
		if (Date.now() > deadline) throw new Error(`It did not come about: ${what}`);
		await new Promise((done) => setTimeout(done, 100));
	}
}

/**
 * Tests that build on one another: after the first that fails the others say so at once, instead of waiting each for what cannot
 * come. `onFailure` may leave pictures.
 */
export function inOrder(
	onFailure: (step: string) => Promise<void>,
): (name: string, body: () => Promise<void>) => void {
	let failed: string | null = null;
	return (name, body) =>
		test(name, async () => {
			if (failed !== null) throw new Error(`Not tried, as this has failed: ${failed}`);
			try {
				await body();
			} catch (error) {
				failed = name;
				await onFailure(name);
				throw error;
			}
		});
}
