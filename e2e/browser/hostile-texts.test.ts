import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { describeInBrowser } from '../find-browser.ts';
import { openHouse, panelOf, type House } from './house.ts';
import { openRawAgent, type RawAgent } from './raw-agent.ts';

jest.setTimeout(90_000);

const pictures = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');

/* What a person of bad will writes, or one who has much to say. */
const hostile = '<img src=x onerror="window.hit=1"></script><script>window.hit=1</script>';
const turned = `\u202e\u2066txt.exe ${hostile}`;
const endless = 'a'.repeat(4000);

describeInBrowser('hostile and ugly texts', () => {
	let house: House;
	let agent: RawAgent;
	const name = `${hostile.slice(0, 40)}\u202e مريم`;

	beforeAll(async () => {
		mkdirSync(pictures, { recursive: true });
		house = await openHouse();
		agent = await openRawAgent(house.server, name);
	});
	afterAll(async () => {
		agent?.close();
		await house?.close();
	});

	test.each(['en-GB', 'ar'])('they are shown as text and break nothing, in %s', async (locale) => {
		const page = await house.newPage({ locale, viewport: { width: 1280, height: 800 } });
		await page.goto(house.server.demoUrl);
		await page.evaluate((title) => {
			document.title = title;
			document.querySelector('parley-chat')?.shadowRoot?.querySelector('a')?.click();
		}, hostile);
		const panel = panelOf(page);
		const field = panel.getByRole('textbox');
		await field.waitFor();
		const asked = `${hostile} ${locale}`;
		await field.fill(asked);
		await field.press('Enter');
		const { conversation } = await agent.event(
			(event) => event.type === 'message' && event.text === asked,
		);
		const say = (text: string, quickReplies?: string[]): void =>
			agent.command({
				type: 'message.send',
				conversation,
				text,
				...(quickReplies && { quickReplies }),
			});
		agent.command({ type: 'conversation.claim', conversation });
		for (const text of [turned, endless]) {
			await field.fill(text);
			await field.press('Enter');
			await panel.getByRole('article').filter({ hasText: text }).waitFor();
		}
		const [chooser] = await Promise.all([
			page.waitForEvent('filechooser'),
			panel.locator('.compose .tool').first().click(),
		]);
		await chooser.setFiles({
			name: `\u202e${hostile.replaceAll('/', '')}${'x'.repeat(120)}.txt`,
			mimeType: 'text/plain',
			buffer: Buffer.from('hello'),
		});
		await agent.event(
			(event) =>
				event.type === 'message' && event.conversation === conversation && event.files.length > 0,
		);
		await panel.locator('article .file .tool').waitFor();
		say(`See https://tandem.example/${'b'.repeat(300)} or\u202e https://x.example/\u202egpj.exe`);
		say('مرحبا، هذا المحور مناسب لإطارك. Does it?');
		say(hostile, [hostile.slice(0, 80), 'x'.repeat(80), 'Yes', 'No']);
		await panel.getByRole('group').getByRole('button').nth(3).waitFor();
		agent.say({ type: 'typing', conversation, isOn: true });
		await panel.locator('.dots').waitFor();

		const frame = page.frames().find((other) => other.url().includes('/chat/'));
		expect(
			await frame?.evaluate(() => ({
				hit: 'hit' in window,
				images: document.querySelectorAll('.log img, .log script').length,
				links: [...document.querySelectorAll('.log a')].map((link) => link.textContent?.length),
			})),
		).toEqual({ hit: false, images: 0, links: [323, 18] });
		for (const width of [1280, 390]) {
			await page.setViewportSize({ width, height: 844 });
			await page.evaluate(() => {
				const shadow = document.querySelector('parley-chat')?.shadowRoot;
				shadow?.querySelector('dialog')?.close();
				shadow?.querySelector('a')?.click();
			});
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				await panel.locator('.dots').waitFor();
				await page.screenshot({
					path: join(pictures, `log-ugly-${locale}-${width}-${colorScheme}.png`),
				});
				const excess = () =>
					[document.documentElement, document.querySelector('.log')].map(
						(element) => (element?.scrollWidth ?? 0) - (element?.clientWidth ?? 0),
					);
				expect(await frame?.evaluate(excess)).toEqual([0, 0]);
				await frame?.evaluate(axe.source);
				const violations = await frame?.evaluate(async () => {
					const runner = (window as unknown as { axe: typeof axe }).axe;
					const found = await runner.run(document, { resultTypes: ['violations'], iframes: false });
					return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
				});
				expect(violations).toEqual([]);
			}
		}
		await page.context().close();
		expect(house.complaints).toEqual([]);
	});
});
