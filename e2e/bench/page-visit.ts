import type { Browser, CDPSession, Page } from 'playwright-core';
import { watchMoments, watchWire, type Asked, type Moments } from '../browser/wire.ts';
import { wait } from './arm.ts';

/** What the browser's main thread had to do for a page, in milliseconds; slowed as much as the browser was. */
export interface PageCost {
	readonly script: number;
	readonly tasks: number;
	/** Of each task what is above 50 ms. */
	readonly blocking: number;
	/** Cumulative layout shift, without a unit. */
	readonly shift: number;
}
export interface Visit {
	readonly asked: readonly Asked[];
	readonly moments: Moments;
}
interface Visiting {
	readonly browser: Browser;
	/** Where the chat comes from. */
	readonly origin: string;
	readonly slowed: number;
}

/** Long enough for a greeting that comes after a second, in a browser that is slowed. */
const settleMs = 2500;
const longestMs = 20_000;
const viewport = { width: 1280, height: 800 };

declare global {
	var parleyCost: { blocking: number; shift: number } | undefined;
}

/** Opens a page in a browser that has never seen it, does what `act` does and lets it come to rest. */
export async function costOf(
	{ browser, slowed }: Visiting,
	[blank, url]: readonly [blank: string, url: string],
	act: (page: Page) => Promise<void>,
): Promise<PageCost> {
	const context = await browser.newContext({ viewport, locale: 'en-GB' });
	try {
		const page = await context.newPage();
		await page.addInitScript(() => {
			if (window !== window.top) return;
			const cost = { blocking: 0, shift: 0 };
			globalThis.parleyCost = cost;
			const observe = (type: string, take: (entry: PerformanceEntry) => void): void =>
				new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
					type,
					buffered: true,
				});
			observe('longtask', ({ duration }) => (cost.blocking += Math.max(0, duration - 50)));
			observe('layout-shift', (entry) => (cost.shift += (entry as { value?: number }).value ?? 0));
		});
		// From a page of the same site, so that it is one process that is counted from before the page until after it.
		await page.goto(blank);
		const client = await context.newCDPSession(page);
		await client.send('Performance.enable');
		await client.send('Emulation.setCPUThrottlingRate', { rate: slowed });
		const before = await durationsOf(client);
		await page.goto(url, { waitUntil: 'load' });
		await wait(settleMs);
		await act(page);
		await wait(settleMs / 2);
		const after = await durationsOf(client);
		const seen = await page.evaluate(() => globalThis.parleyCost);
		if (seen === undefined) throw new Error('The page has not counted.');
		return {
			script: (after.script - before.script) * 1000,
			tasks: (after.tasks - before.tasks) * 1000,
			...seen,
		};
	} finally {
		await context.close();
	}
}

async function durationsOf(client: CDPSession): Promise<{ script: number; tasks: number }> {
	const { metrics } = await client.send('Performance.getMetrics');
	const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
	return { script: of('ScriptDuration'), tasks: of('TaskDuration') };
}

/** Opens the page and then the panel, and notes when there was what. */
export async function visit({ browser, origin, slowed }: Visiting, url: string): Promise<Visit> {
	const context = await browser.newContext({ viewport, locale: 'en-GB' });
	try {
		const page = await context.newPage();
		const asked = watchWire(page, origin);
		const moments = await watchMoments(page);
		const client = await context.newCDPSession(page);
		await client.send('Emulation.setCPUThrottlingRate', { rate: slowed });
		await page.goto(url, { waitUntil: 'load' });
		await wait(settleMs / 2);
		await pressLauncher(page);
		for (let waited = 0; (await moments()).composer === null; waited += 50) {
			if (waited > longestMs) throw new Error('There is no field to write in.');
			await wait(50);
		}
		await wait(settleMs / 2);
		return { asked: await asked(), moments: await moments() };
	} finally {
		await context.close();
	}
}

/** By its place, so that nothing of ours runs in the page between the press and the field. */
export const pressLauncher = (page: Page): Promise<void> =>
	page.mouse.click(viewport.width - 50, viewport.height - 40);
