import type { Locator, Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { fieldOf as visitorField, write } from './house.ts';
import { desk, phone } from './look-at.ts';
import {
	act,
	answer,
	attach,
	clickTogether,
	enterChat,
	fieldOf,
	gather,
	inConsole,
	inOrder,
	passOn,
	photograph,
	until,
	wake,
	writeNote,
	type Cast,
	type Colleague,
} from './main-job.ts';
import { countOf, expectInOrder, lines, said, saved } from './main-job-said.ts';

/* The main job with a visitor in the shop, two agents and a supervisor, on a desk and on a phone. The tests build on one another. */

jest.setTimeout(60_000);

const { question, more, fits, picture, note, reason, away, whisper, offer, thanks } = lines;

describeInBrowser('the main job', () => {
	describe.each([
		['a desk', desk],
		['a phone', phone],
	] as const)('at %s', (_name, size) => {
		let cast: Cast;
		// Who wins the conversation, and the colleague who gets it later.
		let first: Colleague;
		let second: Colleague;
		let conversation = '';
		const isPhone = size === phone;
		const step = inOrder(() => photograph(`main-job-${size.width}`, cast));

		beforeAll(async () => {
			cast = await gather(size);
		}, 120_000);
		afterAll(() => cast?.house.close());

		const inChat = (text: string): Locator =>
			cast.panel.getByRole('article').filter({ hasText: text });
		const row = (page: Page): Locator =>
			page
				.getByRole('region', { name: 'Conversations' })
				.getByRole('button', { name: /Ellen Marsh/ });

		step(
			'a visitor asks, and both agents see what is written before it is sent [H25]',
			async () => {
				const { panel, mira, jonas } = cast;
				await enterChat(cast);
				await write(panel, question);
				for (const { page } of [mira, jonas]) {
					await page.getByRole('tab', { name: 'Unclaimed 1', selected: true }).waitFor();
					await row(page).click();
					await inConsole(page, question).waitFor();
				}
				conversation = decodeURIComponent(mira.page.url().split('#c=')[1] ?? '');
				await visitorField(panel).pressSequentially(more);
				for (const { page } of [mira, jonas]) {
					await page.locator('.said.draft').getByText(more, { exact: true }).waitFor();
					expect(await inConsole(page, more).count()).toBe(0);
					if (!isPhone)
						expect(await row(page).innerText()).toMatch(new RegExp(`is typing:\\s*${more}`));
				}
				expect(await inChat(more).count()).toBe(0);
				await visitorField(panel).press('Enter');
				for (const { page } of [mira, jonas]) {
					await inConsole(page, more).waitFor();
					await page.locator('.said.draft').waitFor({ state: 'detached' });
				}
			},
		);

		step(
			'both claim at the same moment: one wins, the other is told who has it [H24] [M15]',
			async () => {
				const { mira, jonas, panel } = cast;
				await clickTogether(
					[mira, jonas].map(({ page }) => page.getByRole('button', { name: 'Claim conversation' })),
				);
				first = await Promise.race(
					[mira, jonas].map(async (colleague) => {
						await colleague.page.getByText('You answer').waitFor();
						return colleague;
					}),
				);
				second = first === mira ? jonas : mira;
				await second.page.getByText(new RegExp(`^${first.name} has it since \\d`)).waitFor();
				await second.page.getByText('Only your team sees this. Join to reply.').waitFor();
				expect(await first.page.getByText(/has it since/).count()).toBe(0);
				await panel.getByText(new RegExp(`^${first.name} joined at`)).waitFor();
				expect(await panel.getByText(new RegExp(`${second.name} joined`)).count()).toBe(0);
			},
		);

		step('a canned reply with her name and a picture reach her [H33] [H34] [L22]', async () => {
			const { page } = first;
			await fieldOf(page).pressSequentially('#fi');
			await page.getByRole('option', { name: /#fit/, selected: true }).waitFor();
			await fieldOf(page).press('Enter');
			expect(await fieldOf(page).inputValue()).toBe(fits);
			await fieldOf(page).press('Enter');
			await inChat(fits).waitFor();
			await attach(page, 'crank.png', '#57564f');
			await page.getByRole('button', { name: 'Remove crank.png' }).waitFor();
			await fieldOf(page).fill(picture);
			await page
				.locator('.composer .send:not([aria-disabled=true])')
				.waitFor()
				.then(() => fieldOf(page).press('Enter'));
			const image = inChat(picture).locator('.shot img');
			await until(
				() => image.evaluate((element: HTMLImageElement) => element.naturalWidth > 0),
				'the picture is drawn',
			);
		});

		step('a note stays with the team [G38] [L17]', async () => {
			await writeNote(first.page, note);
			await inConsole(second.page, note).waitFor();
			await first.page.getByRole('radiogroup').getByText('Reply').click();
		});

		step(
			'the visitor is asked before a transfer; the server is killed meanwhile, and nothing is lost or doubled [H84] [M33]',
			async () => {
				const { house, panel, shop } = cast;
				await passOn(first.page, second, reason);
				const card = panel.getByRole('region', {
					name: `May ${second.name} take over this chat?`,
				});
				await card.waitFor();
				await first.page
					.getByText(`Ellen Marsh was asked whether ${second.name} may take over`)
					.waitFor();

				await house.kill();
				await write(panel, away.visitor);
				await fieldOf(first.page).fill(away.agent);
				await fieldOf(first.page).press('Enter');
				await inConsole(first.page, away.agent).getByText('Waiting to be sent').waitFor();
				await house.restart();
				await wake([first.page, second.page, shop]);
				const seen = [
					inChat(away.agent),
					...[first, second].map(({ page }) => inConsole(page, away.visitor)),
					inConsole(second.page, away.agent),
				];
				await Promise.all(seen.map((each) => each.waitFor({ timeout: 40_000 })));
				for (const each of [...seen, inChat(away.visitor), inConsole(first.page, away.agent)])
					expect(await each.count()).toBe(1);
				// The question stands as before, and its answer is taken.
				await card.getByRole('button', { name: 'Yes' }).click();
				await panel
					.getByText(`The chat was passed to ${second.name}, who can read everything above`)
					.waitFor();
			},
		);

		step('the colleague has it, and reads all that was said so far [H19] [M33]', async () => {
			const { page } = second;
			await page.getByText('You answer').waitFor();
			// Claimed a moment ago by somebody else: that is over.
			await page.getByText(/has it since/).waitFor({ state: 'detached' });
			const log = page.getByRole('log');
			expectInOrder(await log.innerText(), [question, more, fits, picture, note, reason]);
			const image = log.locator('img[alt="crank.png"]');
			await until(
				() => image.evaluate((element: HTMLImageElement) => element.naturalWidth > 0),
				'the picture is drawn',
			);
			await first.page.getByText('You answer').waitFor({ state: 'detached' });
			// Goes on to something else.
			await first.page.goto(`${cast.house.server.url}/console#visitors`);
		});

		step(
			'a supervisor watches and whispers, and the visitor learns nothing of it [G70] [G72]',
			async () => {
				const { sara, told, panel } = cast;
				await sara.page.getByRole('tab', { name: 'All 1' }).click();
				await row(sara.page).click();
				await inConsole(sara.page, question).waitFor();
				await sara.page.getByText('You are watching, Ellen cannot tell').waitFor();
				await second.page.getByText('Sara is watching').waitFor();
				await fieldOf(sara.page).fill(whisper);
				await fieldOf(sara.page).press('Enter');
				await inConsole(second.page, whisper).getByText('Sara Winter').waitFor();
				await inConsole(second.page, whisper).getByText('Note, only your team sees this').waitFor();
				// What is said after it has reached the visitor: it had the time to.
				await write(panel, thanks);
				await inConsole(second.page, thanks).waitFor();
				await answer(second.page, offer);
				await inChat(offer).waitFor();
				expect(told.join()).toContain(offer);
				// That she is there among others it may say, not what she does.
				const heard = told.filter((frames) => !frames.includes('"presence"')).join();
				for (const secret of [whisper, note, reason, 'Sara']) {
					expect(heard).not.toContain(secret);
					expect(await panel.locator('body').innerText()).not.toContain(secret);
				}
			},
		);

		step(
			'asked whether all is solved, ended after a question, rated by the visitor [M30] [M34] [H76] [M42]',
			async () => {
				const { panel } = cast;
				const { page } = second;
				await act(page, 'More');
				await page.getByRole('menuitem', { name: /Ask whether all is solved/ }).click();
				await panel
					.getByRole('region', { name: 'Is everything solved?' })
					.getByRole('button', { name: 'No' })
					.click();
				await page.getByText('Ellen Marsh answered “No”').waitFor();
				await page.getByText('You answer').waitFor();
				await act(page, 'End');
				const dialog = page.getByRole('dialog', { name: "End Ellen's conversation?" });
				await dialog.getByRole('button', { name: 'End conversation' }).click();
				await panel.getByText(new RegExp(`^${second.name} ended the chat at`)).waitFor();
				await panel.getByRole('radio', { name: '5 Very good' }).press('Space');
				await panel.getByText('You rated it 5 of 5.').waitFor();
				await panel.getByLabel('What could be better?').fill('Nothing, thank you.');
				await panel.getByRole('button', { name: 'Send rating' }).click();
				await page.getByText('Ellen Marsh rated 5 of 5: Nothing, thank you.').waitFor();
			},
		);

		step("the team's transcript holds every line, the visitor's no note [G45] [L23]", async () => {
			const { panel, shop, sara } = cast;
			const all = [...said.map(([, text]) => text), away.visitor, away.agent];
			await act(sara.page, 'More');
			const team = await saved(sara.page, () =>
				sara.page.getByRole('menuitem', { name: /Save the transcript/ }).click(),
			);
			for (const text of [...all, 'crank.png']) expect(countOf(team, text)).toBe(1);
			expectInOrder(
				team,
				said.map(([, text]) => text),
			);
			const visitors = await saved(shop, () =>
				panel.getByRole('button', { name: 'Download the transcript' }).click(),
			);
			for (const [who, text] of said)
				expect([text, countOf(visitors, text)]).toEqual([text, who === 'n' ? 0 : 1]);
			for (const text of Object.values(away)) expect(countOf(visitors, text)).toBe(1);
		});

		step('the archive finds it by a word and marks it [C20] [C21] [L5]', async () => {
			const { page } = cast.sara;
			await page.goto(`${cast.house.server.url}/console#archive`);
			const field = page.getByRole('searchbox', { name: 'Search the archive' });
			await field.fill('squeaks');
			const hit = page
				.getByRole('list', { name: 'Results' })
				.getByRole('button', { name: /Ellen Marsh/ });
			await hit.waitFor();
			expect(await hit.locator('mark').allTextContents()).toEqual(['squeaks']);
			await hit.click();
			await page.locator('.transcript mark').getByText('squeaks').waitFor();
			await page.locator('.transcript').getByText(whisper).waitFor();
			expect(decodeURIComponent(page.url())).toContain(`#archive/${conversation}`);
		});

		step('the report counts it, with its rating and its transfer [G74] [H77] [H85]', async () => {
			const { page } = cast.sara;
			await page.goto(`${cast.house.server.url}/console#reports`);
			const figures = page.getByRole('list', { name: 'Figures' });
			const figure = figures.getByRole('listitem').filter({ hasText: 'Conversations' });
			const fives = page.locator('table.bars').getByRole('row').filter({ hasText: /^5/ });
			// What has just been said is counted a moment later.
			await until(async () => {
				await page.getByRole('button', { name: 'Load again' }).click();
				return (await fives.allInnerTexts()).some((text) => /^5\s+1\s/.test(text));
			}, 'one rating of 5');
			expect(await figure.innerText()).toMatch(/^Conversations\s*1\b/);
			const all = page.getByRole('group', { name: 'All figures' }).getByRole('row');
			const transfers = all.filter({ hasText: 'To another agent or a group' });
			expect(await transfers.innerText()).toMatch(/\b1\b/);
		});

		step('the browsers had nothing to complain about', async () => {
			expect(cast.house.complaints).toEqual([]);
		});
	});
});
