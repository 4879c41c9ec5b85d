import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { hasFocus, openHouse, setUpOwner, type House } from './house.ts';
import {
	always,
	closedToday,
	createOwner,
	expectNoFindings,
	listen,
	off,
	type Owner,
} from './visitor-page.ts';

/* What a visitor meets around the conversation, by what the site's owner chose. The hosted page is the same panel as in the shop. */

jest.setTimeout(90_000);

const articles = [{ title: 'Delivery times and costs', url: 'https://shop.example.com/delivery' }];

describeInBrowser('the screens of the chat', () => {
	let house: House;
	let agent: Page;
	/** Signed in as well, on a page that is not the console: nobody is there by that. */
	let owner: Owner;
	let chatUrl = '';

	beforeAll(async () => {
		house = await openHouse();
		agent = await house.newPage();
		await setUpOwner(agent, house.server.ownerLink ?? '');
		const page = await house.newTab(agent);
		await page.goto(`${house.server.url}/assets/widget/icon.svg`);
		owner = createOwner(page);
		const { key } = await owner.siteNow();
		chatUrl = `${house.server.url}/chat/${key}`;
	});
	afterAll(() => house?.close());

	/** A visitor whom nobody knows yet. */
	const visit = async (): Promise<Page> => {
		const page = await house.newPage({ viewport: { width: 400, height: 800 } });
		await page.goto(chatUrl);
		return page;
	};
	const field = (page: Page) => page.getByRole('textbox', { name: /^(Write|Add)/ });
	const say = async (page: Page, text: string): Promise<void> => {
		await field(page).fill(text);
		await field(page).press('Enter');
		await page.getByRole('article').filter({ hasText: text }).waitFor();
	};
	/** The agent takes the conversation with this text and answers. */
	const answer = async (question: string, text: string): Promise<void> => {
		await agent.getByRole('button', { name: new RegExp(question) }).click();
		await agent.getByRole('button', { name: 'Claim' }).click();
		await agent.getByRole('textbox', { name: 'Write to the visitor' }).fill(text);
		await agent.getByRole('button', { name: 'Send' }).click();
	};
	const endAsVisitor = async (page: Page): Promise<void> => {
		await page.getByRole('button', { name: 'More' }).click();
		await page.getByRole('menuitem', { name: 'End chat' }).click();
		await page.getByRole('button', { name: 'End chat' }).click();
	};
	test('a site without anything to show first goes to the field at once [H13]', async () => {
		await owner.choose({});
		const page = await visit();
		await field(page).waitFor();
		await page.getByText('Hello, how can we help?').waitFor();
		await expectNoFindings(page);
		await page.context().close();
	});

	test('home says the welcome, the hours and the promise, and links to articles [G5] [G18] [G20]', async () => {
		await owner.choose({
			hours: { week: always },
			texts: { welcome: 'We build and mend tandems.' },
			articles,
			replyMinutes: 180,
		});
		const page = await visit();
		await page.getByText('We build and mend tandems.').filter({ visible: true }).waitFor();
		await page.getByText('Usually answered in 180 minutes').waitFor();
		expect(await page.locator('footer').innerText()).toMatch(/Monday|24|open/i);
		const link = page.getByRole('link', { name: 'Delivery times and costs' });
		expect(await link.getAttribute('rel')).toContain('noopener');
		expect(await link.getAttribute('target')).toBe('_blank');
		await expectNoFindings(page);
		await page.getByRole('button', { name: 'Start a chat' }).click();
		expect(await hasFocus(field(page))).toBe(true);
		await page.getByRole('button', { name: 'Back', exact: true }).click();
		expect(await hasFocus(page.getByRole('heading', { level: 2 }))).toBe(true);
		await page.context().close();
	});

	test('pre-chat fields are checked, kept while they are typed, and go with the question [G2] [G61]', async () => {
		await owner.choose({
			prechat: {
				name: 'required',
				email: 'required',
				phone: 'optional',
				question: 'required',
				topics: [
					{
						id: 'parts',
						label: 'Parts and fit',
					},
					{
						id: 'orders',
						label: 'An order',
					},
				],
				consentMonths: 12,
			},
		});
		const page = await visit();
		await page.getByRole('button', { name: 'Start a chat' }).click();
		await page.getByRole('button', { name: 'Start chat' }).click();
		await page.getByText('Please choose one').waitFor();
		await page.getByText('Please tick this to go on').waitFor();
		await expectNoFindings(page);
		await page.getByText('An order').click();
		await page.getByLabel('Name').fill('Ellen Marsh');
		await page.getByLabel('E-mail').fill('ellen.marsh@');
		await page.getByLabel('Phone').focus();
		await page.getByText('Please complete it, such as name@example.com').waitFor();
		await page.getByLabel('E-mail').fill('ellen.marsh@example.com');
		await page.reload();
		await page.getByRole('button', { name: 'Start a chat' }).click();
		expect(await page.getByLabel('Name').inputValue()).toBe('Ellen Marsh');
		expect(await page.getByRole('radio', { name: 'An order' }).isChecked()).toBe(true);
		await page.getByLabel('Your question').fill('Where is order 20418?');
		await page.getByText('The shop may keep what I write').click();
		await page.getByRole('button', { name: 'Start chat' }).click();
		await page.getByRole('article').filter({ hasText: 'Where is order 20418?' }).waitFor();
		await agent.getByRole('button', { name: /Where is order 20418/ }).click();
		// Known from now on: the next chat asks only what it is about.
		await endAsVisitor(page);
		await page.getByRole('button', { name: 'Start a new chat' }).click();
		await page.getByLabel('Your question').waitFor();
		expect(await page.getByLabel('E-mail').count()).toBe(0);
		await page.context().close();
	});

	test('what is said of oneself is kept as soon as the field is left [G3]', async () => {
		const asked = { ...off, email: 'required', question: 'required' };
		await owner.choose({ prechat: asked });
		const page = await visit();
		const said = await listen(page);
		await page.getByRole('button', { name: 'Start a chat' }).click();
		await page.getByLabel('E-mail').fill('gone@example.com');
		await page.getByLabel('Your question').focus();
		await said.until('"email":"gone@example.com"');
		// The server knows it: it is not asked for again.
		await page.reload();
		await page.getByRole('button', { name: 'Start a chat' }).click();
		await page.getByLabel('Your question').waitFor();
		expect(await page.getByLabel('E-mail').count()).toBe(0);
		await page.context().close();
		// Where consent is asked for, not before it is given.
		await owner.choose({ prechat: { ...asked, consentMonths: 12 } });
		const other = await visit();
		const heard = await listen(other);
		await other.getByRole('button', { name: 'Start a chat' }).click();
		await other.getByLabel('E-mail').fill('later@example.com');
		await other.getByLabel('Your question').focus();
		await other.waitForTimeout(300);
		expect(heard.all()).not.toContain('later@example.com');
		await other.getByText('The shop may keep what I write').click();
		await heard.until('"email":"later@example.com"');
		await other.context().close();
	});

	test('who waits sees the place and may leave a message or stop [L64] [L66] [L65]', async () => {
		await owner.choose({ texts: { waiting: 'Mondays are busy. We answer everyone.' } });
		const page = await visit();
		await say(page, 'Is anybody there?');
		await page.getByText(/You are (next|second|third|number)/).waitFor();
		await page.getByText('Mondays are busy. We answer everyone.').waitFor();
		await page.getByText(/We cannot tell yet how long it takes|Usually|More than 30 min/).waitFor();
		await expectNoFindings(page);
		await page.getByRole('button', { name: 'Stop waiting' }).click();
		expect(await hasFocus(page.getByRole('button', { name: 'Keep chatting' }))).toBe(true);
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Leave a message' }).click();
		await page.getByText('The answer appears here.').waitFor();
		await page.context().close();
	});

	test('out of hours: when the team is back, and a message that is accepted all the same [H10] [H11] [G19] [G23]', async () => {
		await owner.choose({ hours: { week: closedToday(), whenClosed: 'form' }, articles });
		const page = await visit();
		await page.getByRole('heading', { name: /We are back/ }).waitFor();
		await page.getByText('Leave a message: the answer comes here.').waitFor();
		await expectNoFindings(page);
		await page
			.getByRole('textbox', { name: 'Message', exact: true })
			.fill('Do you post to Ireland?');
		await page.getByRole('button', { name: 'Send message' }).click();
		await page.getByRole('article').filter({ hasText: 'Do you post to Ireland?' }).waitFor();
		await page.getByText('The answer appears here.').waitFor();
		await agent.getByRole('button', { name: /Do you post to Ireland/ }).waitFor();
		await page.context().close();
	});

	test('out of hours: only the hours, or articles first [G21] [G22]', async () => {
		await owner.choose({ hours: { week: closedToday(), whenClosed: 'hours' } });
		const page = await visit();
		await page.getByRole('heading', { name: /We are back/ }).waitFor();
		await page.getByRole('definition').first().waitFor();
		expect(await page.getByRole('textbox').count()).toBe(0);
		await owner.choose({ hours: { week: closedToday(), whenClosed: 'articles' }, articles });
		await page.reload();
		await page.getByRole('link', { name: 'Delivery times and costs' }).waitFor();
		expect(await page.getByRole('textbox').count()).toBe(0);
		await page.getByRole('button', { name: 'Write all the same' }).click();
		await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
		await expectNoFindings(page);
		await page.context().close();
	});

	test('open, and nobody is there: in line, or a message, as the owner chose [G24]', async () => {
		await owner.setStatus('away');
		await owner.choose({ hours: { week: always, whenAway: 'form' } });
		const page = await visit();
		await page.getByRole('heading', { name: 'Nobody is there right now' }).waitFor();
		await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
		await owner.choose({ hours: { week: always, whenAway: 'queue' } });
		await page.reload();
		await page.getByRole('button', { name: 'Start a chat' }).waitFor();
		await owner.setStatus('available');
		await page.context().close();
	});

	test('after the end one click rates, a comment may follow, and it is asked once [H76] [G88] [G89]', async () => {
		await owner.choose({ rating: 'both' });
		const page = await visit();
		await say(page, 'Does the crank fit?');
		await answer('Does the crank fit', 'It does.');
		await page.getByRole('article').filter({ hasText: 'It does.' }).waitFor();
		await endAsVisitor(page);
		await page.getByRole('group', { name: 'How was the help from Mira Kovač?' }).waitFor();
		await expectNoFindings(page);
		await page.getByText('4', { exact: true }).first().click();
		await page.getByText('You rated it 4 of 5.').waitFor();
		await page.getByRole('radio', { name: '5 Very easy' }).press('Space');
		await page.getByLabel('What could be better?').fill('A photo would help.');
		await page.getByRole('button', { name: 'Send rating' }).click();
		await page.getByRole('button', { name: 'Start a new chat' }).waitFor();
		await expectNoFindings(page);
		await page.reload();
		await page.getByRole('button', { name: 'Start a new chat' }).waitFor();
		expect(await page.getByRole('button', { name: 'Send rating' }).count()).toBe(0);
		await page.context().close();
	});

	test('a chat goes on elsewhere with a link that works once [M11] [M12]', async () => {
		await owner.choose({});
		const page = await visit();
		await say(page, 'I go to the workshop now');
		await page.getByRole('button', { name: 'More' }).click();
		await page.getByRole('menuitem', { name: 'Continue on another device' }).click();
		await page.getByText(/Whoever has it can read this chat/).waitFor();
		const link = await page
			.getByRole('textbox', { name: 'Continue on another device' })
			.inputValue();
		await expectNoFindings(page);
		const phone = await house.newPage({ viewport: { width: 390, height: 844 } });
		await phone.goto(link);
		await phone.getByRole('article').filter({ hasText: 'I go to the workshop now' }).waitFor();
		expect(phone.url()).toBe(chatUrl);
		await phone.context().close();
		const late = await house.newPage();
		await late.goto(link);
		await late.getByText('This link is too old or was used already.').waitFor();
		await say(late, 'Then I ask anew');
		await late.context().close();
		await page.context().close();
	});

	test('the menu is used by keys, and the sound is a switch', async () => {
		const page = await visit();
		await say(page, 'By keys alone');
		await page.getByRole('button', { name: 'More' }).press('ArrowDown');
		const sound = page.getByRole('menuitemcheckbox', { name: 'Sound' });
		await sound.press('Enter');
		expect(await sound.getAttribute('aria-checked')).toBe('false');
		await expectNoFindings(page);
		await sound.press('Escape');
		expect(await hasFocus(page.getByRole('button', { name: 'More' }))).toBe(true);
		await page.context().close();
	});

	test('in a page of the shop: a line around it, and no way to close it', async () => {
		const page = await house.newPage();
		await page.goto(`${chatUrl}?embed=1&inline=1`);
		await field(page).waitFor();
		expect(await page.getByRole('button', { name: 'Close' }).count()).toBe(0);
		await page.getByRole('button', { name: 'Emoji' }).waitFor();
		expect(await page.getByRole('button', { name: 'Back', exact: true }).count()).toBe(0);
		await page.context().close();
	});

	test('the browser had nothing to complain about', () => {
		expect(house.complaints.filter((text) => !text.includes('icon.svg'))).toEqual([]);
	});
});
