import type { FrameLocator, Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { hasFocus, openChat, openHouse, panelOf, setUpOwner, write, type House } from './house.ts';

/* The main job in real parts: shop, chat, server and console. The tests build on one another, in order. */

jest.setTimeout(90_000);

describeInBrowser('a visitor writes and an agent answers', () => {
	let house: House;
	let agent: Page;
	let shop: Page;
	let panel: FrameLocator;

	const inPanel = (text: string) => panel.getByRole('article').filter({ hasText: text });
	const inConsole = (text: string) => agent.getByRole('article').filter({ hasText: text });
	const reply = async (text: string): Promise<void> => {
		const field = agent.getByRole('textbox', { name: 'Write to the visitor' });
		await field.fill(text);
		await agent.getByRole('button', { name: 'Send' }).click();
		expect(await field.inputValue()).toBe('');
	};

	beforeAll(async () => {
		house = await openHouse();
	});
	afterAll(() => house?.close());

	test('the owner sets up with the one-time link, which leaves the address', async () => {
		agent = await house.newPage();
		expect(house.server.ownerLink).not.toBeNull();
		await setUpOwner(agent, house.server.ownerLink ?? '');
		expect(agent.url()).toBe(`${house.server.url}/console`);
		await agent.getByText('Nobody is waiting').waitFor();
		await agent.reload();
		await agent.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
	});

	test('before the visitor acts the shop asks us for one file and keeps nothing', async () => {
		shop = await house.newPage();
		const asked: string[] = [];
		shop.on('request', (request) => asked.push(new URL(request.url()).pathname));
		await shop.goto(house.server.demoUrl, { waitUntil: 'networkidle' });
		expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/demo', '/widget.js']);
		expect(await shop.evaluate(() => localStorage.length)).toBe(0);
		expect(await shop.evaluate(() => document.cookie)).toBe('');
	});

	test('what the visitor writes is in the console at once [H22] [H24] [L1] [L21]', async () => {
		const said: string[] = [];
		shop.on('websocket', (socket) =>
			socket.on('framesent', (sent) => said.push(sent.payload.toString())),
		);
		panel = await openChat(shop, `${house.server.demoUrl}?session=secret&utm_source=mail#parts`);
		await write(panel, 'Does the TS-24 fit a 1998 frame?');
		await panel.getByText('Sent', { exact: true }).waitFor();
		// Of the address around the chat only what the team may know.
		const [frame] = said.flatMap((text) => JSON.parse(text) as Record<string, unknown>[]).slice(-1);
		expect(frame?.['page']).toMatchObject({ url: `${house.server.demoUrl}?utm_source=mail` });
		await agent.getByRole('tab', { name: /Unclaimed 1/ }).waitFor();
		await agent.getByRole('button', { name: /Does the TS-24 fit/ }).click();
		await inConsole('Does the TS-24 fit a 1998 frame?').waitFor();
	});

	test('the agent claims and answers, and the visitor reads it with the name [M15] [M6] [L8]', async () => {
		await agent.getByRole('button', { name: 'Claim' }).click();
		await agent.getByText('You answer').waitFor();
		await panel.getByText(/Mira Kovač joined/).waitFor();
		await reply('It does, with the 68 mm cups.');
		await inPanel('It does, with the 68 mm cups.').waitFor();
		await panel.getByRole('heading', { name: 'Mira Kovač' }).waitFor();
		await agent.getByRole('tab', { name: /Mine 1/, selected: true }).waitFor();
	});

	test('a note is marked as one and never reaches the visitor [L17] [G38]', async () => {
		await agent.getByText('Note', { exact: true }).click();
		await agent
			.getByRole('textbox', { name: 'Write a note for your team' })
			.fill('Regular customer');
		await agent.locator('.composer').getByRole('button', { name: 'Add note' }).click();
		await inConsole('Regular customer').getByText('Note, only your team sees this').waitFor();
		await agent.getByText('Reply', { exact: true }).click();
		await reply('Shall I put one aside?');
		await inPanel('Shall I put one aside?').waitFor();
		expect(await inPanel('Regular customer').count()).toBe(0);
	});

	test('an edit and a deletion change what the visitor reads', async () => {
		await inConsole('Shall I put one aside?').hover();
		await inConsole('Shall I put one aside?').getByRole('button', { name: 'Edit' }).click();
		const field = agent.getByRole('textbox', { name: 'Edit' });
		await field.press('x');
		expect(await field.inputValue()).toBe('Shall I put one aside?x');
		await field.fill('Shall I put two aside?');
		await agent.getByRole('button', { name: 'Save' }).click();
		await inPanel('Shall I put two aside?')
			.getByText(/Edited at/)
			.waitFor();
		await reply('Wrong window');
		await inPanel('Wrong window').waitFor();
		await inConsole('Wrong window').hover();
		await inConsole('Wrong window').getByRole('button', { name: 'Delete' }).click();
		await agent
			.getByRole('group', { name: /Delete this/ })
			.getByRole('button', { name: 'Delete' })
			.click();
		await panel.getByText('Mira Kovač deleted a message').waitFor();
		expect(await inPanel('Wrong window').count()).toBe(0);
	});

	test('a question is closed by Escape, and the focus goes back', async () => {
		const message = inConsole('Shall I put two aside?');
		const remove = message.getByRole('button', { name: 'Delete' });
		await message.hover();
		await remove.click();
		await agent.getByRole('group', { name: /Delete this/ }).waitFor();
		await agent.keyboard.press('Escape');
		await agent.getByRole('group', { name: /Delete this/ }).waitFor({ state: 'detached' });
		expect(await hasFocus(remove)).toBe(true);
		const end = agent.getByRole('button', { name: 'End', exact: true });
		await end.click();
		await agent.getByRole('dialog', { name: /^End/ }).waitFor();
		await agent.keyboard.press('Escape');
		await agent.getByRole('dialog', { name: /^End/ }).waitFor({ state: 'detached' });
		expect(await hasFocus(end)).toBe(true);
	});

	test('the server is killed: what both write meanwhile is sent once when it is back', async () => {
		await house.kill();
		await write(panel, 'Written while you were away');
		await inPanel('Written while you were away')
			.getByText('Sent when the connection is back')
			.waitFor();
		await panel.getByText(/Connection lost/).waitFor();
		await reply('Answered while it was away');
		await inConsole('Answered while it was away').getByText('Waiting to be sent').waitFor();
		await house.restart();
		// At the same time: either side may be back first, and the thanks go after a moment.
		await Promise.all(
			[
				panel.getByText('Back again. Everything was sent.'),
				inConsole('Written while you were away'),
				inPanel('Answered while it was away'),
			].map((seen) => seen.waitFor({ timeout: 40_000 })),
		);
		for (const text of ['Written while you were away', 'Answered while it was away']) {
			expect(await inPanel(text).count()).toBe(1);
			expect(await inConsole(text).count()).toBe(1);
		}
		await inPanel('Written while you were away')
			.getByText(/^(Sent|Delivered|Read)$/)
			.waitFor();
	});

	test('a reload keeps the log and loads the panel for the unread count', async () => {
		// The last that the visitor saw is the team's: it must not count again.
		await reply('I am back');
		await inPanel('I am back').waitFor();
		await shop.reload();
		await shop.locator('parley-chat iframe').waitFor({ state: 'attached' });
		await reply('Are you still there?');
		await shop.getByRole('link', { name: 'Chat with us, new messages: 1' }).click();
		panel = panelOf(shop);
		await inPanel('Does the TS-24 fit a 1998 frame?').waitFor();
		await inPanel('Are you still there?').waitFor();
		expect(await inPanel('Written while you were away').count()).toBe(1);
	});

	test('two tabs of one visitor are both live', async () => {
		const second = await house.newTab(shop);
		const other = await openChat(second, house.server.demoUrl);
		await other.getByRole('article').filter({ hasText: 'Are you still there?' }).waitFor();
		await write(other, 'Yes, in another tab');
		await inPanel('Yes, in another tab').waitFor();
		await reply('Good');
		for (const tab of [panel, other]) {
			await tab.getByRole('article').filter({ hasText: /Good/ }).waitFor();
			expect(
				await tab.getByRole('article').filter({ hasText: 'Yes, in another tab' }).count(),
			).toBe(1);
		}
		await second.close();
	});

	test('Escape closes the chat and gives the focus back to the launcher', async () => {
		await panel.getByRole('textbox', { name: 'Write a message' }).press('Escape');
		const launcher = shop.getByRole('link', { name: 'Chat with us', exact: true }).last();
		await launcher.waitFor();
		expect(await shop.evaluate(() => document.activeElement?.localName)).toBe('parley-chat');
		await shop.keyboard.press('Enter');
		await panel.getByRole('textbox', { name: 'Write a message' }).waitFor();
		await shop.waitForFunction(
			() =>
				document.querySelector('parley-chat')?.shadowRoot?.activeElement?.localName === 'iframe',
		);
	});

	test('the visitor ends the chat and starts a new one [L9]', async () => {
		await panel.getByRole('button', { name: 'More' }).press('ArrowDown');
		const item = panel.getByRole('menuitem', { name: 'End chat' });
		await item.press('ArrowUp');
		await item.press('Escape');
		await item.waitFor({ state: 'hidden' });
		expect(await hasFocus(panel.getByRole('button', { name: 'More' }))).toBe(true);
		await panel.getByRole('button', { name: 'More' }).click();
		await item.press('Enter');
		await panel.getByRole('heading', { name: 'End this chat?' }).waitFor();
		await panel.getByRole('button', { name: 'End chat' }).click();
		await panel.getByText(/You ended the chat/).waitFor();
		await agent.getByText(/ended the conversation/).waitFor();
		await panel.getByRole('button', { name: 'Skip' }).click();
		await panel.getByRole('button', { name: 'Start a new chat' }).click();
		await write(panel, 'One more thing');
		await inPanel('One more thing').waitFor();
		await agent.getByRole('tab', { name: /Unclaimed 1/ }).waitFor();
		await inPanel('Does the TS-24 fit a 1998 frame?').waitFor();
	});

	test('a server that is down when the visitor asks for it: ways out, until it is back', async () => {
		const other = await house.newPage();
		await other.goto(house.server.demoUrl);
		await house.kill();
		await other.getByRole('link', { name: 'Chat with us' }).last().click();
		await other.getByText('The chat cannot be reached').waitFor();
		const link = other.getByRole('link', { name: 'Open in a new tab' });
		expect(await link.getAttribute('href')).toMatch(/\/chat\/\w+\?lang=en$/);
		await other.getByRole('link', { name: 'Try again' }).click();
		await other.getByText('Opening the chat').waitFor();
		await other.getByText('The chat cannot be reached').waitFor();
		await house.restart();
		await panelOf(other).getByRole('textbox', { name: 'Write a message' }).waitFor();
		await other.context().close();
		await agent
			.getByRole('button', { name: /^Your status: Available/ })
			.waitFor({ timeout: 40_000 });
	});

	test('signing out and in again', async () => {
		await agent.getByRole('button', { name: /^Your status/ }).click();
		await agent.getByRole('menuitem', { name: 'Sign out' }).click();
		await agent.getByRole('heading', { name: 'Sign in' }).waitFor();
		await agent.getByLabel('E-mail').fill('mira@tandem.example');
		await agent.getByLabel('Password').fill('not the right one');
		await agent.getByRole('button', { name: 'Sign in' }).click();
		await agent.getByText('E-mail address and password do not belong together.').waitFor();
		await agent.getByLabel('Password').fill('a sentence is fine too');
		await agent.getByRole('button', { name: 'Sign in' }).click();
		await agent.getByRole('tab', { name: /Unclaimed 1/ }).waitFor();
	});

	test('the browser had nothing to complain about', () => {
		expect(house.complaints).toEqual([]);
	});
});
