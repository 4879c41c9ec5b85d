import { randomUUID } from 'node:crypto';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { arrive, joinAs } from './console-team.ts';
import { openHouse, setUpOwner, type House } from './house.ts';
import { desk, phone } from './look-at.ts';
import { askAs, holdTalk, leaveWords, openAgent } from './talks.ts';

/* Every area and every page of the settings, whole, at both sizes, light and dark: axe finds nothing, nothing is too wide. */

jest.setTimeout(90_000);

const settings = [
	'sites',
	'greetings',
	'replies',
	'replies/new',
	'hours',
	'bans',
	'agents',
	'groups',
	'groups/new',
	'routing',
	'plugins',
	'privacy',
	'backups',
	'you',
	'security',
];

describeInBrowser('the console as axe sees it', () => {
	let house: House;
	let mira: Page;
	let waiting: Awaited<ReturnType<typeof arrive>>;
	let own: Awaited<ReturnType<typeof arrive>>;
	let ended = '';

	beforeAll(async () => {
		house = await openHouse();
		mira = await house.newPage({ viewport: desk, reducedMotion: 'reduce' });
		await setUpOwner(mira, house.server.ownerLink ?? '');
		const [site] = await askAs<{ id: string; key: string }[]>(mira, 'sites');
		const key = site?.key ?? '';
		await (await joinAs(house, mira, 'Jonas Brandt')).context().close();
		await askAs(mira, 'groups', {
			name: 'Workshop',
			sites: 'all',
			agents: [],
			standby: [],
			strategy: 'by_hand',
		});
		const reply = { key: 'fit', title: 'It fits', text: 'It fits.', isShared: true, sites: 'all' };
		await askAs(mira, 'replies', reply);
		const team = await openAgent(house.server, mira);
		const said = [
			['v', 'The crank creaks'],
			['a', 'Since when?'],
			['n', 'Regular customer'],
		] as const;
		ended = await holdTalk(house.server, key, team, said, 5);
		own = await arrive(house, key, 'Ellen Marsh', ['Does the crank fit?', 'It is from 1998']);
		const { conversation } = own;
		await team.command({ type: 'conversation.claim', conversation });
		await team.command({ type: 'message.send', conversation, text: 'It does.' });
		await team.command({ type: 'note.send', conversation, text: 'Knows what she wants' });
		const add = ['fitting', 'cranks'];
		await team.command({ type: 'conversation.tag', conversation, add, remove: [] });
		waiting = await arrive(house, key, 'Tom Ito', ['Do you mend tandems?']);
		team.close();
		await leaveWords(house.server, key, 'Is anybody there?');
		const ticket = { title: 'Chain for a 54 ring', conversation: ended };
		await askAs(mira, 'tickets', { clientId: randomUUID(), ...ticket });
	}, 120_000);
	afterAll(async () => {
		for (const { visitor } of [own, waiting]) visitor?.close();
		await house?.close();
	});

	const open = async (address: string): Promise<void> => {
		await mira.goto(`${house.server.url}/console${address}`);
		await mira.locator('main .pane').first().waitFor();
		await mira.waitForFunction(
			() => document.querySelector('.loading, .skeleton, [aria-busy="true"]') === null,
		);
	};
	const openTalk = async ({ conversation }: { readonly conversation: string }): Promise<void> => {
		await open(`#c=${encodeURIComponent(conversation)}`);
		await mira.getByRole('log').getByRole('article').first().waitFor();
	};

	test('the inbox with an own conversation, one that nobody has, and the dialog that passes it on', async () => {
		await openTalk(waiting);
		await mira.getByRole('button', { name: 'Claim conversation' }).waitFor();
		const flaws = await flawsOf(mira, 'unclaimed');
		await openTalk(own);
		await mira.getByText('You answer').waitFor();
		flaws.push(...(await flawsOf(mira, 'own')));
		await mira.getByRole('heading', { name: 'Ellen Marsh', level: 2 }).focus();
		await mira.keyboard.press('t');
		await mira.getByRole('option', { name: /Jonas Brandt/ }).click();
		flaws.push(...(await flawsOf(mira, 'transfer')));
		await mira.keyboard.press('Escape');
		await mira.keyboard.press('Shift+S');
		flaws.push(...(await flawsOf(mira, 'status')));
		await mira.keyboard.press('Escape');
		expect(flaws).toEqual([]);
	});

	test('visitors, tickets, archive and reports', async () => {
		const flaws: string[] = [];
		for (const address of ['#visitors', '#tickets', '#archive', '#reports']) {
			await open(address);
			flaws.push(...(await flawsOf(mira, address)));
		}
		await open(`#archive/${encodeURIComponent(ended)}`);
		await mira.getByText('Regular customer').first().waitFor();
		flaws.push(...(await flawsOf(mira, 'transcript')));
		expect(flaws).toEqual([]);
	});

	test.each(settings)('settings: %s', async (page) => {
		await open(`#settings/${page}`);
		await mira.locator('.pane.page h2, .pane.page h3').first().waitFor();
		expect(await flawsOf(mira, page)).toEqual([]);
	});

	test('the browser had nothing to complain about', () => {
		expect(house.complaints).toEqual([]);
	});
});

/** All rules that axe has by default, those of good practice too, and that a name holds what is seen; in the dark those of colour. */
async function flawsOf(page: Page, name: string): Promise<string[]> {
	const flaws: string[] = [];
	for (const size of [desk, phone]) {
		await page.setViewportSize(size);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
			const found = await page.evaluate(async (isDark) => {
				await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				const runner = (window as unknown as { axe: typeof axe }).axe;
				const { violations } = await runner.run(document, {
					resultTypes: ['violations'],
					iframes: false,
					rules: { 'label-content-name-mismatch': { enabled: true } },
					...(isDark ? { runOnly: ['color-contrast'] } : {}),
				});
				const excess = document.documentElement.scrollWidth - window.innerWidth;
				return [
					...violations.map(
						({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
					),
					...(excess > 0 ? [`${excess} pixels too wide`] : []),
				];
			}, colorScheme === 'dark');
			flaws.push(...found.map((flaw) => `${name} ${size.width} ${colorScheme}: ${flaw}`));
		}
	}
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize(desk);
	return flaws;
}
