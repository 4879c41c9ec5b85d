import type { Page } from 'playwright-core';
import { arrive } from './console-team.ts';
import type { House } from './house.ts';
import { openAgent } from './talks.ts';

export const ugly = `Wolfeschlegelsteinhausenbergerdorff${'x'.repeat(40)}`;
export type Talks = Map<string, Awaited<ReturnType<typeof arrive>>>;

/** Five visitors who wait: with short, long and ugly names and words, tags and priorities. `page`: an admin's. */
export async function fillInbox(
	house: House,
	page: Page,
	siteKey: string,
	talks: Talks,
): Promise<void> {
	const idOf = (key: string): string => talks.get(key)?.conversation ?? '';
	const said: readonly (readonly [string, string | null, readonly string[]])[] = [
		[
			'tomas',
			'Tomás Ferreira',
			['The brake lever came off', 'Can I still ride home with the front brake?'],
		],
		['nobody', null, ['So is it 700c or 650b?']],
		[
			'hanna',
			'Hanna Lindqvist',
			['Will the 11–34 cassette fit my old wheel? It is a Fulcrum Racing 5 from 2016.'],
		],
		[
			'ugly',
			ugly,
			[`${'https://example.com/a-very-long-address-without-any-space/'.repeat(6)}\n\n<b>bold?</b>`],
		],
		['arabic', 'ليلى حداد', ['هل المقاس متوفر؟ 😀']],
	];
	for (const [key, name, texts] of said) talks.set(key, await arrive(house, siteKey, name, texts));
	const side = await openAgent(house.server, page);
	const label = (key: string, add: readonly string[], priority: string | null) =>
		Promise.all([
			side.command({ type: 'conversation.tag', conversation: idOf(key), add, remove: [] }),
			priority === null
				? null
				: side.command({ type: 'conversation.prioritise', conversation: idOf(key), priority }),
		]);
	await label('tomas', ['safety', 'brakes'], 'urgent');
	await label('hanna', ['fitting', 'drivetrain'], null);
	await label(
		'ugly',
		['the longest tag that anybody may choose', 'two', 'three', 'four', 'five'],
		'low',
	);
	side.close();
}
