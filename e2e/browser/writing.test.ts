import type { FrameLocator, Page } from 'playwright-core';
import sharp from 'sharp';
import { describeInBrowser } from '../find-browser.ts';
import { arrive, joinAs } from './console-team.ts';
import { hasFocus, openChat, openHouse, setUpOwner, write, type House } from './house.ts';
import { desk, lookAt } from './look-at.ts';
import { askAs } from './talks.ts';

/* What agents write: replies, notes, files and canned replies, against a real visitor. The tests build on one another. */

jest.setTimeout(60_000);

const picture = (background: string, width = 800, height = 400): Promise<Buffer> =>
	sharp({ create: { width, height, channels: 3, background } })
		.png()
		.toBuffer();

describeInBrowser('writing in the console', () => {
	let house: House;
	let mira: Page;
	let jonas: Page;
	let shop: Page;
	let panel: FrameLocator;
	let siteKey = '';
	/** All that the visitor's browser was told. */
	const frames: string[] = [];
	beforeAll(async () => {
		house = await openHouse();
		mira = await house.newPage({ viewport: desk, reducedMotion: 'reduce' });
		await setUpOwner(mira, house.server.ownerLink ?? '');
		const [site] = await askAs<{ id: string; key: string }[]>(mira, 'sites');
		siteKey = site?.key ?? '';
		jonas = await joinAs(house, mira, 'Jonas Brandt');
		shop = await house.newPage();
		shop.on('websocket', (socket) =>
			socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
		);
		panel = await openChat(shop, house.server.demoUrl);
		await write(panel, 'Hi! Will the 11–34 cassette fit my old wheel?');
		await mira.getByRole('tab', { name: /^Unclaimed/ }).click();
		await mira
			.getByText(/Will the 11–34/)
			.first()
			.click();
		await mira.getByRole('button', { name: /^Claim conversation/ }).click();
		await field(mira).waitFor();
		// On a phone they would cover what is looked at here.
		await mira.getByRole('button', { name: /^Hide details/ }).click();
	}, 120_000);
	afterAll(() => house?.close());

	const field = (page: Page) => page.locator('.composer textarea');
	const inConsole = (page: Page, text: string) =>
		page.getByRole('article').filter({ hasText: text });
	const inChat = (text: string) => panel.getByRole('article').filter({ hasText: text });
	const look = async (name: string): Promise<void> => {
		expect(await lookAt(mira, `writing-${name}`)).toEqual([]);
	};
	const chatShots = () => panel.locator('.shot img:not([src^="blob:"])');

	test('examples are added in one go, and an own reply by its form [H36] [M28] [M31]', async () => {
		await mira.keyboard.press('Escape');
		await mira.goto(`${house.server.url}/console#settings/replies`);
		await mira.getByRole('button', { name: 'Add examples' }).click();
		await mira.getByRole('link', { name: /#goodbye/ }).waitFor();
		await mira.getByRole('button', { name: 'New reply' }).click();
		await mira.getByLabel('Key').fill('fit');
		await mira.getByLabel('Title').fill('Cassette fits');
		await mira.getByLabel('Text').fill('Good news, {name}: it fits. {agent} of {site}');
		await mira.getByText(/Good news, Hanna Lindqvist: it fits. Mira Kovač of/).waitFor();
		await look('reply-form');
		await mira.getByRole('button', { name: 'Save' }).click();
		await mira.getByRole('heading', { name: /#fit/ }).waitFor();
		await mira.getByRole('button', { name: 'Canned replies', exact: true }).click();
		await mira.getByRole('link', { name: /#fit.*Only me/ }).waitFor();
		await look('replies');
	});

	test('it is recalled by # and its key, filled in, edited and sent [H33] [H34] [H37] [G33]', async () => {
		await mira.goBack();
		await mira.goBack();
		await mira.goto(`${house.server.url}/console`);
		await mira.getByRole('tab', { name: /^Mine/ }).click();
		await mira
			.getByText(/Will the 11–34/)
			.first()
			.click();
		await field(mira).waitFor();
		await mira.keyboard.press('r');
		expect(await hasFocus(field(mira))).toBe(true);
		await mira.keyboard.type('#');
		await mira.getByRole('option').first().waitFor();
		await look('canned');
		await mira.keyboard.type('fi');
		await mira.getByRole('option', { name: /#fit/, selected: true }).waitFor();
		await mira.keyboard.press('Enter');
		expect(await field(mira).inputValue()).toMatch(/^Good news: it fits\. Mira Kovač of .+/);
		await mira.keyboard.type(', gladly');
		await mira.keyboard.press('Enter');
		await inChat('Good news: it fits. Mira Kovač of').waitFor();
		await inChat('gladly').waitFor();
	});

	test('a note reaches colleagues, and the visitor never [G37] [G38]', async () => {
		await mira.keyboard.press('Escape');
		await field(mira).blur();
		await mira.keyboard.press('n');
		expect(await mira.locator('.composer.as-note').count()).toBe(1);
		await mira.getByText('Only your team sees this', { exact: true }).waitFor();
		await mira.keyboard.type('HG 11-speed body');
		await look('note');
		await mira.locator('.composer').getByRole('button', { name: 'Add note' }).click();
		await jonas.getByRole('tab', { name: /^All/ }).click();
		await jonas
			.getByText(/Good news|HG 11|Will the/)
			.first()
			.click();
		await inConsole(jonas, 'HG 11-speed body').waitFor();
		await mira.getByRole('radiogroup').getByText('Reply').click();
		await field(mira).fill('After the note');
		await field(mira).press('Enter');
		await inChat('After the note').waitFor();
		expect(frames.join()).not.toContain('HG 11-speed');
		expect(frames.join()).toContain('After the note');
	});

	test('pictures go by picker, by paste and by drop, both ways [L22] [G35]', async () => {
		const [chooser] = await Promise.all([
			mira.waitForEvent('filechooser'),
			mira.getByRole('button', { name: 'Attach a file' }).click(),
		]);
		await chooser.setFiles([
			{ name: 'freehub.png', mimeType: 'image/png', buffer: await picture('#57564f') },
			{
				name: `a-name-of-${'many'.repeat(30)}-letters.pdf`,
				mimeType: 'application/pdf',
				buffer: Buffer.from('%PDF-1.4\n'),
			},
		]);
		await mira.getByRole('list', { name: 'Attached' }).getByRole('listitem').nth(1).waitFor();
		await mira.getByRole('button', { name: 'Remove freehub.png' }).waitFor();
		await field(mira).fill('Here is the freehub');
		await look('attached');
		await field(mira).press('Enter');
		await inChat('Here is the freehub').waitFor();
		await chatShots().first().waitFor();
		await inConsole(mira, 'Here is the freehub').locator('.shot img').waitFor();

		for (const [how, colour] of [
			['paste', '#884400'],
			['drop', '#004488'],
		] as const) {
			const bytes = [...(await picture(colour, 200, 900))];
			await field(mira).evaluate(
				(element, [type, content]) => {
					const data = new DataTransfer();
					data.items.add(new File([new Uint8Array(content)], `${type}.png`, { type: 'image/png' }));
					const init = { bubbles: true, cancelable: true };
					element.dispatchEvent(
						type === 'paste'
							? new ClipboardEvent('paste', { ...init, clipboardData: data })
							: new DragEvent('drop', { ...init, dataTransfer: data }),
					);
				},
				[how, bytes] as const,
			);
			await mira.getByRole('button', { name: `Remove ${how}.png` }).waitFor();
			await field(mira).press('Enter');
			await inConsole(mira, '').locator(`img[alt="${how}.png"]`).waitFor();
		}
		const [theirs] = await Promise.all([
			shop.waitForEvent('filechooser'),
			panel.getByRole('button', { name: 'Attach a file' }).click(),
		]);
		await theirs.setFiles({
			name: 'crank.png',
			mimeType: 'image/png',
			buffer: await picture('#aa2244', 40, 40),
		});
		const shown = mira.getByRole('button', { name: 'Open crank.png large' });
		await shown.locator('img').waitFor();
		const size = await mira.locator('img[alt="paste.png"]').boundingBox();
		expect(size?.height).toBeLessThanOrEqual(240);
		await shown.click();
		await mira.getByRole('dialog', { name: 'crank.png' }).locator('img').waitFor();
		await look('large');
		await mira.keyboard.press('Escape');
		expect(await hasFocus(shown)).toBe(true);
	});

	test('arrow up edits the last own message, and what it said before can be read', async () => {
		await field(mira).fill('It fits wihtout a spacer');
		await field(mira).press('Enter');
		await inChat('It fits wihtout a spacer').waitFor();
		await field(mira).press('ArrowUp');
		const editing = mira.getByRole('textbox', { name: 'Edit' });
		expect(await editing.inputValue()).toBe('It fits wihtout a spacer');
		await editing.fill('It fits without a spacer: https://tandem.example/sheet');
		await editing.press('Enter');
		await inChat('It fits without a spacer').waitFor();
		expect(await hasFocus(field(mira))).toBe(true);
		const message = inConsole(mira, 'It fits without a spacer');
		const link = message.getByRole('link', { name: 'https://tandem.example/sheet' });
		expect(await link.getAttribute('rel')).toContain('noopener');
		await message.getByRole('button', { name: 'Edited' }).click();
		await message.getByText('It fits wihtout a spacer').waitFor();
		await message.getByText('Read', { exact: true }).waitFor();
	});

	test('half a reply is there again after a reload, and is sent by the one who wrote it', async () => {
		await field(mira).fill('Half an ans');
		await mira.reload();
		await field(mira).waitFor();
		expect(await field(mira).inputValue()).toBe('Half an ans');
		await mira.getByRole('button', { name: 'Emoji' }).click();
		await mira.keyboard.press('ArrowRight');
		await mira.keyboard.press('Enter');
		expect(await field(mira).inputValue()).toMatch(/\p{Extended_Pictographic}/u);
		await look('emoji');
		await mira.keyboard.press('Escape');
		await field(mira).fill('');
	});

	test('a long conversation opens at what is new, follows the end and loads what was before', async () => {
		const texts = Array.from({ length: 260 }, (_, n) => `Message number ${n + 1}`);
		const { conversation, visitor } = await arrive(house, siteKey, 'Priya Raman', texts);
		await mira.goto(`${house.server.url}/console#c=${conversation}`);
		await inConsole(mira, 'Message number 260').waitFor();
		const timeline = mira.getByRole('log');
		const atEnd = () =>
			timeline.evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight < 2);
		expect(await atEnd()).toBe(true);
		await visitor.command({ type: 'message.send', text: 'Message number 261' });
		await inConsole(mira, 'Message number 261').waitFor();
		expect(await atEnd()).toBe(true);
		await timeline.evaluate((view) => (view.scrollTop -= 1500));
		await mira.getByRole('button', { name: 'To the newest message' }).waitFor();
		await visitor.command({ type: 'message.send', text: 'Message number 262' });
		await mira.getByRole('button', { name: '1 new' }).waitFor();
		await look('long');
		for (let tries = 0; tries < 20; tries++) {
			await timeline.evaluate((view) => (view.scrollTop = 0));
			if ((await inConsole(mira, 'Message number 1').count()) > 0) break;
			await mira.waitForTimeout(200);
		}
		await mira.getByText('Message number 1', { exact: true }).waitFor();
		// Earlier ones come above without moving what is read.
		await mira.getByRole('button', { name: '1 new' }).click();
		expect(await atEnd()).toBe(true);
	});

	test('what is new has a line above it when the conversation is opened again', async () => {
		const { conversation, visitor } = await arrive(house, siteKey, 'Wei Chen', ['One', 'Two']);
		await mira.goto(`${house.server.url}/console#c=${conversation}`);
		await inConsole(mira, 'Two').waitFor();
		await mira.waitForFunction((id) => JSON.stringify(localStorage).includes(id), conversation);
		await mira.goto(`${house.server.url}/console#`);
		await inConsole(mira, 'Two').waitFor({ state: 'detached' });
		await visitor.command({ type: 'message.send', text: 'Three' });
		await mira.getByRole('tab', { name: /^Unclaimed/ }).click();
		// It has come to this console before the conversation is opened: else it is seen as it comes.
		await mira.getByRole('region', { name: 'Conversations' }).getByText('Three').waitFor();
		await mira.goto(`${house.server.url}/console#c=${conversation}`);
		await inConsole(mira, 'Three').waitFor();
		await mira.getByText(/^New since/).waitFor();
	});

	test('short, long and ugly words are whole at both sizes, light and dark, with the draft below [H25]', async () => {
		const ugly = `${'Donaudampfschifffahrtsgesellschaft'.repeat(6)} <b>bold?</b> https://example.com/${'a'.repeat(300)}`;
		const { conversation, visitor } = await arrive(house, siteKey, 'Hanna Lindqvist', [
			'ok',
			ugly,
			'هل المقاس متوفر؟ 😀',
		]);
		await mira.goto(`${house.server.url}/console#c=${conversation}`);
		await inConsole(mira, 'ok').first().waitFor();
		await mira.getByRole('button', { name: /^Claim conversation/ }).click();
		await field(mira).fill('On it');
		await field(mira).press('Enter');
		await mira.getByRole('radiogroup').getByText('Note').click();
		await field(mira).fill('Lever from the June batch. Nobody hurt.');
		await field(mira).press('Enter');
		await mira.getByRole('radiogroup').getByText('Reply').click();
		await inConsole(mira, 'Lever from the June').waitFor();
		// Not answered.
		void visitor.command({
			type: 'draft',
			conversation,
			text: 'My old one has about 4000 km on it, and the',
		});
		await mira.getByText('Typing, not sent yet').waitFor();
		await look('talk');
	});
});
