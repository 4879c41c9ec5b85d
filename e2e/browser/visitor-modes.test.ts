import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { describeInBrowser } from '../find-browser.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { fieldOf, openChat, panelOf, write } from './house.ts';
import { openRawAgent, type RawAgent } from './raw-agent.ts';
import { launchInMode, storageModes, type StorageBrowser } from './storage-modes.ts';

/*
 * What a visitor does, in a shop of another site than the server, with all that browsers let a foreign frame keep and with nothing
 * of it. The tests of a mode build on one another, in order.
 */

jest.setTimeout(90_000);

describeInBrowser('the visitor in each storage mode', () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-modes-'));
	let server: ServerProcess;
	let agent: RawAgent;
	beforeAll(async () => {
		server = await startServer({ dataDir });
		agent = await openRawAgent(server, 'Mira Kovač');
	});
	afterAll(async () => {
		agent?.close();
		await server?.kill('SIGTERM');
		rmSync(dataDir, { recursive: true, force: true });
	});

	describe.each(storageModes)('%s', (mode) => {
		const isKept = mode !== 'all blocked';
		/** Tells this mode's messages from those of the others. */
		const own = (text: string): string => `${text} (${mode})`;
		const notice =
			'This browser keeps nothing from this chat. When you leave the page, it is forgotten here.';
		let browser: StorageBrowser;
		let shop: Page;
		let panel: FrameLocator;
		let conversation = '';

		const article = (text: string, inside = panel) =>
			inside.getByRole('article').filter({ hasText: own(text) });
		const arrived = (text: string) =>
			agent.event((event) => event.type === 'message' && event.text === own(text));
		const timesArrived = (text: string): number => {
			const events = agent.heard.flatMap((frame) => {
				if (frame.type === 'event') return [frame.event];
				return frame.type === 'events' ? frame.events : [];
			});
			const fitting = events.filter(
				(event) => event.type === 'message' && event.text === own(text),
			);
			return new Set(fitting.map(({ seq, conversation: id }) => `${id} ${seq}`)).size;
		};

		beforeAll(async () => {
			browser = await launchInMode(mode);
			shop = await browser.context.newPage();
			panel = await openChat(shop, server.demoUrl);
		});
		afterAll(() => browser?.close());

		test('the shop is of another site than the chat in it', async () => {
			const frame = shop.frames().find((other) => other.url().includes('/chat/'));
			const [outer, inner] = [shop.url(), frame?.url() ?? ''].map((url) => new URL(url).hostname);
			expect(outer).not.toBe(inner);
		});

		test('what is written arrives, and so does the answer', async () => {
			await write(panel, own('Does it fit?'));
			conversation = (await arrived('Does it fit?')).conversation;
			await article('Does it fit?').getByText('Sent', { exact: true }).waitFor();
			await panel.getByRole('button', { name: 'More' }).waitFor();
			expect(await panel.getByText(notice).isVisible()).toBe(!isKept);
			agent.command({ type: 'conversation.claim', conversation });
			agent.command({ type: 'message.send', conversation, text: own('It does.') });
			await article('It does.').waitFor();
		});

		test('what is begun stays in the field while the chat is closed', async () => {
			await fieldOf(panel).fill(own('I was about to'));
			await panel.getByRole('button', { name: 'Close' }).click();
			await panel.getByRole('textbox').waitFor({ state: 'hidden' });
			await shop.getByRole('link', { name: 'Chat with us' }).last().click();
			expect(await fieldOf(panel).inputValue()).toBe(own('I was about to'));
		});

		test('written without a network it waits, and is sent once when that is back', async () => {
			await fieldOf(panel).fill('');
			await browser.context.setOffline(true);
			await panel.getByText('You are offline. You can go on writing.').waitFor();
			await write(panel, own('From the tunnel'));
			await article('From the tunnel').getByText('We will send this when you are back').waitFor();
			await browser.context.setOffline(false);
			await arrived('From the tunnel');
			await article('From the tunnel').getByText('Sent', { exact: true }).waitFor();
			await panel.getByText('Back again. Everything was sent.').waitFor();
			expect(timesArrived('From the tunnel')).toBe(1);
		});

		test('a change of network loses nothing', async () => {
			await write(panel, own('In the train'));
			await browser.context.setOffline(true);
			await browser.context.setOffline(false);
			await write(panel, own('At the station'));
			await Promise.all([arrived('In the train'), arrived('At the station')]);
			await article('At the station').getByText('Sent', { exact: true }).waitFor();
			expect([timesArrived('In the train'), timesArrived('At the station')]).toEqual([1, 1]);
		});

		test('written while the server is killed it is sent once after its restart', async () => {
			await server.kill('SIGKILL');
			await write(panel, own('Are you still there?'));
			await article('Are you still there?').getByText('Sent when the connection is back').waitFor();
			server = await startServer({ dataDir, port: server.port });
			await arrived('Are you still there?');
			await article('Are you still there?').getByText('Sent', { exact: true }).waitFor();
			agent.command({ type: 'message.send', conversation, text: own('We are.') });
			await article('We are.').waitFor();
			expect(timesArrived('Are you still there?')).toBe(1);
			expect(await article('Are you still there?').count()).toBe(1);
		});

		if (isKept) {
			test('a second tab shows the same chat, live in both directions', async () => {
				const second = await browser.context.newPage();
				const other = await openChat(second, server.demoUrl);
				await article('It does.', other).waitFor();
				await write(other, own('From the second tab'));
				await article('From the second tab').waitFor();
				await write(panel, own('From the first tab'));
				await article('From the first tab', other).waitFor();
				agent.command({ type: 'message.send', conversation, text: own('To both') });
				await article('To both').waitFor();
				await article('To both', other).waitFor();
				expect((await arrived('From the second tab')).conversation).toBe(conversation);
				await second.close();
			});

			test('after a reload the chat and what was begun are there again', async () => {
				await fieldOf(panel).fill(own('Half a sentence'));
				await shop.reload();
				panel = await openChat(shop, server.demoUrl);
				await article('Does it fit?').waitFor();
				await article('To both').waitFor();
				// It comes with the second part of the panel.
				await panel.getByRole('button', { name: 'More' }).waitFor();
				expect(await fieldOf(panel).inputValue()).toBe(own('Half a sentence'));
				await fieldOf(panel).press('Enter');
				expect((await arrived('Half a sentence')).conversation).toBe(conversation);
				await shop.reload();
				panel = await openChat(shop, server.demoUrl);
				await article('Half a sentence').waitFor();
				await panel.getByRole('button', { name: 'More' }).waitFor();
				expect(await fieldOf(panel).inputValue()).toBe('');
			});

			test('written while the server is away it is sent also when the page was left meanwhile', async () => {
				await server.kill('SIGKILL');
				await write(panel, own('Just before I left'));
				await article('Just before I left').getByText('Sent when the connection is back').waitFor();
				await shop.goto('about:blank');
				server = await startServer({ dataDir, port: server.port });
				expect(timesArrived('Just before I left')).toBe(0);
				panel = await openChat(shop, server.demoUrl);
				expect((await arrived('Just before I left')).conversation).toBe(conversation);
				await article('Just before I left').getByText('Sent', { exact: true }).waitFor();
				expect(timesArrived('Just before I left')).toBe(1);
			});
		} else {
			test('after a reload all is forgotten, as the notice said', async () => {
				await panel.getByText(notice).waitFor();
				await shop.reload();
				panel = await openChat(shop, server.demoUrl);
				await panel.getByText('Hello, how can we help?').waitFor();
				expect(await panel.getByRole('article').count()).toBe(0);
				await write(panel, own('Once more from the start'));
				expect((await arrived('Once more from the start')).conversation).not.toBe(conversation);
				await panel.getByText(notice).waitFor();
			});
		}

		test('the chat is used up to its end', async () => {
			await panelOf(shop).getByRole('button', { name: 'More' }).click();
			await panel.getByRole('menuitem', { name: 'End chat' }).click();
			await panel.getByRole('button', { name: 'End chat' }).click();
			await panel.getByText(/You ended the chat at/).waitFor();
			await agent.event((event) => event.type === 'ended' && event.by === 'visitor');
		});
	});
});
