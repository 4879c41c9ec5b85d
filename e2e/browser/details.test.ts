import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { joinAs } from './console-team.ts';
import { openHouse, setUpOwner, type House } from './house.ts';
import { desk, lookAt } from './look-at.ts';
import { askAs, openVisitor } from './talks.ts';

/* What the team knows of a visitor, beside the conversation and on the page of visitors. */

jest.setTimeout(90_000);

describeInBrowser('what the team knows of visitors', () => {
	let house: House;
	let mira: Page;
	let siteKey = '';
	const visitors: Awaited<ReturnType<typeof openVisitor>>[] = [];

	beforeAll(async () => {
		house = await openHouse();
		mira = await house.newPage({ viewport: desk, reducedMotion: 'reduce' });
		await setUpOwner(mira, house.server.ownerLink ?? '');
		const [site] = await askAs<{ id: string; key: string; rev: number }[]>(mira, 'sites');
		siteKey = site?.key ?? '';
		await askAs(mira, `sites/${site?.id}`, {
			rev: site?.rev,
			settings: {
				mode: 'watch',
				prechat: { topics: [{ id: 'parts', label: 'Parts and fitting' }] },
			},
		});
	}, 60_000);
	afterAll(async () => {
		for (const visitor of visitors) visitor.close();
		await house?.close();
	});

	async function arrive(name: string | null, pages: readonly (readonly [string, string])[]) {
		const visitor = await openVisitor(house.server, siteKey);
		visitors.push(visitor);
		for (const [title, path] of pages)
			visitor.say({
				type: 'visit',
				page: { title, url: `https://tandem.example${path}` },
				referrer: 'https://www.road.example/review',
			});
		if (name !== null) await visitor.command({ type: 'attributes.set', name });
		return visitor;
	}
	const details = () => mira.getByRole('complementary', { name: 'Details' });

	test('stands beside the conversation: person, form, page now and before, where from [H29] [M20] [M22] [G31] [L27] [L32] [C14]', async () => {
		const hanna = await arrive('Hanna Lindqvist', [
			['Cassettes', '/c'],
			['105 cassette, 11–34', '/p'],
		]);
		await hanna.command({
			type: 'attributes.set',
			email: 'hanna@lindqvist.example',
			phone: '+46 70 555 01 82',
			custom: { 'Order number': '10482' },
		});
		const { conversation } = await hanna.command({
			type: 'message.send',
			text: 'Will it fit?',
			group: 'parts',
		});
		await mira.goto(`${house.server.url}/console#c=${String(conversation)}`);
		for (const text of [
			'hanna@lindqvist.example',
			'+46 70 555 01 82',
			'10482',
			'Parts and fitting',
			'105 cassette, 11–34',
			'Cassettes',
			'road.example',
		])
			await details().getByText(text).first().waitFor();
		// Goes to another page: at once.
		hanna.say({ type: 'visit', page: { title: 'Basket', url: 'https://tandem.example/b' } });
		await details().locator('.trail .now').getByText('Basket').waitFor();
		expect(await lookAt(mira, 'details')).toEqual([]);
	});

	test('a mark for safety comes first and reaches colleagues at once [M24]', async () => {
		const jonas = await joinAs(house, mira, 'Jonas Brandt');
		await jonas.goto(mira.url());
		await details().getByRole('button', { name: 'More about this visitor' }).click();
		await mira.getByRole('menuitem', { name: 'Mark for safety' }).click();
		await mira.getByLabel('What must be seen first').fill('Rides with a heart condition');
		await mira.getByRole('button', { name: 'Save' }).click();
		await jonas.getByRole('note').getByText('Rides with a heart condition').waitFor();
	});

	test('notes stay to the next conversation, whose history names the one before and its agent [G39] [H26] [G100]', async () => {
		await details().getByRole('button', { name: 'Add note' }).click();
		await mira.getByLabel('Note on this visitor').fill('Builds her own wheels.');
		await mira.getByRole('button', { name: 'Save' }).click();
		await details().getByText('Builds her own wheels.').waitFor();

		const erik = await arrive('Erik Sand', []);
		const first = await erik.command({ type: 'message.send', text: 'First time here' });
		await mira.goto(`${house.server.url}/console#c=${String(first['conversation'])}`);
		await mira.getByRole('button', { name: 'Claim conversation' }).click();
		await mira.locator('.composer').waitFor();
		await details().getByRole('button', { name: 'Add note' }).click();
		await mira.getByLabel('Note on this visitor').fill('Left-handed.');
		await mira.getByRole('button', { name: 'Save' }).click();
		await details().getByText('Left-handed.').waitFor();
		await erik.command({ type: 'conversation.end', conversation: first['conversation'] });
		const second = await erik.command({ type: 'message.send', text: 'Me again' });
		await mira.goto(`${house.server.url}/console#c=${String(second['conversation'])}`);
		await details().getByText('Left-handed.').waitFor();
		const before = details().getByRole('link', { name: /First time here/ });
		await before.waitFor();
		expect(await before.innerText()).toMatch(/with Mira Kovač/);
		await before.click();
		await mira.getByRole('log').getByText('First time here').waitFor();
	});

	test('the list of visitors shows who is where, and an agent writes first [H56] [H57] [H58] [H62] [G43] [H63] [G8]', async () => {
		const noor = await arrive('Noor Saleh', [
			['Home', '/'],
			['Dropper posts', '/d'],
		]);
		await mira.goto(`${house.server.url}/console#visitors`);
		const line = mira.getByRole('button', { name: /^Noor Saleh/ });
		await line.waitFor();
		expect(await line.innerText()).toMatch(/Dropper posts[\s\S]*\b2\b[\s\S]*road\.example/);
		noor.say({ type: 'visit', page: { title: 'Saddles', url: 'https://tandem.example/s' } });
		await line.getByText('Saddles').waitFor();
		expect(await lookAt(mira, 'visitors')).toEqual([]);
		await line.click();
		await mira.getByLabel('Your message').fill('Can I help you choose?');
		await mira.getByRole('button', { name: 'Send' }).click();
		const row = mira
			.getByRole('region', { name: 'Conversations' })
			.getByRole('button', { name: /Noor Saleh/ });
		await mira.getByRole('tab', { name: /^Mine/ }).click();
		await row.click();
		await mira.getByRole('log').getByText('Can I help you choose?').waitFor();
	});
});
