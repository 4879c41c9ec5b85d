import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { openChat, openHouse, owner, setUpOwner, write, type House } from './house.ts';

/*
 * Each screen at the width of a phone and of a desk, light and dark: axe finds nothing, nothing scrolls sideways, and a picture
 * is left in the temporary folder (or LOOKS_DIR) for the eye.
 */

jest.setTimeout(120_000);

const folder = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');
const looks = [390, 1280].flatMap((width) =>
	(['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

describeInBrowser('the screens', () => {
	let house: House;
	let setUpLink: string;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		house = await openHouse();
		setUpLink = house.server.ownerLink ?? '';
	});
	afterAll(() => house?.close());

	const optionsOf = ({ width, colorScheme }: (typeof looks)[number]): BrowserContextOptions => ({
		viewport: { width, height: width < 500 ? 844 : 800 },
		colorScheme,
		reducedMotion: 'reduce',
	});

	/** Looks at the page, or at a frame in it. */
	async function look(page: Page, name: string, frame: Frame = page.mainFrame()): Promise<void> {
		await page.waitForTimeout(150);
		await page.screenshot({ path: join(folder, `${name}.png`) });
		// Sent over the debugging protocol: the page's own policy, which forbids foreign script, stays in force.
		await frame.evaluate(axe.source);
		const found = await frame.evaluate(async () => {
			const runner = (window as unknown as { axe: typeof axe }).axe;
			const { violations } = await runner.run(document, {
				resultTypes: ['violations'],
				iframes: false,
			});
			return violations.map(
				({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
			);
		});
		expect({ name, found }).toEqual({ name, found: [] });
		const excess = await frame.evaluate(
			() => document.documentElement.scrollWidth - window.innerWidth,
		);
		expect({ name, excess: Math.max(0, excess) }).toEqual({ name, excess: 0 });
	}

	test('set-up, also with mistakes, and without its code', async () => {
		for (const given of looks) {
			const page = await house.newPage(optionsOf(given));
			const name = `${given.width}-${given.colorScheme}`;
			await page.goto(setUpLink);
			await look(page, `set-up-${name}`);
			await page.getByRole('button', { name: 'Create owner' }).click();
			await page.getByText('Enter your name').waitFor();
			expect(
				await page.getByLabel('Your name').evaluate((field) => field === document.activeElement),
			).toBe(true);
			await look(page, `set-up-errors-${name}`);
			await page.goto('about:blank');
			await page.goto(`${house.server.url}/console/setup`);
			await look(page, `set-up-no-code-${name}`);
			await page.context().close();
		}
	});

	test('the chat: empty, running, failed, offline, ended', async () => {
		const agent = await house.newPage();
		await setUpOwner(agent, setUpLink);
		for (const given of looks) {
			const name = `${given.width}-${given.colorScheme}`;
			const page = await house.newPage(optionsOf(given));
			await page.goto(house.server.demoUrl);
			await look(page, `shop-${name}`);
			const panel = await openChat(page, house.server.demoUrl);
			const frame = page.frames().find((other) => other.url().includes('/chat/')) as Frame;
			await panel.getByText('Hello, how can we help?').waitFor();
			await look(page, `chat-empty-${name}`, frame);
			await write(panel, 'Hi. Does the TS-24 bottom bracket fit a steel frame from 1998?');
			await write(panel, 'It has a 68 mm shell, I think.');
			await panel.getByText('Sent', { exact: true }).waitFor();
			await agent.getByRole('tab', { name: /Unclaimed/ }).click();
			await agent.getByRole('button', { name: /It has a 68 mm shell/ }).click();
			const reply = agent.getByRole('textbox', { name: 'Write to the visitor' });
			await reply.fill('Good morning. Yes, with the 68 mm cups.\nShall I put one aside for you?');
			await reply.press('Enter');
			await panel.getByText(/Shall I put one aside/).waitFor();
			await look(page, `chat-running-${name}`, frame);
			await panel.getByRole('button', { name: 'End chat' }).click();
			await look(page, `chat-question-${name}`, frame);
			await panel.getByRole('button', { name: 'Keep chatting' }).click();
			await page.context().setOffline(true);
			await write(panel, 'Yes please, and a pot of grease.');
			await panel.getByText('We will send this when you are back').waitFor();
			await look(page, `chat-offline-${name}`, frame);
			await page.context().setOffline(false);
			await agent.getByRole('button', { name: 'End', exact: true }).click();
			await agent
				.getByRole('group', { name: /End this/ })
				.getByRole('button', { name: 'End', exact: true })
				.click();
			await panel.getByRole('button', { name: 'Start a new chat' }).waitFor();
			await look(page, `chat-ended-${name}`, frame);
			await page.goto(new URL(frame.url()).href.replace('?embed=1', ''));
			await page
				.getByRole('button', { name: 'Start a new chat' })
				.or(page.getByText('Hello, how can we help?'))
				.waitFor();
			await look(page, `chat-page-${name}`);
			await page.context().close();
		}
	});

	test('the console: sign-in, empty lists, a conversation, a note, an ended one', async () => {
		const shop = await house.newPage();
		const panel = await openChat(shop, house.server.demoUrl);
		await write(
			panel,
			'Can I still ride home with the front brake like this? The lever goes all the way to the bar.',
		);
		await panel.getByText('Sent', { exact: true }).waitFor();
		let isClaimed = false;
		for (const given of looks) {
			const name = `${given.width}-${given.colorScheme}`;
			const isPhone = given.width < 768;
			const page = await house.newPage(optionsOf(given));
			await page.goto(`${house.server.url}/console`);
			await page.getByRole('heading', { name: 'Sign in' }).waitFor();
			await look(page, `sign-in-${name}`);
			await page.getByLabel('E-mail').fill(owner.email);
			await page.getByLabel('Password').fill(owner.password);
			await page.getByRole('button', { name: 'Sign in' }).click();
			await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
			await page.getByRole('tab', { name: /Others/ }).click();
			await look(page, `console-empty-${name}`);
			if (isClaimed) await page.getByRole('tab', { name: /Mine/ }).click();
			else await page.getByRole('tab', { name: /Unclaimed/ }).click();
			await page.getByRole('button', { name: /front brake/ }).waitFor();
			await look(page, `console-list-${name}`);
			await page.getByRole('button', { name: /front brake|Stop riding/ }).click();
			await page.getByRole('article').first().waitFor();
			await look(page, `console-conversation-${name}`);
			if (!isClaimed) {
				await page.getByRole('button', { name: 'Claim' }).click();
				await page.getByText('You answer').waitFor();
				isClaimed = true;
			}
			await page.getByText('Note', { exact: true }).click();
			await page
				.getByRole('textbox', { name: /note/ })
				.fill('Brake pads of batch 11, see the recall.');
			await look(page, `console-note-${name}`);
			await page.getByRole('button', { name: 'Add note' }).click();
			await page.getByText('Note, only your team sees this').last().waitFor();
			if (isPhone) await page.getByRole('button', { name: 'Back to the list' }).click();
			await page.getByRole('tab', { name: /Ended/ }).click();
			await look(page, `console-ended-list-${name}`);
			await page
				.getByRole('button', { name: /grease|68 mm/ })
				.first()
				.click();
			await page.getByText('Ended', { exact: true }).last().waitFor();
			await look(page, `console-ended-${name}`);
			if (isPhone) await page.getByRole('button', { name: 'Back to the list' }).click();
			await page.context().close();
		}
	});

	test('the console without its server', async () => {
		const pages: [Page, string][] = [];
		for (const given of looks) {
			const page = await house.newPage(optionsOf(given));
			await page.goto(`${house.server.url}/console`);
			await page.getByLabel('E-mail').fill(owner.email);
			await page.getByLabel('Password').fill(owner.password);
			await page.getByRole('button', { name: 'Sign in' }).click();
			await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
			pages.push([page, `${given.width}-${given.colorScheme}`]);
		}
		await house.kill();
		for (const [page, name] of pages) {
			await page.getByText(/Connection lost at/).waitFor();
			await look(page, `console-lost-${name}`);
		}
		await house.restart();
		for (const [page] of pages)
			await page.getByText('Connection lost at').waitFor({ state: 'hidden', timeout: 40_000 });
		expect(house.complaints).toEqual([]);
	});
});
