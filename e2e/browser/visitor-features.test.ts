import { createHmac, randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { serveHost, shopHtml, type HostPage } from './host-page.ts';
import { fieldOf, openHouse, panelOf, setUpOwner, write, type House } from './house.ts';
import { always, closedToday, createOwner, type Owner } from './visitor-page.ts';

/* What people were promised, on the screen, where no other suite names it: a website of its own with the snippet, and a real server. */

jest.setTimeout(60_000);

interface Shop {
	parley(name: 'identify', proof: string | null): void;
}
interface Key {
	readonly kid: string;
	readonly secret: string;
}

/** As the shop's own server makes it. */
function proofOf(audience: string, { kid, secret }: Key): string {
	const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');
	const now = Math.floor(Date.now() / 1000);
	const claims = { sub: 'customer-7', aud: audience, iat: now, exp: now + 300, jti: randomUUID() };
	const text = `${part({ alg: 'HS256', kid })}.${part(claims)}`;
	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const greeting = { name: 'Mira Kovač', afterSeconds: 0 };

describeInBrowser('a shop with the snippet', () => {
	let house: House;
	let host: HostPage;
	let agent: Page;
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
		const script = `<script async src="${house.server.url}/widget.js?site=${key}"></script>`;
		host = await serveHost(() => ({ html: shopHtml(script) }));
	});
	afterAll(async () => {
		await host?.close();
		await house?.close();
	});

	const visit = async (path = '/'): Promise<Page> => {
		const page = await house.newPage({ viewport: { width: 1280, height: 800 } });
		await page.goto(host.url + path);
		return page;
	};
	const card = (page: Page) => page.getByRole('region', { name: 'Message from Mira Kovač' });
	const inConsole = (text: string) => agent.getByRole('button', { name: new RegExp(text) });

	test('any page that has it has the chat, and the team sees who is writing and what [G1] [L23] [H25]', async () => {
		await owner.choose({});
		const page = await visit();
		await page.locator('parley-chat').getByRole('link', { name: 'Chat with us' }).click();
		const panel = panelOf(page);
		await write(panel, 'Is this the right shop?');
		await inConsole('Is this the right shop').click();
		await fieldOf(panel).fill('I have a tandem from');
		const draft = agent.locator('.draft');
		await draft.getByText('Typing, not sent yet').waitFor();
		await draft.getByText('I have a tandem from').waitFor();
		await write(panel, 'I have a tandem from 1998');
		await agent.getByRole('article').filter({ hasText: 'I have a tandem from 1998' }).waitFor();
		await draft.waitFor({ state: 'hidden' });
		await page.context().close();
	});

	test('who is signed in at the shop goes on with the same chat on another device, and a log-out takes it away', async () => {
		await owner.choose({});
		const { id, key } = await owner.siteNow();
		const { kid, secret } = await agent.evaluate(async (path) => {
			const headers = { 'Content-Type': 'application/json' };
			return (await (await fetch(path, { method: 'POST', headers, body: '{}' })).json()) as Key;
		}, `/api/v1/sites/${id}/identity-keys`);
		const identify = (page: Page, proof: string | null) =>
			page.evaluate((given) => (window as unknown as Shop).parley('identify', given), proof);
		const openPanel = async (page: Page) => {
			await page.locator('parley-chat a').first().click();
			return panelOf(page);
		};
		const desk = await visit();
		const atDesk = await openPanel(desk);
		await write(atDesk, 'From the desk');
		await identify(desk, proofOf(key, { kid, secret }));
		await write(atDesk, 'And signed in');
		await atDesk
			.getByRole('article')
			.filter({ hasText: 'And signed in' })
			.getByText('Sent')
			.waitFor();
		const phone = await visit();
		const onPhone = await openPanel(phone);
		await fieldOf(onPhone).waitFor();
		await identify(phone, proofOf(key, { kid, secret }));
		await onPhone.getByRole('article').filter({ hasText: 'From the desk' }).waitFor();
		await identify(phone, null);
		await onPhone.getByRole('article').first().waitFor({ state: 'detached' });
		for (const page of [desk, phone]) await page.context().close();
	});

	test('each page has a greeting of its own, which begins a chat with one click [G6] [H14]', async () => {
		await owner.choose({
			greetings: [
				{ ...greeting, id: 'parts', text: 'Which part is it?', pages: ['/parts*'] },
				{ ...greeting, id: 'rest', text: 'Shall we meet?', replies: ['Yes'], pages: ['/visit'] },
			],
		});
		const page = await visit('/parts/2');
		await card(page).getByText('Which part is it?').waitFor();
		await page.goto(`${host.url}/visit`);
		await card(page).getByText('Shall we meet?').waitFor();
		expect(await card(page).count()).toBe(1);
		await card(page).getByRole('button', { name: 'Yes' }).click();
		await panelOf(page).getByRole('article').filter({ hasText: 'Yes' }).waitFor();
		await page.context().close();
	});

	test('what must be asked is asked before an answer to a greeting goes', async () => {
		await owner.choose({
			prechat: { email: 'required', consentMonths: 12 },
			greetings: [{ ...greeting, id: 'asks', text: 'Does it fit?', replies: ['I ask you'] }],
		});
		const page = await visit();
		await card(page).getByRole('button', { name: 'I ask you' }).click();
		const panel = panelOf(page);
		await panel.getByLabel('E-mail').fill('ellen@example.com');
		expect(await panel.getByRole('article').count()).toBe(0);
		await panel.getByRole('checkbox').check();
		await panel.getByRole('button', { name: 'Start chat' }).click();
		await panel.getByRole('article').filter({ hasText: 'I ask you' }).waitFor();
		expect(await panel.getByRole('article').count()).toBe(1);
		await page.context().close();
	});

	test('a greeting comes at the moment that the owner chose, and not before [H67]', async () => {
		await owner.choose({
			greetings: [{ ...greeting, id: 'late', text: 'Still here?', afterSeconds: 3 }],
		});
		const page = await visit();
		await page.locator('parley-chat a').first().waitFor();
		const since = await page.evaluate(() => performance.timeOrigin);
		await card(page).waitFor();
		expect((await page.evaluate(() => Date.now())) - since).toBeGreaterThanOrEqual(2_900);
		await page.context().close();
	});

	test('out of hours the words fit, and are those of the owner where there are some [L57] [L58]', async () => {
		const hours = { week: closedToday(), whenClosed: 'form' };
		await owner.choose({ hours });
		const page = await house.newPage();
		await page.goto(chatUrl);
		await page.getByRole('heading', { name: /We are back/ }).waitFor();
		await page.getByText('Leave a message: the answer comes here.').waitFor();
		await owner.choose({ hours, texts: { closed: 'We are out riding. Write to us.' } });
		await page.reload();
		await page.getByText('We are out riding. Write to us.').waitFor();
		expect(await page.getByText('Leave a message: the answer comes here.').count()).toBe(0);
		await owner.choose({ hours: { week: always }, texts: { closed: '' } });
		await page.reload();
		await page.getByRole('button', { name: 'Start a chat' }).waitFor();
		await page.context().close();
	});

	test('what answers by itself says so, and what a person writes does not [G56]', async () => {
		await owner.choose({ texts: { autoReply: 'We are with you soon.' } });
		const page = await visit();
		await page.locator('parley-chat').getByRole('link', { name: 'Chat with us' }).click();
		const panel = panelOf(page);
		await write(panel, 'Who is there?');
		const said = (text: string) => panel.getByRole('article').filter({ hasText: text });
		await said('We are with you soon.').getByText('Automatic', { exact: true }).waitFor();
		await inConsole('Who is there|We are with you soon').first().click();
		await agent.getByRole('button', { name: 'Claim' }).click();
		await agent.getByRole('textbox', { name: 'Write to the visitor' }).fill('A person, Mira.');
		await agent.getByRole('button', { name: 'Send' }).click();
		await said('A person, Mira.').getByText('Mira Kovač').first().waitFor();
		expect(await said('A person, Mira.').getByText('Automatic').count()).toBe(0);
		await page.context().close();
	});
});
