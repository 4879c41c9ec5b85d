import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import {
	fillInOwner,
	hasFocus,
	openChat,
	openHouse,
	owner,
	setUpOwner,
	write,
	type House,
} from './house.ts';

/*
 * Each screen at the width of a phone and of a desk, light and dark: axe finds nothing, nothing scrolls sideways, and a picture
 * is left in the temporary folder (or LOOKS_DIR) for the eye. A page is brought to each screen once, and looked at there in its
 * four looks.
 */

jest.setTimeout(120_000);

const folder = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');
const [desk, phone] = [
	{ width: 1280, height: 800 },
	{ width: 390, height: 844 },
];
const sizes = [desk, phone];

describeInBrowser('the screens', () => {
	let house: House;
	let agent: Page;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		house = await openHouse();
	});
	afterAll(() => house?.close());

	const newPage = () => house.newPage({ viewport: desk, reducedMotion: 'reduce' });

	/** Looks at the page, or at a frame in it, in both colours. */
	async function look(page: Page, name: string, at = sizes, frame = page.mainFrame()) {
		for (const size of at) {
			await page.setViewportSize(size);
			for (const colorScheme of ['light', 'dark'] as const) {
				const full = `${name}-${size.width}-${colorScheme}`;
				await page.emulateMedia({ colorScheme });
				await settle(page);
				await page.screenshot({ path: join(folder, `${full}.png`) });
				expect({ full, ...(await findings(frame, colorScheme)) }).toEqual({
					full,
					violations: [],
					excess: 0,
				});
			}
		}
		await page.setViewportSize(desk);
	}

	/** Two frames: styles of the new size and colour are in force, and what observes the size has answered. */
	const settle = (page: Page): Promise<void> =>
		page.evaluate(
			() =>
				new Promise((done) => {
					requestAnimationFrame(() => requestAnimationFrame(() => done()));
				}),
		);

	async function findings(frame: Frame, colorScheme: 'light' | 'dark') {
		// Sent over the debugging protocol: the page's own policy, which forbids foreign script, stays in force.
		if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
		return frame.evaluate(async (isDark) => {
			const runner = (window as unknown as { axe: typeof axe }).axe;
			const { violations } = await runner.run(document, {
				resultTypes: ['violations'],
				iframes: false,
				// The dark look is the same document in other colours.
				...(isDark ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {}),
			});
			return {
				violations: violations.map(
					({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
				),
				excess: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
			};
		}, colorScheme === 'dark');
	}

	test('set-up, also with mistakes, and without its code', async () => {
		const setUpLink = house.server.ownerLink ?? '';
		const page = await newPage();
		await page.goto(setUpLink);
		await look(page, 'set-up');
		await page.getByRole('button', { name: 'Save and sign in' }).click();
		await page.getByText('Enter your name').waitFor();
		expect(await hasFocus(page.getByLabel('Your name'))).toBe(true);
		await look(page, 'set-up-errors');
		await page.goto('about:blank');
		await page.goto(`${house.server.url}/console/setup`);
		await look(page, 'set-up-no-code');
		await page.getByRole('link', { name: 'Go to sign-in' }).waitFor();
		// The same tab: only what follows the # changes, and the page notices.
		await page.goto(setUpLink);
		await page.getByLabel('Your name').waitFor();
		agent = await newPage();
		await setUpOwner(agent, setUpLink);
		await fillInOwner(page);
		await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
		await page.reload();
		await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
		await look(page, 'set-up-used');
		await page.getByRole('link', { name: 'Go to sign-in' }).click();
		await page.getByRole('heading', { name: 'Sign in' }).waitFor();
		await page.context().close();
	});

	test('the chat: empty, running, a question, offline, ended', async () => {
		const page = await newPage();
		await page.goto(house.server.demoUrl);
		await look(page, 'shop');
		const panel = await openChat(page, house.server.demoUrl);
		const frame = page.frames().find((other) => other.url().includes('/chat/')) as Frame;
		const lookAtChat = async (name: string): Promise<void> => {
			for (const size of sizes) {
				await page.setViewportSize(size);
				// On a phone it opens as a dialog over the page, at the desk beside it: only opening decides that.
				await page.evaluate(() => {
					const shadow = document.querySelector('parley-chat')?.shadowRoot;
					shadow?.querySelector('dialog')?.close();
					shadow?.querySelector('a')?.click();
				});
				await look(page, name, [size], frame);
			}
		};
		await panel.getByText('Hello, how can we help?').waitFor();
		await lookAtChat('chat-empty');
		await write(panel, 'Hi. Does the TS-24 bottom bracket fit a steel frame from 1998?');
		await write(panel, 'It has a 68 mm shell, I think.');
		await panel.getByText('Sent', { exact: true }).last().waitFor();
		await agent.getByRole('button', { name: /It has a 68 mm shell/ }).click();
		await agent.getByRole('button', { name: 'Claim conversation' }).click();
		const reply = agent.getByRole('textbox', { name: 'Write to the visitor' });
		await reply.fill('Good morning. Yes, with the 68 mm cups.\nShall I put one aside for you?');
		await reply.press('Enter');
		await panel.getByText(/Shall I put one aside/).waitFor();
		await panel.getByRole('heading', { name: owner.name }).waitFor();
		await agent.getByText('You answer').waitFor();
		await lookAtChat('chat-running');
		await panel.getByRole('button', { name: 'More' }).click();
		await panel.getByRole('menuitem', { name: 'End chat' }).waitFor();
		await look(page, 'chat-menu', [desk], frame);
		await panel.getByRole('menuitem', { name: 'End chat' }).click();
		await lookAtChat('chat-question');
		await panel.getByRole('button', { name: 'Keep chatting' }).click();
		await page.context().setOffline(true);
		await write(panel, 'Yes please, and a pot of grease.');
		await panel.getByText('We will send this when you are back').waitFor();
		await panel.getByText('You are offline. You can go on writing.').waitFor();
		await lookAtChat('chat-offline');
		await page.context().setOffline(false);
		await agent.getByRole('button', { name: 'End', exact: true }).click();
		await agent.getByRole('dialog').getByRole('button', { name: 'End conversation' }).click();
		await panel.getByRole('button', { name: 'Skip' }).waitFor();
		await lookAtChat('chat-rating');
		await panel.getByRole('button', { name: 'Skip' }).click();
		await panel.getByRole('button', { name: 'Start a new chat' }).waitFor();
		await lookAtChat('chat-ended');
		await page.goto(frame.url().replace(/\?.*/, ''));
		await page
			.getByRole('button', { name: 'Start a new chat' })
			.or(page.getByText('Hello, how can we help?'))
			.waitFor();
		await look(page, 'chat-page');
		await page.context().close();
	});

	test('the console: sign-in, empty lists, a conversation, a note, an ended one', async () => {
		const shop = await newPage();
		const panel = await openChat(shop, house.server.demoUrl);
		await write(
			panel,
			'Can I still ride home with the front brake like this? The lever goes all the way to the bar.',
		);
		await panel.getByText('Sent', { exact: true }).last().waitFor();
		await shop.context().close();
		await agent.context().close();
		agent = await newPage();
		await agent.goto(`${house.server.url}/console`);
		await agent.getByRole('heading', { name: 'Sign in' }).waitFor();
		await look(agent, 'sign-in');
		await agent.getByLabel('E-mail').fill(owner.email);
		await agent.getByLabel('Password').fill(owner.password);
		await agent.getByRole('button', { name: 'Sign in' }).click();
		await agent.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
		await agent.getByRole('tab', { name: /Mine/ }).click();
		await agent.getByRole('button', { name: /Ended, not archived/ }).waitFor();
		await look(agent, 'console-empty');
		await agent.getByRole('tab', { name: /Unclaimed/ }).click();
		await agent.getByRole('button', { name: /front brake/ }).waitFor();
		await look(agent, 'console-list');
		await agent.getByRole('button', { name: /front brake/ }).click();
		await agent.getByRole('article').first().waitFor();
		await look(agent, 'console-conversation');
		await agent.getByRole('button', { name: 'Claim' }).click();
		await agent.getByText('You answer').waitFor();
		await agent.getByText('Note', { exact: true }).click();
		await agent
			.getByRole('textbox', { name: /note/ })
			.fill('Brake pads of batch 11, see the recall.');
		await look(agent, 'console-note');
		await agent.getByRole('button', { name: 'Add note' }).click();
		await agent.getByText('Note, only your team sees this').last().waitFor();
		await agent.getByText('Brake pads of batch 11, see the recall.').last().hover();
		await agent.getByRole('button', { name: 'Delete' }).click();
		await agent.getByRole('group', { name: /Delete this/ }).waitFor();
		await look(agent, 'console-question');
		await agent.keyboard.press('Escape');
		await agent.getByRole('button', { name: /Ended, not archived/ }).click();
		await agent.getByRole('button', { name: /grease|68 mm/ }).waitFor();
		await look(agent, 'console-ended-list', [desk]);
		await agent.setViewportSize(phone);
		await agent.getByRole('button', { name: 'Back to the list' }).click();
		await look(agent, 'console-ended-list', [phone]);
		await agent.getByRole('button', { name: /grease|68 mm/ }).click();
		await agent.getByText('Ended', { exact: true }).last().waitFor();
		await look(agent, 'console-ended');
	});

	test('the console without its server', async () => {
		const shop = await newPage();
		const panel = await openChat(shop, house.server.demoUrl);
		const frame = shop.frames().find((other) => other.url().includes('/chat/')) as Frame;
		const late = await newPage();
		await late.goto(house.server.demoUrl);
		await house.kill();
		await agent.getByText(/Connection lost at/).waitFor();
		await look(agent, 'console-lost');
		await write(panel, 'Is anybody there?');
		await panel.getByText('Sent when the connection is back').waitFor();
		await panel.getByText(/Next try in/).waitFor();
		await look(shop, 'chat-lost', sizes, frame);
		await late.getByRole('link', { name: 'Chat with us' }).last().click();
		await late.getByText('The chat cannot be reached').waitFor();
		await look(late, 'chat-unreachable');
		await house.restart();
		await agent.getByText('Connection lost at').waitFor({ state: 'hidden', timeout: 40_000 });
		expect(house.complaints).toEqual([]);
	});
});
