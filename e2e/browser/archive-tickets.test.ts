import { mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { hasFocus, openHouse, setUpOwner, type House } from './house.ts';
import { askAs, holdTalk, leaveWords, openAgent, type Said } from './talks.ts';

/* The archive and the tickets as an agent works with them. Pictures are left in LOOKS_DIR or the temporary folder. */

jest.setTimeout(120_000);

const folder = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');
const [desk, phone] = [
	{ width: 1280, height: 800 },
	{ width: 390, height: 844 },
];

describeInBrowser('the archive and the tickets', () => {
	let house: House;
	let page: Page;
	let siteKey = '';
	let talk = '';
	let long = '';

	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		house = await openHouse();
		page = await house.newPage({ viewport: desk, reducedMotion: 'reduce' });
		await setUpOwner(page, house.server.ownerLink ?? '');
		const [site] = await askAs<{ id: string; key: string; rev: number }[]>(page, 'sites');
		if (site === undefined) throw new Error('There is no site.');
		siteKey = site.key;
		const team = await openAgent(house.server, page);
		const held = (said: Said, score: number | null) =>
			holdTalk(house.server, siteKey, team, said, score);
		talk = await held(
			[
				[
					'v',
					'It is a creak on every turn of the left crank, the bottom bracket is two months old.',
				],
				[
					'a',
					'Press-fit ones creak when the shell was not degreased. Pull it, clean both faces, put it back with retaining compound.',
				],
				['v', 'I have no press. Can you do it?'],
				['n', 'Under warranty, no charge for the fitting.'],
				['a', 'Yes, and at no cost. Bring it in by Friday?'],
			],
			5,
		);
		await held(
			[
				[
					'v',
					'After the bottom bracket change it still creaks, only uphill. <script>alert(1)</script>',
				],
			],
			2,
		);
		await held(
			[
				['v', 'Which grease stops a bottom bracket from creaking?'],
				['n', 'the creak was the saddle rail, not the bottom bracket.'],
			],
			null,
		);
		long = await held(
			[
				[
					'v',
					`${'A-very-long-word-without-any-space'.repeat(12)} creak bottom bracket 自転車 ${'and more '.repeat(120)}`,
				],
			],
			null,
		);
		// From now on the shop is closed: what is written becomes a ticket.
		const week = Array.from({ length: 7 }, () => []);
		const [now] = await askAs<{ rev: number }[]>(page, 'sites');
		await askAs(page, `sites/${site.id}`, { rev: now?.rev, settings: { hours: { week } } });
		for (const text of [
			'Change the address of order 10495 please',
			'The number of the invoice is BE 0404, could you send it again with VAT?',
			'Is the frame in 1.92 m still to be had?',
		])
			await leaveWords(house.server, siteKey, text);
		team.close();
	}, 120_000);
	afterAll(() => house?.close());

	async function look(name: string, sizes = [desk, phone]): Promise<void> {
		for (const size of sizes) {
			await page.setViewportSize(size);
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme });
				const full = `${name}-${size.width}-${colorScheme}`;
				await page.screenshot({ path: join(folder, `${full}.png`) });
				expect({ full, ...(await findings()) }).toEqual({ full, violations: [], excess: 0 });
			}
		}
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize(desk);
	}
	async function findings() {
		if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
		return page.evaluate(async () => {
			const runner = (window as unknown as { axe: typeof axe }).axe;
			const { violations } = await runner.run(
				{ exclude: [['.rail']] },
				{ resultTypes: ['violations'] },
			);
			return {
				violations: violations.map(
					({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
				),
				excess: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
			};
		});
	}
	const results = () => page.getByRole('list', { name: 'Results' }).getByRole('button');

	test('what has ended is listed, found by its words, and its transcript shows each hit [C20] [C21] [L5]', async () => {
		await page.getByRole('link', { name: 'Archive' }).click();
		const field = page.getByRole('searchbox', { name: 'Search the archive' });
		expect(await hasFocus(field)).toBe(true);
		// A conversation is listed a moment after it has ended.
		await page.waitForTimeout(1500);
		await page.getByRole('link', { name: 'Inbox' }).click();
		await page.getByRole('link', { name: 'Archive' }).click();
		await until(async () => (await results().count()) === 4);
		await look('archive-list');
		// Found a second after it was said, at the latest.
		await until(async () => {
			await field.fill('');
			await field.fill('bottom bracket creak');
			await page.waitForTimeout(400);
			return (await results().count()) === 4;
		});
		const first = results().filter({ hasText: 'left crank' });
		expect(await first.locator('mark').allTextContents()).toEqual(['creak', 'bottom', 'bracket']);
		await first.click();
		await page.getByText('Hit 1 of', { exact: false }).waitFor();
		await page.getByText('Under warranty, no charge').waitFor();
		expect(await page.locator('.transcript mark').allTextContents()).toEqual(
			expect.arrayContaining(['creak', 'bottom', 'bracket']),
		);
		await look('archive-transcript');
		// Nothing that anybody wrote is markup.
		expect(await page.getByText('<script>alert(1)</script>').count()).toBe(1);
		expect(house.complaints).toEqual([]);
	});

	test('filters narrow it, and what fits nothing says so [G41]', async () => {
		await page.getByRole('button', { name: 'Rating' }).click();
		await page.getByRole('menuitem', { name: 'Bad (1 or 2)' }).click();
		await until(async () => (await results().count()) === 1);
		await page.getByRole('button', { name: 'Tag', exact: true }).click();
		await page.getByRole('menuitem', { name: 'warranty' }).click();
		await page.getByRole('button', { name: 'Remove the filter Rating: Bad (1 or 2)' }).click();
		await until(async () => (await results().count()) === 4);
		await page.getByRole('searchbox').fill('derailer');
		await page.getByRole('heading', { name: 'No hits for "derailer"' }).waitFor();
		await look('archive-nothing', [desk]);
		await page.getByRole('button', { name: 'Remove all filters' }).click();
		await page.getByRole('searchbox').fill('bottom bracket creak');
		await until(async () => (await results().count()) === 4);
	});

	test('a transcript is saved as text, page and data, in both copies [G45]', async () => {
		for (const [name, kind] of [
			["Team's copy: text", 'txt'],
			["Team's copy: page (HTML)", 'html'],
			["Visitor's copy: data (JSON)", 'json'],
		] as const) {
			await page.getByRole('button', { name: 'Export' }).click();
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('menuitem', { name }).click(),
			]);
			expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${kind}$`));
			const text = readFileSync(await download.path(), 'utf8');
			expect(text).toContain('I have no press.');
			expect(text.includes('no charge for the fitting')).toBe(name.startsWith('Team'));
		}
	});

	test('a review is written by the keyboard and stands under the transcript [G73]', async () => {
		await page.getByRole('button', { name: 'Write a review' }).focus();
		await page.keyboard.press('Enter');
		await page.keyboard.type('Good diagnosis. Next time offer the booking link at once.');
		await look('archive-review', [desk]);
		await page.keyboard.press('Control+Enter');
		await page.getByText('Review, only your team sees this').waitFor();
		await page.getByText('Next time offer the booking link').waitFor();
		await look('archive-reviewed');
	});

	test('long and foreign words stay within it', async () => {
		await page.goto(`${house.server.url}/console#archive/${encodeURIComponent(long)}`);
		await page.getByText('自転車').first().waitFor();
		await look('archive-long');
	});

	test('a ticket is made from a conversation, and holds its transcript [H40] [C16] [H47]', async () => {
		await page.goto(`${house.server.url}/console#archive/${encodeURIComponent(talk)}`);
		await page.getByRole('button', { name: 'Ticket', exact: true }).click();
		await page.getByRole('button', { name: 'Create ticket' }).click();
		await page.getByText('Give the ticket a title.').waitFor();
		await look('ticket-new');
		await page.getByRole('textbox', { name: /^Title/ }).fill('Creaking after the bearing change');
		await page
			.getByRole('textbox', { name: 'Note for the team' })
			.fill('Ask for the frame number.');
		await page.getByRole('button', { name: 'Create ticket' }).click();
		await page.getByRole('heading', { name: 'Creaking after the bearing change' }).waitFor();
		await page.getByText('Ask for the frame number.').waitFor();
		await page.getByRole('link', { name: /Read the transcript/ }).click();
		await page.getByText('Under warranty, no charge').waitFor();
		await page.goBack();
	});

	test('the list shows what was left by itself, each state counted [H41] [G29] [C19]', async () => {
		await page.getByRole('button', { name: /^New 4/ }).click();
		await page.getByRole('button', { name: /order 10495/ }).waitFor();
		await look('tickets-list', [desk]);
	});

	test('a ticket is answered, commented, retitled and solved in place [H43] [H45] [H46] [H49] [H50] [H52] [H54]', async () => {
		await page.getByRole('button', { name: /BE 0404/ }).click();
		await page.getByRole('button', { name: 'Change the title' }).click();
		await page.getByRole('textbox', { name: 'Title' }).fill('Invoice with VAT number');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Invoice with VAT number' }).waitFor();
		expect(await hasFocus(page.getByRole('button', { name: 'Change the title' }))).toBe(true);
		await page.getByText('Comment', { exact: true }).click();
		await page.getByRole('textbox', { name: 'Write a comment' }).fill('The bookkeeper has it.');
		await look('ticket-comment', [desk]);
		await page.getByRole('button', { name: 'Add comment' }).click();
		await page.getByText('Comment, only your team sees this').waitFor();
		await page.getByText('Reply', { exact: true }).click();
		await page.getByText('No mail is set up, so it is not sent').waitFor();
		await page
			.getByRole('textbox', { name: /Write to/ })
			.fill('Here it is. Is the number right now?');
		await page.keyboard.press('Control+Enter');
		await page.getByText('set it to Pending').waitFor();
		await page.getByRole('button', { name: /^Status: Pending/ }).click();
		await page.getByRole('menuitemradio', { name: 'Solved' }).click();
		await page.getByRole('button', { name: /^Status: Solved/ }).waitFor();
		await page.getByRole('button', { name: /^Assigned: Nobody/ }).click();
		await page.getByRole('menuitemradio', { name: 'Mira Kovač' }).click();
		await page.getByText(/assigned it to Mira/).waitFor();
		await look('ticket-solved');
		await page.setViewportSize(phone);
		await page.getByRole('button', { name: 'Fields', exact: true }).click();
		await look('ticket-fields', [phone]);
		await page.setViewportSize(phone);
		await page.getByRole('button', { name: 'Close the fields' }).click();
		await page.getByRole('button', { name: 'Back to the list' }).click();
		await look('tickets-list', [phone]);
		expect(house.complaints).toEqual([]);
	});

	test('it speaks German, too', async () => {
		const german = await house.newPage({ viewport: desk, locale: 'de-DE' });
		await german.context().addCookies(await page.context().cookies());
		await german.goto(`${house.server.url}/console#archive/${encodeURIComponent(talk)}`);
		await german.getByText('Notiz, nur für Ihr Team').waitFor();
		await german.screenshot({ path: join(folder, 'archive-german.png') });
		await german.goto(`${house.server.url}/console#tickets`);
		await german.getByText('Wählen Sie ein Ticket').waitFor();
		await german.context().close();
	});

	async function until(isSo: () => Promise<boolean>): Promise<void> {
		for (const deadline = Date.now() + 10_000; !(await isSo());) {
			if (Date.now() > deadline) throw new Error('It did not come about.');
			await new Promise((done) => setTimeout(done, 50));
		}
	}
});
