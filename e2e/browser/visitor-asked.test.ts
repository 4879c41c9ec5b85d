import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { hasFocus, openHouse, type House } from './house.ts';
import { openRawAgent, type RawAgent } from './raw-agent.ts';
import { expectNoFindings } from './visitor-page.ts';

/* What the team asks the visitor, on the visitor's screen and by keyboard alone. */

jest.setTimeout(60_000);

describeInBrowser('a question of the team', () => {
	let house: House;
	let agent: RawAgent;
	let chatUrl = '';

	beforeAll(async () => {
		house = await openHouse();
		agent = await openRawAgent(house.server, 'Mira Kovač');
		const demo = await (await fetch(house.server.demoUrl)).text();
		const [, key = ''] = /widget\.js\?site=(\w+)/.exec(demo) ?? [];
		chatUrl = `${house.server.url}/chat/${key}`;
	});
	afterAll(async () => {
		agent?.close();
		await house?.close();
	});

	/** A chat in which the agent has answered. */
	async function talk(text: string, options: object = {}) {
		const page = await house.newPage({ viewport: { width: 400, height: 700 }, ...options });
		await page.goto(chatUrl);
		const field = page.getByRole('textbox').first();
		await field.fill(text);
		await field.press('Enter');
		const { conversation } = await agent.event((e) => e.type === 'message' && e.text === text);
		agent.command({ type: 'message.send', conversation, text: `Answer to ${text}` });
		await page.getByText(`Answer to ${text}`).waitFor();
		return { page, conversation, field };
	}
	const card = (page: Page) => page.getByRole('region', { name: 'Is everything solved?' });

	test('is answered with the keyboard: a no goes on, a yes ends the chat [M42]', async () => {
		const { page, conversation, field } = await talk('Do you mend tandems?');
		const ask = { type: 'conversation.ask', conversation, about: 'resolved' } as const;
		agent.command(ask);
		await card(page).waitFor();
		await expectNoFindings(page);
		if (process.env['LOOK']) await page.screenshot({ path: `${process.env['LOOK']}/asked.png` });
		await field.focus();
		await page.keyboard.press('Shift+Tab');
		while (!(await hasFocus(card(page).getByRole('button', { name: 'No' }))))
			await page.keyboard.press('Shift+Tab');
		await page.keyboard.press('Enter');
		await page.getByText('You said that not everything is solved').waitFor();
		expect(await card(page).isVisible()).toBe(false);
		expect(await hasFocus(page.getByLabel('Messages'))).toBe(true);
		agent.command(ask);
		await card(page).getByRole('button', { name: 'Yes' }).press('Enter');
		await page.getByText('You said that everything is solved').waitFor();
		await page.getByText(/^You ended the chat/).waitFor();
		await page.context().close();
	});

	test('about a transfer names who would take over, long names as well [H84]', async () => {
		const { page, conversation } = await talk('And wheels?', { colorScheme: 'dark' });
		const { agent: me } = agent.heard.find(({ type }) => type === 'hello') as {
			agent: { id: string };
		} & { type: 'hello' };
		agent.command({
			type: 'conversation.transfer',
			conversation,
			to: me.id,
			reason: 'secret',
			ask: true,
		});
		const question = page.getByRole('region', { name: 'May Mira Kovač take over this chat?' });
		await question.waitFor();
		await expectNoFindings(page);
		if (process.env['LOOK']) await page.screenshot({ path: `${process.env['LOOK']}/pass.png` });
		await question.getByRole('button', { name: 'No' }).click();
		await page.getByText('You did not want to be passed on').waitFor();
		expect(await page.content()).not.toContain('secret');
		await page.context().close();
	});
});
