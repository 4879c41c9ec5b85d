import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { codeOf } from './authenticator.ts';
import { openHouse, owner, setUpOwner, type House } from './house.ts';
import { desk, lookAt } from './look-at.ts';

/*
 * A colleague is invited, joins, turns two-step sign-in on and comes back with a code; the owner takes rights away. Each screen
 * is looked at as looks.test.ts does: pictures for the eye, axe, nothing scrolls sideways.
 */

jest.setTimeout(180_000);

const nils = {
	name: 'Nils Holm-Østergaard',
	email: 'nils@tandem.example',
	password: 'also a whole sentence',
};

describeInBrowser('people', () => {
	let house: House;
	let mira: Page;
	let colleague: Page;
	let secret = '';
	let recovery: string[] = [];
	/** What is wrong with screens: told at the end, so that one does not hide the next. */
	const flaws: string[] = [];
	beforeAll(async () => {
		house = await openHouse();
		mira = await newPage();
		await setUpOwner(mira, house.server.ownerLink ?? '');
	});
	afterAll(() => house?.close());

	const newPage = () => house.newPage({ viewport: desk, reducedMotion: 'reduce' });

	async function look(page: Page, name: string): Promise<void> {
		flaws.push(...(await lookAt(page, `people-${name}`)));
	}
	const settings = async (page: Page, name: string): Promise<void> => {
		await page.getByRole('link', { name: 'Settings', exact: true }).click();
		await page
			.getByRole('navigation', { name: 'Settings' })
			.getByRole('link', { name, exact: true })
			.click();
	};
	const signIn = async (page: Page, password: string): Promise<void> => {
		await page.goto(`${house.server.url}/console`);
		await page.getByLabel('E-mail').fill(nils.email);
		await page.getByLabel('Password', { exact: true }).fill(password);
		await page.getByRole('button', { name: 'Sign in' }).click();
	};
	const inbox = (page: Page): Promise<void> =>
		page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();

	test('a group is made, and a colleague invited into it by a link [M16]', async () => {
		await settings(mira, 'Groups');
		await mira.getByText('No groups yet').waitFor();
		await look(mira, 'groups-empty');
		await mira.getByRole('button', { name: 'Add group' }).click();
		await mira.getByLabel('Name visitors see it').fill('Parts and fit');
		await mira.getByLabel(owner.name).selectOption('Answers');
		await look(mira, 'group-new');
		await mira.getByRole('button', { name: 'Save' }).click();
		await mira.getByRole('heading', { name: /Parts and fit/ }).waitFor();
		await settings(mira, 'Agents');
		await mira.getByRole('button', { name: 'Invite' }).click();
		await mira.getByRole('button', { name: 'Make the link' }).click();
		await mira.getByText('Enter a name').waitFor();
		await look(mira, 'invite');
		await mira.getByLabel('Name visitors see it').fill('Nils');
		await mira.getByLabel('E-mail for signing in').fill(nils.email);
		await mira.getByLabel('Parts and fit').check();
		await mira.getByRole('button', { name: 'Make the link' }).click();
		const link = await mira.getByRole('textbox', { name: 'The link for Nils' }).inputValue();
		await look(mira, 'invite-link');
		await mira.getByRole('button', { name: 'Done' }).click();
		await mira.getByText(nils.email).waitFor();
		await look(mira, 'agents-invited');

		colleague = await newPage();
		await colleague.goto(link);
		await colleague.getByText(`${owner.name} invited you`).waitFor();
		await look(colleague, 'join');
		await colleague.getByLabel('Your name').fill(nils.name);
		await colleague.getByLabel('Password', { exact: true }).fill(nils.password);
		await colleague.getByRole('button', { name: 'Join' }).click();
		await inbox(colleague);
		expect(new URL(colleague.url()).hash).toBe('');

		// Told live to the one who invited.
		await mira.getByRole('link', { name: nils.name }).waitFor();
		await mira.getByRole('row', { name: nils.name }).getByText('Parts and fit').waitFor();
		const other = await newPage();
		await other.goto(link);
		await other.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
		await look(other, 'join-used');
		await other.context().close();
	});

	test('an agent sees the team, but neither addresses nor what only admins do [L39]', async () => {
		await settings(colleague, 'Agents');
		await colleague.getByText(owner.name).waitFor();
		expect(await colleague.getByText(owner.email).count()).toBe(0);
		expect(await colleague.getByRole('button', { name: 'Invite' }).count()).toBe(0);
		expect(await colleague.getByRole('link', { name: 'Groups' }).count()).toBe(0);
	});

	test('photo and name are changed by the agent, and shown to colleagues at once [M5] [M6]', async () => {
		await settings(colleague, 'You and notifications');
		const bytes = await mira.screenshot({ clip: { x: 0, y: 0, width: 200, height: 200 } });
		await colleague
			.getByLabel('Photo', { exact: true })
			.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: bytes });
		await colleague.getByText('The photo is saved').waitFor();
		await colleague.getByLabel('Name visitors see it').fill('Nils H.');
		await colleague.getByRole('button', { name: 'Save name' }).click();
		await colleague.getByText('The name is saved').waitFor();
		await look(colleague, 'you');
		// What is chosen is in force in the agent's other tabs, too.
		const tab = await house.newTab(colleague);
		await tab.goto(`${house.server.url}/console`);
		await inbox(tab);
		await colleague.getByLabel('Colours').selectOption('Dark');
		await tab.locator('html[data-theme="dark"]').waitFor();
		await colleague.getByLabel('Colours').selectOption('As the system');
		await tab.locator('html:not([data-theme])').waitFor();
		await tab.close();
		const row = mira.getByRole('row', { name: 'Nils H.' });
		await row.waitFor();
		const photo = row.locator('img');
		await photo.waitFor();
		expect(await photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
		await look(mira, 'agents');
	});

	test('two-step sign-in is turned on with an app', async () => {
		await settings(colleague, 'Sign-in and sessions');
		await colleague.getByText('This browser').waitFor();
		await colleague.getByRole('button', { name: 'Turn on', exact: true }).click();
		const dialog = colleague.getByRole('dialog');
		await dialog.getByLabel('Password now').fill('a guess');
		await dialog.getByRole('button', { name: 'Next' }).click();
		await dialog.getByText('This is not the password you have now').waitFor();
		await dialog.getByLabel('Password now').fill(nils.password);
		await dialog.getByRole('button', { name: 'Next' }).click();
		secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
		await look(colleague, 'enrol');
		await dialog.getByLabel('Code of the app').fill(codeOf(secret, Date.now()));
		await dialog.getByRole('button', { name: 'Turn on' }).click();
		await dialog.getByText('Keep these recovery codes').waitFor();
		recovery = await dialog.locator('.recovery-codes code').allTextContents();
		expect(recovery).toHaveLength(10);
		await look(colleague, 'recovery');
		await dialog.getByRole('button', { name: 'I have kept them' }).click();
		await colleague.getByText('10 recovery codes are left').waitFor();
		await mira.getByRole('row', { name: 'Nils H.' }).getByText('Two steps').waitFor();
		await look(colleague, 'security');
	});

	test('signing in asks for the code after the password, and each works once [H1]', async () => {
		const page = await newPage();
		await signIn(page, 'not the password');
		await page.getByText('do not belong together').waitFor();
		await signIn(page, nils.password);
		await page.getByRole('heading', { name: 'Second step' }).waitFor();
		await page.getByLabel('Code').fill('000000');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.getByText('This code is wrong').waitFor();
		await look(page, 'code');
		// The next one: the one before was used up when it was turned on.
		const code = codeOf(secret, Date.now() + 30_000);
		await page.getByLabel('Code').fill(code);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await inbox(page);

		const again = await newPage();
		await signIn(again, nils.password);
		await again.getByLabel('Code').fill(code);
		await again.getByRole('button', { name: 'Sign in' }).click();
		await again.getByText('This code is wrong').waitFor();
		await again.getByLabel('Code').fill(recovery[0] ?? '');
		await again.getByRole('button', { name: 'Sign in' }).click();
		await inbox(again);

		await look(mira, 'agents-two-steps');
		// Three browsers now; the first one ends the others.
		await settings(colleague, 'You and notifications');
		await settings(colleague, 'Sign-in and sessions');
		await colleague.getByText('9 recovery codes are left').waitFor();
		await look(colleague, 'sessions');
		await colleague.getByRole('button', { name: 'Sign out all others' }).click();
		await page.getByText('You are signed out').waitFor();
		await again.context().close();
		await page.context().close();
	});

	test('the owner changes role and capacity, gives a new password, and switches off', async () => {
		await mira.getByRole('link', { name: 'Nils H.' }).click();
		await mira.getByLabel('Conversations at once').fill('500');
		await mira.getByText('A whole number from 1 to 100').waitFor();
		await mira.getByLabel('Conversations at once').fill('2');
		await mira.getByLabel('Role').selectOption('Supervisor');
		await mira.getByText('2 changes not saved').waitFor();
		await look(mira, 'agent');
		await mira.getByRole('button', { name: 'Save' }).click();
		await mira.getByText('Saved', { exact: true }).waitFor();

		await mira.getByRole('button', { name: 'Make the link' }).click();
		const link = await mira.getByRole('textbox', { name: 'Link for a new password' }).inputValue();
		const page = await newPage();
		await page.goto(link);
		await page.getByText('For the account of Nils H.').waitFor();
		await look(page, 'reset');
		await page.getByLabel('Password', { exact: true }).fill('yet another sentence');
		await page.getByRole('button', { name: 'Save the new password' }).click();
		await page.getByText('The new password is saved').waitFor();
		await colleague.getByText('You are signed out').waitFor();
		await page.getByLabel('E-mail').fill(nils.email);
		await page.getByLabel('Password', { exact: true }).fill('yet another sentence');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.getByLabel('Code').fill(recovery[1] ?? '');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await inbox(page);

		await mira.getByRole('button', { name: 'Switch off' }).click();
		await mira.getByRole('dialog').getByText('is signed out everywhere').waitFor();
		await look(mira, 'switch-off');
		await mira.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
		await page.getByText('You are signed out').waitFor();
		await mira.getByRole('button', { name: 'Switch on again' }).waitFor();
		await settings(mira, 'Agents');
		await mira.getByText('Switched off ·').waitFor();
		await look(mira, 'agents-off');
		await signIn(page, 'yet another sentence');
		await page.getByText('This account is switched off').waitFor();
		await page.context().close();
	});

	test('a status holds over a new sign-in [H3], or is Available at once, as chosen [H2]', async () => {
		const page = await newPage();
		const enter = async (): Promise<void> => {
			await page.context().clearCookies();
			await page.goto(`${house.server.url}/console`);
			await page.getByLabel('E-mail').fill(owner.email);
			await page.getByLabel('Password', { exact: true }).fill(owner.password);
			await page.getByRole('button', { name: 'Sign in' }).click();
			await inbox(page);
		};
		const status = (name: string) => page.getByRole('button', { name: `Your status: ${name}` });
		await enter();
		await status('Available').click();
		await page.getByRole('menuitemradio', { name: 'Away' }).click();
		await status('Away').waitFor();
		await enter();
		await status('Away').waitFor();
		await settings(page, 'You and notifications');
		await page.getByRole('switch', { name: 'Be available at once' }).check();
		await page.getByText('Saved', { exact: true }).waitFor();
		await enter();
		await status('Available').waitFor();
		await page.context().close();
	});

	test('in German, all of it is German', async () => {
		const page = await house.newPage({ viewport: desk, locale: 'de-DE', reducedMotion: 'reduce' });
		await page.goto(`${house.server.url}/console`);
		await page.getByLabel('E-Mail').fill(owner.email);
		await page.getByLabel('Passwort', { exact: true }).fill(owner.password);
		await page.getByRole('button', { name: 'Anmelden' }).click();
		await page.getByRole('link', { name: 'Optionen', exact: true }).click();
		await page.getByRole('link', { name: 'Anmeldung und Sitzungen' }).click();
		await page.getByText('Dieser Browser').waitFor();
		await look(page, 'security-de');
		await page.context().close();
	});

	test('no screen has a flaw, and no browser complained', () => {
		expect(flaws).toEqual([]);
		// The browser says so of the account that was switched off.
		const others = house.complaints.filter((text) => !text.includes('status of 403'));
		expect(others).toEqual([]);
	});
});
