import type { ShownGreeting } from '../../shared/site/widget-settings.ts';
import { textOf, type Language } from '../../shared/site/words.ts';
import type { Site } from '../sites/index.ts';
import { inlineJson } from './assets.ts';
import { pathsPattern } from '../sites/index.ts';

/**
 * What stands as the last of the loader's settings where the site has greetings, as a script: it loads greeting.js when the browser has
 * nothing else to do, and hands over what the loader gives. Without greetings nobody has a byte of it; when it does not come, the
 * page is whole all the same.
 * @param address of greeting.js
 */
export function greetingsScript(
	site: Pick<Site, 'key' | 'name' | 'settings'>,
	address: string,
	language: Language,
): string {
	const close = textOf(language.words, language.tag, 'closeMessage');
	const rest = [site.key, close, greetingsOf(site, language)].map(inlineJson).join();
	return `(...core)=>{(self.requestIdleCallback||setTimeout)(()=>{import(${inlineJson(address)}).then(m=>m.greet(core,${rest})).catch(()=>{})})}`;
}

function greetingsOf(
	{ name: site, settings }: Pick<Site, 'name' | 'settings'>,
	{ words, tag }: Language,
): ShownGreeting[] {
	return settings.greetings.map(({ name, pages, ...greeting }) => {
		const who = name || site;
		return {
			...greeting,
			who,
			site: name ? site : '',
			letters: initials(who),
			label: textOf(words, tag, 'messageFrom', { name: who }),
			pages: pages.length === 0 ? '' : pathsPattern(pages),
		};
	});
}

/** First letters of the first two words. */
export const initials = (name: string): string =>
	(name.match(/(?<![\p{L}'’])\p{L}/gu) ?? []).slice(0, 2).join('');
