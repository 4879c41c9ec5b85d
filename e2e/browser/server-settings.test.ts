import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { openChat, openHouse, setUpOwner, write, type House } from './house.ts';
import { desk, lookAt } from './look-at.ts';

/* What an owner sets for the server: how long things are kept, what a visitor may ask for, backups, connections. */

jest.setTimeout(180_000);

describeInBrowser('the settings of the server', () => {
	let house: House;
	let mira: Page;
	let flaws: string[] = [];
	beforeAll(async () => {
		house = await openHouse();
		mira = await newPage();
		await setUpOwner(mira, house.server.ownerLink ?? '');
	});
	afterAll(() => house?.close());

	const newPage = () =>
		house.newPage({ viewport: desk, reducedMotion: 'reduce', acceptDownloads: true });
	const look = async (name: string): Promise<void> => {
		flaws = [...flaws, ...(await lookAt(mira, `server-${name}`))];
	};
	const settings = async (name: string): Promise<void> => {
		await mira.getByRole('link', { name: 'Settings', exact: true }).click();
		await mira
			.getByRole('navigation', { name: 'Settings' })
			.getByRole('link', { name, exact: true })
			.click();
	};
	const downloaded = async (act: () => Promise<void>): Promise<string> => {
		const coming = mira.waitForEvent('download');
		await act();
		return (await coming).path();
	};

	test('how long conversations are kept is chosen for each site', async () => {
		await settings('Privacy');
		await mira.getByLabel('Erase conversations after').fill('24');
		await mira.getByText('Backups that were made before still hold it').waitFor();
		await look('privacy');
		await mira.getByRole('button', { name: 'Save', exact: true }).click();
		await mira.getByText('Saved', { exact: true }).waitFor();
		await mira.reload();
		expect(await mira.getByLabel('Erase conversations after').inputValue()).toBe('24');
	});

	test('a visitor is found by address, exported, and erased once that was typed', async () => {
		const shop = await newPage();
		const panel = await openChat(shop, house.server.demoUrl);
		await write(panel, 'My order 4711 has not come.');
		await panel.getByText('Sent', { exact: true }).last().waitFor();
		await shop.context().close();
		await mira.getByRole('link', { name: /Inbox/ }).first().click();
		await mira.getByRole('tab', { name: /Unclaimed/ }).click();
		await mira.getByRole('button', { name: /order 4711/ }).click();
		await mira.getByRole('button', { name: 'More about this visitor' }).click();
		await mira.getByRole('menuitem', { name: 'Correct name and contact' }).click();
		const dialog = mira.getByRole('dialog');
		await dialog.getByLabel('Name').fill('Vera Lind');
		await dialog.getByLabel('E-mail').fill('vera@example.com');
		await dialog.getByRole('button', { name: 'Save' }).click();
		await dialog.waitFor({ state: 'hidden' });
		await mira.getByRole('button', { name: 'More about this visitor' }).click();
		await mira.getByRole('menuitem', { name: 'Erase everything' }).waitFor();
		await mira.keyboard.press('Escape');

		await settings('Privacy');
		await mira.getByLabel('Find a visitor').fill('nobody@example.com');
		await mira.getByRole('button', { name: 'Search' }).click();
		await mira.getByText('Nobody found').waitFor();
		await look('privacy-none');
		await mira.getByLabel('Find a visitor').fill('vera@example.com');
		await mira.getByLabel('Find a visitor').press('Enter');
		await mira.getByText('Vera Lind').waitFor();
		await look('privacy-found');
		const file = await downloaded(() =>
			mira.getByRole('link', { name: 'Export what is known of Vera Lind' }).click(),
		);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
			people: [{ name: 'Vera Lind', email: 'vera@example.com' }],
			conversations: [{ events: [{ text: 'My order 4711 has not come.' }] }],
		});
		await mira.getByRole('button', { name: 'Erase Vera Lind' }).click();
		const act = dialog.getByRole('button', { name: 'Erase for good' });
		expect(await act.isDisabled()).toBe(true);
		await dialog.getByLabel(/^Type/).fill('erase');
		await look('privacy-erase');
		await act.click();
		await mira.getByText('The visitor is forgotten').waitFor();
		await mira.getByText('Nobody found').waitFor();
		await mira.getByRole('link', { name: /Inbox/ }).first().click();
		await mira.reload();
		await mira.getByRole('tab', { name: /Unclaimed/ }).click();
		await mira
			.getByRole('button', { name: /Visitor/ })
			.first()
			.waitFor();
		expect(await mira.getByText('4711').count()).toBe(0);
	});

	test('a backup is made, seen by another console at once, and downloaded', async () => {
		await settings('Backups');
		await mira.getByText('No backup yet').waitFor();
		await look('backups-none');
		const other = await house.newTab(mira);
		await other.goto(`${house.server.url}/console#settings/backups`);
		await other.getByText('No backup yet').waitFor();
		await mira.getByRole('button', { name: 'Make one now' }).click();
		await other.getByRole('link', { name: /^Download parley-/ }).waitFor();
		await other.close();
		const file = await downloaded(() =>
			mira.getByRole('link', { name: /^Download parley-/ }).click(),
		);
		expect(readFileSync(file).subarray(0, 2).toString('hex')).toBe('1f8b');
		expect(await mira.getByLabel('Command', { exact: true }).inputValue()).toMatch(
			/^npm run parley -- restore \/.+\/backups\/parley-[\d-]+\.backup --replace$/,
		);
		await look('backups');
	});

	test('a connection is set up by its schema, and its secret is not shown again', async () => {
		await settings('Connections');
		await mira.getByText('Example: signed webhook').waitFor();
		await look('plugins');
		await mira.getByRole('link', { name: 'Example: signed webhook' }).click();
		await mira.getByLabel('Url').fill('https://hooks.example.com/in');
		await mira.getByLabel('Secret').fill('whsec_too-short');
		await mira.getByRole('switch', { name: 'Switched on' }).check();
		await mira.getByRole('button', { name: 'Save', exact: true }).click();
		await mira
			.getByRole('alert')
			.getByText(/secret: must be whsec_/)
			.waitFor();
		await look('plugin-wrong');
		await mira.getByLabel('Secret').fill(`whsec_${'A'.repeat(43)}=`);
		await mira.getByRole('switch', { name: 'Switched on' }).uncheck();
		await mira.getByRole('button', { name: 'Save', exact: true }).click();
		await mira.getByText('Saved', { exact: true }).waitFor();
		await mira.reload();
		await mira.getByText('set, and not shown').waitFor();
		expect(await mira.getByLabel('Url').inputValue()).toBe('https://hooks.example.com/in');
		expect(await mira.content()).not.toContain('AAAA');
		await look('plugin');
	});

	test('each of these screens passes axe and fits its width', () => {
		expect(flaws).toEqual([]);
		expect(house.complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
	});
});
