import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { arrive, joinAs } from './console-team.ts';
import { openHouse, owner, setUpOwner, type House } from './house.ts';
import { createKeyboard, type Keyboard } from './keyboard.ts';
import { desk } from './look-at.ts';
import { inOrder } from './main-job.ts';
import { askAs } from './talks.ts';

/*
 * The whole of an agent's job without a mouse: after each key the focus is somewhere, and can be seen. The tests build on one
 * another, in order.
 */

jest.setTimeout(60_000);

const question = 'Does the crank fit a 1998 frame?';
const answer = 'It does, with the 68 mm cups.';
const fits = 'Good news, Ellen: it fits.';
const note = 'Regular customer';

describeInBrowser("the agent's job by keys alone", () => {
	let house: House;
	let mira: Page;
	let jonas: Page;
	let keys: Keyboard;
	const visitors: Awaited<ReturnType<typeof arrive>>[] = [];
	const step = inOrder(async () => {});

	beforeAll(async () => {
		house = await openHouse();
		const set = await house.newPage();
		await setUpOwner(set, house.server.ownerLink ?? '');
		const [site] = await askAs<{ key: string }[]>(set, 'sites');
		await askAs(set, 'replies', {
			key: 'fit',
			title: 'It fits',
			text: 'Good news, {firstName}: it fits.',
			isShared: true,
			sites: 'all',
		});
		jonas = await joinAs(house, set, 'Jonas Brandt');
		// Ellen has waited longer.
		for (const [name, text] of [
			['Ellen Marsh', question],
			['Tom Ito', 'Do you mend tandems?'],
		] as const)
			visitors.push(await arrive(house, site?.key ?? '', name, [text]));
		await set.context().close();
		mira = await house.newPage({ viewport: desk, reducedMotion: 'reduce' });
		keys = createKeyboard(mira);
	}, 120_000);
	afterAll(async () => {
		for (const { visitor } of visitors) visitor.close();
		await house?.close();
	});

	const said = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });
	const rowOf = (page: Page, name: string | RegExp) =>
		page.getByRole('region', { name: 'Conversations' }).getByRole('button', { name });
	const title = (name: string) => mira.getByRole('heading', { name, level: 2 });
	const isOn = (name: string | RegExp, role: Parameters<Page['getByRole']>[0]) =>
		keys.isOn(mira.getByRole(role, { name }));

	step(
		'signing in: the field has the focus, Enter sends, and the focus is in the inbox then [H1]',
		async () => {
			await mira.goto(`${house.server.url}/console`);
			await isOn('E-mail', 'textbox');
			await keys.type(owner.email);
			await keys.press('Tab');
			await keys.type(owner.password);
			await mira.keyboard.press('Enter');
			await mira.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
			await rowOf(mira, /Ellen Marsh/).waitFor();
			await keys.isSomewhere();
		},
	);

	step(
		'the status is set in its menu, and the focus goes back to its button [H4] [H6]',
		async () => {
			await keys.press('Shift+S');
			await isOn(/^Available/, 'menuitemradio');
			await keys.press('ArrowDown');
			await isOn(/^Busy/, 'menuitemradio');
			await keys.press('Enter');
			const button = mira.getByRole('button', { name: /^Your status: Busy/ });
			await button.waitFor();
			await keys.isOn(button);
			await keys.press('Enter');
			await keys.press('Home');
			await keys.press('Enter');
			await isOn(/^Your status: Available/, 'button');
		},
	);

	step('W opens the longest waiting, C claims it, R and Enter answer [M15]', async () => {
		await keys.press('w');
		await title('Ellen Marsh').waitFor();
		await said(mira, question).waitFor();
		await keys.isOn(title('Ellen Marsh'));
		await keys.press('c');
		await mira.getByText('You answer').waitFor();
		await keys.press('r');
		await isOn('Write to Ellen', 'textbox');
		// What is a key elsewhere is a letter here.
		await keys.type('cent');
		expect(await mira.locator('.composer textarea').inputValue()).toBe('cent');
		await keys.press('Control+A');
		await keys.type(answer);
		await keys.press('Enter');
		await said(mira, answer)
			.getByText('Sent')
			.or(said(mira, answer).getByText('Delivered'))
			.waitFor();
		await isOn('Write to Ellen', 'textbox');
	});

	step(
		'# from anywhere recalls a canned reply, Escape leaves its text, Enter takes it [H33]',
		async () => {
			await keys.press('Shift+Tab');
			await keys.press('#');
			await mira.getByRole('option', { name: /#fit/, selected: true }).waitFor();
			await keys.press('Escape');
			await mira.getByRole('option').first().waitFor({ state: 'detached' });
			await keys.type(' #fi');
			await mira.getByRole('option', { name: /#fit/, selected: true }).waitFor();
			await keys.press('Enter');
			expect(await mira.locator('.composer textarea').inputValue()).toBe(`# ${fits}`);
			await keys.press('Home');
			await keys.press('Delete');
			await keys.press('Enter');
			await said(mira, fits).waitFor();
		},
	);

	step('N writes a note, and R goes back to the answer [L17]', async () => {
		await keys.press('Shift+Tab');
		await keys.press('n');
		await isOn('Write a note for your team', 'textbox');
		await keys.type(note);
		await keys.press('Enter');
		await said(mira, note).getByText('Note, only your team sees this').waitFor();
		await isOn('Write a note for your team', 'textbox');
		await keys.press('Shift+Tab');
		await keys.press('r');
		await isOn('Write to Ellen', 'textbox');
		await keys.press('Shift+Tab');
	});

	step('L tags and P sets the priority [L13] [L18] [L20]', async () => {
		await keys.press('l');
		await isOn('Add a tag', 'combobox');
		await keys.type('fitting');
		await keys.press('Enter');
		await mira.getByRole('button', { name: 'Remove the tag fitting' }).waitFor();
		await keys.press('Escape');
		await isOn('Add a tag', 'button');
		await keys.press('Shift+Tab');
		await isOn('Remove the tag fitting', 'button');
		// What has the focus goes: it must land somewhere.
		await keys.press('Enter');
		await mira
			.getByRole('button', { name: 'Remove the tag fitting' })
			.waitFor({ state: 'detached' });
		await keys.isSomewhere();
		await keys.press('p');
		await isOn('Normal', 'menuitemradio');
		await keys.press('h');
		await isOn('High', 'menuitemradio');
		await keys.press('Enter');
		await isOn('Priority: High', 'button');
	});

	step('T passes it on, all within the dialog, and it comes back the same way [M33]', async () => {
		await keys.press('t');
		const dialog = mira.getByRole('dialog', { name: "Transfer Ellen's conversation" });
		await dialog.getByRole('option', { name: /Jonas Brandt/ }).waitFor();
		await isOn('Agent or group', 'combobox');
		await keys.press('Escape');
		await dialog.waitFor({ state: 'detached' });
		await isOn('Priority: High', 'button');
		await keys.press('t');
		await keys.type('jon');
		await keys.press('Enter');
		await keys.press('Tab');
		await isOn(/What Jonas should know/, 'textbox');
		await keys.type('Has the old cups');
		await keys.press('Control+Enter');
		await dialog.waitFor({ state: 'detached' });
		await keys.isSomewhere();
		await mira.getByText('Jonas Brandt answers').waitFor();
		await jonas.getByRole('tab', { name: /^Mine 1/ }).click();
		await rowOf(jonas, /Ellen Marsh/).click();
		await said(jonas, 'Has the old cups').waitFor();
		await jonas.keyboard.press('t');
		await jonas.keyboard.type('mira');
		await jonas.keyboard.press('Enter');
		await jonas.keyboard.press('Control+Enter');
		await mira.getByText('You answer').waitFor();
	});

	step(
		'Shift and E ends after a question, E archives, Z takes it back [M34] [C12] [C15]',
		async () => {
			await keys.press('Shift+E');
			const dialog = mira.getByRole('dialog', { name: "End Ellen's conversation?" });
			await dialog.waitFor();
			await keys.isSomewhere();
			await keys.to(dialog.getByRole('button', { name: 'End conversation' }));
			await keys.press('Enter');
			await dialog.waitFor({ state: 'detached' });
			await mira.getByText('Mira Kovač ended the conversation').waitFor();
			await keys.isSomewhere();
			await keys.press('1');
			await keys.to(mira.getByRole('button', { name: /^Ended, not archived/ }));
			await keys.press('Enter');
			await rowOf(mira, /Ellen Marsh/).waitFor();
			await keys.press('j');
			await keys.isOn(rowOf(mira, /Ellen Marsh/));
			await keys.press('e');
			await rowOf(mira, /Ellen Marsh/).waitFor({ state: 'detached' });
			// The row had the focus.
			await keys.isSomewhere();
			await keys.press('z');
			await rowOf(mira, /Ellen Marsh/).waitFor();
			await keys.isSomewhere();
		},
	);

	step('the list is walked by J and K, and the next one is opened and claimed', async () => {
		await keys.press('2');
		await mira.getByRole('tab', { name: /^Unclaimed/, selected: true }).waitFor();
		await keys.press('j');
		await keys.isOn(rowOf(mira, /Tom Ito/));
		await keys.press('Enter');
		await keys.isOn(title('Tom Ito'));
		await keys.to(mira.getByRole('button', { name: 'Claim conversation' }));
		await keys.press('Enter');
		await mira.getByText('You answer').waitFor();
		// The button has gone with what it did.
		await keys.isSomewhere();
	});

	step('/ searches, and a hit is opened and read [L5]', async () => {
		await keys.press('/');
		await isOn('Search the archive', 'searchbox');
		await keys.type('cups');
		const hit = mira.getByRole('list', { name: 'Results' }).getByRole('button');
		await hit.filter({ hasText: 'Ellen Marsh' }).waitFor();
		await keys.to(hit.first());
		await keys.press('Enter');
		await mira.locator('.transcript mark').first().waitFor();
		await keys.isSomewhere();
	});

	step('? shows the keys, Escape closes them, and G goes from area to area', async () => {
		await keys.press('?');
		const sheet = mira.getByRole('dialog', { name: 'Keys' });
		await sheet.waitFor();
		await keys.isSomewhere();
		await keys.press('Escape');
		await sheet.waitFor({ state: 'detached' });
		await keys.isSomewhere();
		for (const [letter, name] of [
			['v', 'Visitors'],
			['t', 'Tickets'],
			['a', 'Archive'],
			['r', 'Reports'],
			['s', 'Settings'],
			['i', 'Inbox'],
		] as const) {
			// A letter would be written into the archive's field.
			if (await keys.isWriting()) await keys.press('Tab');
			await keys.press('g');
			await mira.keyboard.press(letter);
			await mira.getByRole('heading', { name, level: 1 }).waitFor();
			await keys.isSomewhere();
		}
		expect(house.complaints).toEqual([]);
	});
});
