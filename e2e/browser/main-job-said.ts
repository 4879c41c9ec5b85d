import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';

/* What is said in the main job, and where it must be found again. */

export const lines = {
	question: 'Does the TS-24 crank fit a 1998 frame?',
	more: 'It squeaks since the last rain',
	fits: 'Good news, Ellen: the TS-24 fits every frame since 1996.',
	picture: 'Like this one',
	note: 'Regular customer, be generous',
	reason: 'Knows the old cranks',
	away: { visitor: 'Written while you were away', agent: 'Answered while it was away' },
	whisper: 'Offer her the free fitting',
	offer: 'The fitting is free, come by on Friday.',
	thanks: 'One more: is Friday noon all right?',
};
/** In the order in which they were said; `n`: for the team alone. */
export const said = [
	['v', lines.question],
	['v', lines.more],
	['a', lines.fits],
	['a', lines.picture],
	['n', lines.note],
	['n', lines.reason],
	['n', lines.whisper],
	['v', lines.thanks],
	['a', lines.offer],
] as const;

/** What is downloaded by that, as text. */
export async function saved(page: Page, start: () => Promise<void>): Promise<string> {
	const download = new Promise<Download>((resolve) => {
		page.once('download', resolve);
		// A link that opens in a tab of its own downloads there.
		page.context().once('page', (tab) => tab.once('download', resolve));
	});
	await start();
	return readFileSync(await (await download).path(), 'utf8');
}

/** How often it stands there. */
export const countOf = (whole: string, text: string): number => whole.split(text).length - 1;

/** All of them stand there, in that order. */
export function expectInOrder(whole: string, texts: readonly string[]): void {
	const places = texts.map((text) => whole.indexOf(text));
	expect(texts.filter((_text, n) => places[n] === -1)).toEqual([]);
	expect(places).toEqual([...places].sort((a, b) => a - b));
}
