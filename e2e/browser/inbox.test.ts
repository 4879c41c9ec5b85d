import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { joinAs } from './console-team.ts';
import { fillInbox, ugly, type Talks } from './inbox-scene.ts';
import { desk, lookAt } from './look-at.ts';
import { hasFocus, openHouse, setUpOwner, type House } from './house.ts';
import { askAs, openAgent } from './talks.ts';

/* The inbox with two agents and many visitors: lists, claiming, passing on, ending, archiving; by mouse and by keys. */

jest.setTimeout(120_000);

describeInBrowser('the inbox', () => {
	let house: House;
	let mira: Page;
	let jonas: Page;
	let siteKey = '';
	const talks: Talks = new Map();

	beforeAll(async () => {
		house = await openHouse();
		mira = await house.newPage({ viewport: desk, reducedMotion: 'reduce' });
		await setUpOwner(mira, house.server.ownerLink ?? '');
		const [site] = await askAs<{ id: string; key: string }[]>(mira, 'sites');
		siteKey = site?.key ?? '';
		jonas = await joinAs(house, mira, 'Jonas Brandt');
		const id = await idAs(mira);
		await askAs(mira, 'groups', {
			name: 'Workshop',
			sites: 'all',
			agents: [id],
			standby: [],
			strategy: 'by_hand',
		});
		await fillInbox(house, mira, siteKey, talks);
	}, 120_000);
	afterAll(async () => {
		for (const { visitor } of talks.values()) visitor.close();
		await house?.close();
	});

	const idAs = async (page: Page): Promise<string> => {
		const answer = await page.request.get(`${house.server.url}/api/me`);
		return ((await answer.json()) as { agent: { id: string } }).agent.id;
	};
	const idOf = (key: string): string => talks.get(key)?.conversation ?? '';
	const titleOf = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 });
	const rowOf = (page: Page, name: string | RegExp) =>
		page.getByRole('region', { name: 'Conversations' }).getByRole('button', { name });

	const look = async (page: Page, name: string): Promise<void> =>
		expect(await lookAt(page, `inbox-${name}`)).toEqual([]);

	test('lists who waits with the time, what they said and how it is marked, the longest wait first [M13] [L4]', async () => {
		await mira.getByRole('tab', { name: 'Unclaimed 5', selected: true }).waitFor();
		await rowOf(mira, /Tomás Ferreira/).waitFor();
		const rows = rowOf(mira, /unread|waits/);
		expect(await rows.count()).toBe(5);
		expect(await rows.first().innerText()).toMatch(
			/Tomás Ferreira[\s\S]*Urgent priority[\s\S]*front brake/,
		);
		expect(await rows.first().innerText()).toMatch(/2 unread/);
		expect(await rows.nth(1).innerText()).toMatch(/^Visitor [0-9A-Z]{4}/);
		await look(mira, 'unclaimed');
	});

	test('the whole transcript can be read before it is taken, and the bar says where it stands [M19]', async () => {
		await rowOf(mira, /Tomás Ferreira/).click();
		await mira.getByRole('log').getByText('The brake lever came off').waitFor();
		const bar = mira.getByRole('group', { name: 'Claim' });
		await bar.getByText('1 of 5').waitFor();
		expect(await bar.innerText()).toMatch(/Claiming tells Tomás that Mira has joined/);
		expect(await mira.locator('.composer').count()).toBe(0);
		await look(mira, 'claim');
	});

	test('of two who claim at the same time one wins, and the other is told who has it [M15]', async () => {
		await rowOf(jonas, /Tomás Ferreira/).click();
		const button = (page: Page) => page.getByRole('button', { name: 'Claim conversation' });
		await Promise.all([button(mira).waitFor(), button(jonas).waitFor()]);
		// In both browsers at the same moment: neither has heard of the other's claim.
		const at = Date.now() + 500;
		const clickAt = (page: Page) =>
			button(page).evaluate(
				(element, moment) =>
					new Promise<void>((done) => {
						setTimeout(() => {
							(element as HTMLElement).click();
							done();
						}, moment - Date.now());
					}),
				at,
			);
		await Promise.all([clickAt(mira), clickAt(jonas)]);
		const won = await Promise.race(
			[mira, jonas].map(async (page) => {
				await page.getByText('You answer').waitFor();
				return page;
			}),
		);
		const [loser, name] = won === mira ? [jonas, 'Mira Kovač'] : [mira, 'Jonas Brandt'];
		await loser.getByText(new RegExp(`${name} has it since \\d`)).waitFor();
		await loser.getByText('Only your team sees this. Join to reply.').waitFor();
		expect(await won.getByText(/has it since/).count()).toBe(0);
		await won.getByRole('tab', { name: /Mine 1/, selected: true }).waitFor();
		if (won === jonas) {
			// What follows is Mira's.
			const side = await openAgent(house.server, mira);
			await side.command({
				type: 'conversation.transfer',
				conversation: idOf('tomas'),
				to: await idAs(mira),
				reason: '',
			});
			side.close();
			await mira.getByText('You answer').waitFor();
		}
	});

	test('priority and tags are changed in place and seen by the colleague [L13] [L18] [L20]', async () => {
		await mira.getByRole('button', { name: 'Priority: Urgent' }).click();
		await mira.getByRole('menuitemradio', { name: 'High' }).click();
		await mira.getByRole('button', { name: 'Priority: High' }).waitFor();
		await titleOf(mira, 'Tomás Ferreira').focus();
		await mira.keyboard.press('l');
		const field = mira.getByRole('combobox', { name: 'Add a tag' });
		await field.fill('drive');
		await field.press('ArrowDown');
		await field.press('Enter');
		await field.fill('recall 11');
		await field.press('Enter');
		await field.press('Escape');
		await mira.getByRole('button', { name: 'Remove the tag recall 11' }).waitFor();
		await mira.getByRole('button', { name: 'Remove the tag drivetrain' }).waitFor();
		await mira.getByRole('button', { name: 'Remove the tag brakes' }).click();
		await mira
			.getByRole('button', { name: 'Remove the tag brakes' })
			.waitFor({ state: 'detached' });
		await jonas.getByRole('button', { name: 'Priority: High' }).waitFor();
		await jonas.getByRole('button', { name: 'Remove the tag recall 11' }).waitFor();
		await mira.getByText('Jonas is watching').waitFor();
		await look(mira, 'mine');
	});

	test('passed on with a note to a colleague, who finds all of it [M33] [L19]', async () => {
		await titleOf(mira, 'Tomás Ferreira').focus();
		await mira.keyboard.press('t');
		const dialog = mira.getByRole('dialog', { name: "Transfer Tomás's conversation" });
		await dialog.getByRole('option', { name: /Jonas Brandt/ }).waitFor();
		await look(mira, 'transfer-empty');
		const search = dialog.getByRole('combobox', { name: 'Agent or group' });
		expect(await hasFocus(search)).toBe(true);
		await search.fill('jon');
		await search.press('Enter');
		await dialog
			.getByLabel(/What Jonas should know/)
			.fill('Lever from the June batch. Nobody hurt.');
		await look(mira, 'transfer');
		await mira.keyboard.press('Control+Enter');
		await dialog.waitFor({ state: 'detached' });
		await jonas.getByText('You answer').waitFor();
		await jonas.getByRole('log').getByText('Lever from the June batch. Nobody hurt.').waitFor();
		await jonas.getByRole('log').getByText('The brake lever came off').waitFor();
		await mira.getByRole('tab', { name: 'All 5' }).click();
		await rowOf(mira, /Tomás Ferreira[\s\S]*with Jonas Brandt/).waitFor();
		await look(mira, 'all');
	});

	test('one leaves what a colleague answers, looks on in silence, and joins again [G70] [G71]', async () => {
		await mira.getByRole('tab', { name: 'Mine 0' }).click();
		await rowOf(mira, /Tomás Ferreira[\s\S]*with Jonas Brandt/).click();
		await mira.locator('.talk').getByRole('button', { name: 'More' }).click();
		await mira.getByRole('menuitem', { name: /^Leave/ }).click();
		await mira.getByText('Only your team sees this. Join to reply.').waitFor();
		await jonas.getByText('Mira is watching').waitFor();
		await mira.getByRole('button', { name: 'Join' }).click();
		await mira.getByText('Tomás sees this').waitFor();
		await mira.locator('.talk').getByRole('button', { name: 'More' }).click();
		await mira.getByRole('menuitem', { name: /^Leave/ }).click();
		await mira.getByText('Only your team sees this. Join to reply.').waitFor();
	});

	test('asked before the end; what has ended is folded away, archived by a key and brought back by Z [M34] [M26] [C12] [C15]', async () => {
		await jonas.getByRole('button', { name: 'End', exact: true }).click();
		const dialog = jonas.getByRole('dialog', { name: "End Tomás's conversation?" });
		await dialog.waitFor();
		await jonas.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
		expect(await hasFocus(jonas.getByRole('button', { name: 'End', exact: true }))).toBe(true);
		await jonas.keyboard.press('Shift+E');
		await look(jonas, 'end');
		await dialog.getByRole('button', { name: 'End conversation' }).click();
		await jonas.getByRole('tab', { name: 'Mine 0' }).waitFor();
		const fold = jonas.getByRole('button', { name: /Ended, not archived/ });
		expect(await fold.getAttribute('aria-expanded')).toBe('false');
		expect(await rowOf(jonas, /Tomás Ferreira/).count()).toBe(0);
		await fold.click();
		await rowOf(jonas, /Tomás Ferreira/).waitFor();
		await look(jonas, 'ended');
		await titleOf(jonas, 'Tomás Ferreira').focus();
		await jonas.keyboard.press('e');
		await rowOf(jonas, /Tomás Ferreira/).waitFor({ state: 'detached' });
		await jonas.keyboard.press('z');
		await rowOf(jonas, /Tomás Ferreira/).waitFor();
		await jonas.keyboard.press('e');
		await jonas.getByRole('status').getByRole('button', { name: 'Close' }).click();
		await rowOf(jonas, /Tomás Ferreira/).waitFor({ state: 'detached' });
		// For everybody, and after a reload.
		await mira.getByRole('tab', { name: 'All 4' }).waitFor();
		await jonas.reload();
		await jonas.getByRole('tab', { name: 'All 4' }).click();
		await rowOf(jonas, /Hanna/).waitFor();
		expect(await jonas.getByRole('button', { name: /Ended, not archived/ }).count()).toBe(0);
	});

	test('by keys alone: to the list, down, open, claim, and the list stays as it is meanwhile', async () => {
		await titleOf(mira, 'Tomás Ferreira').focus();
		await mira.keyboard.press('2');
		await mira.getByRole('tab', { name: /Unclaimed/, selected: true }).waitFor();
		await mira.keyboard.press('j');
		expect(await hasFocus(rowOf(mira, /Visitor [0-9A-Z]{4}/))).toBe(true);
		await mira.keyboard.press('j');
		expect(await hasFocus(rowOf(mira, /Hanna Lindqvist/))).toBe(true);
		await mira.keyboard.press('Enter');
		await titleOf(mira, 'Hanna Lindqvist').waitFor();
		await mira.keyboard.press('c');
		await mira.getByText('You answer').waitFor();
		await mira.keyboard.press('w');
		await titleOf(mira, 'Hanna Lindqvist').waitFor();
	});

	test('unread messages are counted over a reload, read by opening, and unread again by U [M25]', async () => {
		const hanna = talks.get('hanna');
		await mira.getByRole('tab', { name: /Unclaimed/ }).click();
		await rowOf(mira, ugly.slice(0, 20)).click();
		await titleOf(mira, ugly.slice(0, 20)).waitFor();
		await look(mira, 'ugly');
		await hanna?.visitor.command({ type: 'message.send', text: 'Do I need a new chain as well?' });
		await hanna?.visitor.command({ type: 'message.send', text: 'It has done 4000 km.' });
		await mira.getByRole('tab', { name: /Mine/ }).click();
		await rowOf(mira, /Hanna[\s\S]*2 unread/).waitFor();
		await mira.reload();
		await rowOf(mira, /Hanna[\s\S]*2 unread/).waitFor();
		await rowOf(mira, /Hanna/).click();
		await mira.getByRole('log').getByText('It has done 4000 km.').waitFor();
		await rowOf(mira, /Hanna[\s\S]*unread/).waitFor({ state: 'detached' });
		await mira.reload();
		await rowOf(mira, /Hanna/).waitFor();
		expect(await rowOf(mira, /Hanna[\s\S]*unread/).count()).toBe(0);
		await titleOf(mira, 'Hanna Lindqvist').focus();
		await mira.keyboard.press('u');
		await rowOf(mira, /Hanna[\s\S]*1 unread/).waitFor();
		void hanna?.visitor.command({
			type: 'draft',
			conversation: hanna.conversation,
			text: 'My old one has about',
		});
		await rowOf(mira, /Hanna[\s\S]*is typing: My old one/).waitFor();
	});

	test('several are ended at once, after one question', async () => {
		await mira.getByRole('tab', { name: /Unclaimed/ }).click();
		await mira.getByRole('button', { name: 'Select several' }).click();
		await mira.getByRole('checkbox', { name: ugly.slice(0, 20) }).click();
		await mira.getByRole('checkbox', { name: /^Visitor/ }).click();
		await mira.getByText('2 selected').waitFor();
		await look(mira, 'select');
		await mira.locator('.select-bar').getByRole('button', { name: 'End' }).click();
		await mira.getByRole('dialog').getByRole('button', { name: 'End 2 conversations' }).click();
		await mira.getByRole('tab', { name: 'Unclaimed 1' }).waitFor();
	});

	test('a link to go on elsewhere, a ticket, the question whether all is solved [M30]', async () => {
		await mira.getByRole('tab', { name: /Mine/ }).click();
		await rowOf(mira, /Hanna/).click();
		const more = mira.locator('.talk').getByRole('button', { name: 'More' });
		await more.click();
		await look(mira, 'more');
		await mira.getByRole('menuitem', { name: /Conversation link/ }).click();
		const link = mira.getByRole('dialog').getByRole('textbox', { name: 'Conversation link' });
		await link.waitFor();
		expect(await link.inputValue()).toMatch(/^http/);
		await mira.keyboard.press('Escape');
		await more.click();
		await mira.getByRole('menuitem', { name: /Ask whether all is solved/ }).click();
		await mira
			.getByRole('log')
			.getByText(/was asked whether everything is solved/)
			.waitFor();
		await mira.locator('.talk').getByRole('button', { name: 'Ticket' }).click();
		const dialog = mira.getByRole('dialog', { name: 'Ticket from this conversation' });
		await dialog.getByLabel('Title').fill('Chain for a 54 ring');
		await dialog.getByRole('button', { name: 'Create ticket' }).click();
		await mira.getByRole('heading', { name: 'Tickets', level: 1 }).waitFor();
		const { items } = await askAs<{ items: { title: string }[] }>(mira, 'tickets');
		expect(items.map(({ title }) => title)).toEqual(['Chain for a 54 ring']);
		expect(house.complaints).toEqual([]);
	});
});
