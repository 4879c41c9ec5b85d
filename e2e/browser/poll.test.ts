import type { FrameLocator, Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { openChat, openHouse, setUpOwner, write, type House } from './house.ts';

/* A network that lets no WebSocket through, for the visitor and for the agent. The tests build on one another, in order. */

jest.setTimeout(90_000);

describeInBrowser('a network without WebSockets', () => {
	let house: House;
	let agent: Page;
	let shop: Page;
	let panel: FrameLocator;

	const inPanel = (text: string) => panel.getByRole('article').filter({ hasText: text });
	const inConsole = (text: string) => agent.getByRole('article').filter({ hasText: text });
	const reply = async (text: string): Promise<void> => {
		await agent.getByRole('textbox', { name: 'Write to the visitor' }).fill(text);
		await agent.getByRole('button', { name: 'Send' }).click();
	};
	/** A page whose sockets close before they open, and what its frames ask by polls. */
	async function newPage(): Promise<{ page: Page; polled: string[] }> {
		const page = await house.newPage();
		const polled: string[] = [];
		await page.addInitScript(() => {
			window.WebSocket = class extends EventTarget {
				onclose: ((event: unknown) => void) | null = null;
				constructor() {
					super();
					setTimeout(() => this.onclose?.({ code: 1006 }), 20);
				}
				close(): void {}
			} as unknown as typeof WebSocket;
		});
		page.on('request', (request) => {
			const { pathname } = new URL(request.url());
			if (pathname.startsWith('/poll/')) polled.push(pathname);
		});
		return { page, polled };
	}

	beforeAll(async () => {
		house = await openHouse();
	});
	afterAll(() => house?.close());

	test('visitor and agent chat both ways', async () => {
		const console = await newPage();
		agent = console.page;
		await setUpOwner(agent, house.server.ownerLink ?? '');
		const visitor = await newPage();
		shop = visitor.page;
		panel = await openChat(shop, house.server.demoUrl);
		await write(panel, 'Does it fit?');
		await inPanel('Does it fit?').getByText('Sent', { exact: true }).waitFor();
		await agent.getByRole('button', { name: /Does it fit/ }).click();
		await agent.getByRole('button', { name: 'Claim' }).click();
		await agent.getByText('You answer').waitFor();
		await reply('It does.');
		await inPanel('It does.').waitFor();
		expect(new Set(visitor.polled)).toEqual(new Set(['/poll/visitor']));
		expect(new Set(console.polled)).toEqual(new Set(['/poll/agent']));
	});

	test('what both write while the server is away is sent once when it is back', async () => {
		await house.kill();
		await write(panel, 'Written while you were away');
		await inPanel('Written while you were away')
			.getByText('Sent when the connection is back')
			.waitFor();
		await reply('Answered while it was away');
		await inConsole('Answered while it was away').getByText('Waiting to be sent').waitFor();
		await house.restart();
		await Promise.all(
			[inConsole('Written while you were away'), inPanel('Answered while it was away')].map(
				(seen) => seen.waitFor({ timeout: 60_000 }),
			),
		);
		await inPanel('Written while you were away')
			.getByText(/^(Sent|Delivered|Read)$/)
			.last()
			.waitFor();
		for (const text of ['Written while you were away', 'Answered while it was away']) {
			expect(await inPanel(text).count()).toBe(1);
			expect(await inConsole(text).count()).toBe(1);
		}
	});

	test('the browser had nothing to complain about', () => {
		expect(house.complaints).toEqual([]);
	});
});
