import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import sharp from 'sharp';
import { describeInBrowser } from '../find-browser.ts';
import { openChat, openHouse, write, type House } from './house.ts';
import { expectSteady, twoPaints } from './expect-steady.ts';
import { openRawAgent, type RawAgent } from './raw-agent.ts';

/* All that stands in the chat's log, in a real browser with a real server. The tests build on one another, in order. */

jest.setTimeout(90_000);

const pictures = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');

describeInBrowser('the log of the chat', () => {
	let house: House;
	let agent: RawAgent;
	let shop: Page;
	let panel: FrameLocator;
	let conversation = '';

	const article = (text: string | RegExp) => panel.getByRole('article').filter({ hasText: text });
	const reply = (text: string, more: { quickReplies?: string[] } = {}): void =>
		agent.command({ type: 'message.send', conversation, text, ...more });
	/** By the button in the composer. */
	async function attach(name: string, mimeType: string, buffer: Buffer): Promise<void> {
		const [chooser] = await Promise.all([
			shop.waitForEvent('filechooser'),
			panel.getByRole('button', { name: 'Attach a file' }).click(),
		]);
		await chooser.setFiles({ name, mimeType, buffer });
	}
	const arrived = (text: string) =>
		agent.event((event) => event.type === 'message' && event.text === text);
	const arrivedFile = (name: string) =>
		agent.event((event) => event.type === 'message' && event.files[0]?.name === name);

	const look = async (name: string): Promise<void> => {
		for (const colorScheme of ['dark', 'light'] as const) {
			await shop.emulateMedia({ colorScheme });
			// The frame follows one picture later.
			await panel.locator('.panel').evaluate(twoPaints);
			await shop.screenshot({ path: join(pictures, `log-${name}-${colorScheme}.png`) });
		}
	};
	const pieces = '**/api/v1/files/*';
	/** So that an upload can be seen. */
	const slowDown = () =>
		shop.route(pieces, async (route) => {
			await new Promise((resolve) => setTimeout(resolve, 300));
			await route.continue().catch(() => undefined);
		});

	beforeAll(async () => {
		mkdirSync(pictures, { recursive: true });
		house = await openHouse();
		agent = await openRawAgent(house.server, 'Mira Kovač');
		shop = await house.newPage();
		panel = await openChat(shop, house.server.demoUrl);
	});
	afterAll(async () => {
		agent?.close();
		await house?.close();
	});

	test('both sides stand in one feed, with the time, and say how far they came [H24] [L24] [L25]', async () => {
		await write(panel, 'Does the TS-24 fit?');
		const asked = await arrived('Does the TS-24 fit?');
		conversation = asked.conversation;
		await article('Does the TS-24 fit?').getByText('Sent', { exact: true }).waitFor();
		await article('Does the TS-24 fit?')
			.getByText(/^\d\d?:\d\d/)
			.waitFor();
		agent.command({ type: 'conversation.claim', conversation });
		await panel.getByText(/Mira Kovač joined at/).waitFor();
		const read = (delivered: number, seen: number) =>
			agent.say({ type: 'cursor', conversation, delivered, read: seen });
		read(asked.vseq ?? 0, 0);
		await article('Does the TS-24 fit?').getByText('Delivered').waitFor();
		read(asked.vseq ?? 0, asked.vseq ?? 0);
		await article('Does the TS-24 fit?').getByText('Read').waitFor();
		reply('It does, with the 68 mm cups.');
		await article('It does, with the 68 mm cups.').getByText('Mira Kovač').waitFor();
		const texts = await panel.getByRole('article').allTextContents();
		expect(texts.map((text) => /Does|It does/.exec(text)?.[0])).toEqual(['Does', 'It does']);
		await panel.getByText('Today').waitFor();
	});

	test('that the agent is writing is seen while it is so [H23]', async () => {
		agent.say({ type: 'typing', conversation, isOn: true });
		const words = panel.locator('.message[aria-hidden]').getByText('Mira Kovač is writing');
		await words.waitFor();
		await panel.getByRole('status').filter({ hasText: 'Mira Kovač is writing' }).waitFor();
		reply('Shall I put one aside?', { quickReplies: ['Yes please', 'No, thank you'] });
		await article('Shall I put one aside?').waitFor();
		await words.waitFor({ state: 'hidden' });
	});

	test('an answer that is offered is sent with one click, and is then offered no more [L26]', async () => {
		await panel.getByRole('button', { name: 'Yes please' }).click();
		await arrived('Yes please');
		await article('Yes please').getByText('Sent', { exact: true }).waitFor();
		expect(await panel.getByRole('button', { name: 'No, thank you' }).count()).toBe(0);
	});

	test('links lead out, emoji come from the picker by keyboard [G35]', async () => {
		reply('See https://tandem.example/ts-24. And javascript:alert(1)');
		const link = panel.getByRole('link', { name: 'https://tandem.example/ts-24' });
		await link.waitFor();
		expect(await link.evaluate(({ target, rel }: HTMLAnchorElement) => ({ target, rel }))).toEqual({
			target: '_blank',
			rel: 'noopener noreferrer ugc',
		});
		expect(await panel.getByRole('link', { name: /javascript/ }).count()).toBe(0);
		await panel.getByRole('button', { name: 'Emoji' }).click();
		await panel.getByRole('group', { name: 'Emoji' }).getByRole('button').first().waitFor();
		await shop.keyboard.press('ArrowRight');
		await shop.keyboard.press('Enter');
		await shop.keyboard.press('Escape');
		const field = panel.getByRole('textbox');
		const emoji = await field.inputValue();
		expect(emoji).toMatch(/^\p{Extended_Pictographic}$/u);
		await field.press('Enter');
		await arrived(emoji);
		await article(emoji).waitFor();
	});

	test('a picture is sent and shown without a shift of what stands around it [L22] [G35]', async () => {
		const buffer = await sharp({
			create: { width: 800, height: 400, channels: 3, background: '#57564f' },
		})
			.png()
			.toBuffer();
		await attach('crank.png', 'image/png', buffer);
		await arrivedFile('crank.png');
		await panel.getByRole('img', { name: 'crank.png' }).waitFor();
		await write(panel, 'This one. It says 24 mm.');
		await arrived('This one. It says 24 mm.');
		// A second visit, with the picture's bytes held back: its room is there before it is.
		const second = await house.newTab(shop);
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		await second.route('**/files/**', async (route) => {
			await held;
			await route.continue();
		});
		const other = await openChat(second, house.server.demoUrl);
		await other.locator('.shot').waitFor();
		const heightOf = () =>
			other.locator('.shot').evaluate((shot) => shot.getBoundingClientRect().height);
		const topOf = () =>
			other
				.getByRole('article')
				.filter({ hasText: 'This one' })
				.evaluate((message) => message.getBoundingClientRect().top);
		await expectSteady(topOf);
		const [before, top] = [await heightOf(), await topOf()];
		release();
		const image = other.getByRole('img', { name: 'crank.png' });
		await image.waitFor();
		await image.evaluate((img: HTMLImageElement) => img.decode());
		expect(await heightOf()).toBe(before);
		expect(await topOf()).toBe(top);
		expect(before).toBeCloseTo(116, 0);
		await second.close();
		const [tab] = await Promise.all([
			shop.context().waitForEvent('page'),
			panel.getByRole('button', { name: 'Open crank.png in a new tab' }).click(),
		]);
		await tab.waitForLoadState();
		expect(tab.url()).toMatch(/\/files\/.*crank/);
		await tab.close();
	});

	test('an upload says how far it is, goes on after the server was killed, and arrives whole [L22]', async () => {
		const buffer = Buffer.from('0123456789abcdef'.repeat(128 * 1024));
		await slowDown();
		await attach('frame.txt', 'text/plain', buffer);
		await panel.getByText(/^(0\.[2-9]\d*|1(\.\d+)?) of 2 MB$/).waitFor();
		await look('upload');
		await house.kill();
		await panel.getByText('Sent when the connection is back').waitFor();
		const half = await panel
			.getByRole('progressbar')
			.evaluate(({ value }: HTMLProgressElement) => value);
		// Some of it had come: it goes on from there.
		expect(half).toBeGreaterThan(0);
		expect(half).toBeLessThan(1);
		await house.restart();
		const event = await arrivedFile('frame.txt');
		await panel.locator('.file').filter({ hasText: 'frame.txt' }).getByText('2 MB').waitFor();
		expect(await panel.getByRole('progressbar').count()).toBe(0);
		await shop.unroute(pieces);
		const file = event.type === 'message' ? event.files[0] : undefined;
		const link = await agent.link(conversation, event.seq, file?.id ?? '');
		expect(Buffer.from(await (await fetch(link)).arrayBuffer()).equals(buffer)).toBe(true);
		const [saved] = await Promise.all([
			shop.waitForEvent('download'),
			panel.getByRole('button', { name: 'Download frame.txt' }).click(),
		]);
		expect(saved.suggestedFilename()).toBe('frame.txt');
	});

	test('an upload can be stopped, and what is too large says so and is removed', async () => {
		await slowDown();
		await attach('stop.txt', 'text/plain', Buffer.from('0123456789abcdef'.repeat(64 * 1024)));
		await panel.getByText(/0\.\d+ of 1 MB/).waitFor();
		await panel.getByRole('button', { name: 'Cancel the upload' }).click();
		await panel.getByText('stop.txt').waitFor({ state: 'detached' });
		await shop.unroute(pieces);
		await attach('scan.tif', 'image/tiff', Buffer.alloc(26 * 1024 * 1024, 'a'));
		await panel.getByText(/^Not sent: files may have up to \d+ MB\.$/).waitFor();
		await look('refused');
		await panel.getByRole('button', { name: 'Remove scan.tif' }).click();
		await panel.getByText('scan.tif').waitFor({ state: 'detached' });
		await attach('run.html', 'text/html', Buffer.from('<script>1</script>'));
		await panel.getByText('Not sent: files of this kind are not accepted.').waitFor();
		await panel.getByRole('button', { name: 'Remove run.html' }).click();
		await write(panel, 'That was all');
		await arrived('That was all');
		const names = agent.heard.flatMap((frame) =>
			frame.type === 'event' && frame.event.type === 'message'
				? frame.event.files.map(({ name }) => name)
				: [],
		);
		expect(new Set(names)).toEqual(new Set(['crank.png', 'frame.txt']));
	});

	test('files that are dropped or pasted are sent', async () => {
		for (const [type, name] of [
			['drop', 'dropped.txt'],
			['paste', 'pasted.txt'],
		] as const) {
			await panel.getByRole('textbox').evaluate(
				(field, given) => {
					const data = new DataTransfer();
					data.items.add(new File(['hello'], given.name, { type: 'text/plain' }));
					const init = { bubbles: true, cancelable: true };
					field.dispatchEvent(
						given.type === 'drop'
							? new DragEvent('drop', { ...init, dataTransfer: data })
							: new ClipboardEvent('paste', { ...init, clipboardData: data }),
					);
				},
				{ type, name },
			);
			await arrivedFile(name);
			await panel.getByRole('button', { name: `Download ${name}` }).waitFor();
		}
	});

	test('an own message can be taken back by keyboard and leaves a line', async () => {
		await write(panel, 'Wrong window');
		await arrived('Wrong window');
		await article('Wrong window').getByText('Sent', { exact: true }).waitFor();
		await panel.getByRole('log').focus();
		await shop.keyboard.press('ArrowUp');
		await shop.keyboard.press('ArrowDown');
		const button = article('Wrong window').getByRole('button', { name: 'Delete this message' });
		expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
		await shop.keyboard.press('Enter');
		await article('Wrong window').getByRole('button', { name: 'Delete?' }).waitFor();
		await shop.keyboard.press('Enter');
		await panel.getByText('You deleted this message').waitFor();
		await agent.event(({ type }) => type === 'redaction');
		expect(await article('Wrong window').count()).toBe(0);
	});

	test('who reads further up is told of new messages and is not moved', async () => {
		for (let n = 0; n < 12; n++) reply(`Line ${n}\nwith two\nmore`);
		await article('Line 11').waitFor();
		const log = panel.getByRole('log');
		await log.evaluate(
			(element) =>
				new Promise<void>((done) => {
					element.addEventListener('scroll', () => done(), { once: true });
					element.scrollTo(0, 0);
				}),
		);
		reply('Are you still there?');
		const pill = panel.getByRole('button', { name: '1 new message' });
		await pill.waitFor();
		expect(await log.evaluate(({ scrollTop }) => scrollTop)).toBeLessThan(100);
		await pill.click();
		await pill.waitFor({ state: 'hidden' });
		const gap = () =>
			log.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
		reply('At the end it follows');
		await article('At the end it follows').waitFor();
		await expectSteady(gap);
		await expect(gap()).resolves.toBeLessThan(2);
	});

	test('nothing of this lets the browser complain but the file that was refused', () => {
		expect(house.complaints).toEqual([expect.stringContaining('status of 422')]);
	});
});
