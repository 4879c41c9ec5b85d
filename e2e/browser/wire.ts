import type { Page, Request } from 'playwright-core';

/** What a page asked of one origin. */
export interface Asked {
	readonly url: string;
	/** Of the answer's body as it came over the wire, so compressed. */
	readonly bytes: number;
	/** When it was asked, in milliseconds since 1970. */
	readonly at: number;
}
/** When something could first be seen or used, in milliseconds since 1970; null: not yet. */
export interface Moments {
	readonly navigated: number;
	readonly launcher: number | null;
	/** The pointer moved, which may begin something already. */
	readonly acted: number | null;
	readonly pressed: number | null;
	readonly composer: number | null;
}

/** Answers of sockets and of the cache are none. Call before the page is opened; the answer waits for what is under way. */
export function watchWire(page: Page, origin: string): () => Promise<Asked[]> {
	const finished: Request[] = [];
	page.on('requestfinished', (request) => {
		if (request.url().startsWith(`${origin}/`)) finished.push(request);
	});
	return async () =>
		Promise.all(
			finished.map(async (request) => ({
				url: request.url().slice(origin.length),
				bytes: (await request.sizes()).responseBodySize,
				at: request.timing().startTime,
			})),
		);
}

declare global {
	var parleyMoments: Partial<Record<keyof Moments, number>> | undefined;
}

/** Has the page itself note its moments, at each frame that it paints: asking from outside comes late. Call before opening it. */
export async function watchMoments(page: Page): Promise<() => Promise<Moments>> {
	await page.addInitScript(() => {
		const moments: NonNullable<typeof parleyMoments> = {};
		globalThis.parleyMoments = moments;
		const now = (): number => performance.timeOrigin + performance.now();
		const isThere = (element: Element | null | undefined): boolean =>
			(element?.getBoundingClientRect().width ?? 0) > 0;
		const isOurs = window !== window.top;
		const find = (): Element | null | undefined =>
			isOurs
				? document.querySelector('textarea:enabled')
				: document.querySelector('parley-chat')?.shadowRoot?.querySelector('a[href]');
		function look(): void {
			if (isThere(find())) moments[isOurs ? 'composer' : 'launcher'] = now();
			else requestAnimationFrame(look);
		}
		requestAnimationFrame(look);
		for (const [type, name] of [
			['pointermove', 'acted'],
			['pointerdown', 'pressed'],
		] as const) {
			addEventListener(type, () => (moments[name] ??= now()), { capture: true });
		}
	});
	return async () => {
		const found = await Promise.all(
			page.frames().map((frame) => frame.evaluate(() => globalThis.parleyMoments ?? {})),
		);
		const { launcher = null, acted = null, pressed = null } = found[0] ?? {};
		const composer = found.slice(1).find((one) => one.composer !== undefined)?.composer ?? null;
		const navigated = await page.evaluate(() => performance.timeOrigin);
		return { navigated, launcher, acted, pressed, composer };
	};
}
