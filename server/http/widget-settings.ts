import type { LoaderSettings, PanelSettings } from '../../shared/site/widget-settings.ts';
import { textOf, type Language } from '../../shared/site/words.ts';
import { hoursLines, type Site } from '../sites/index.ts';
import { loaderCss } from './loader-css.ts';
import { pathsPattern } from '../sites/index.ts';

/** What the loader knows of its site. */
export function loaderSettingsOf(
	{ key, settings, colours }: Pick<Site, 'key' | 'settings' | 'colours'>,
	url: string,
	language: Language,
): LoaderSettings {
	const { look, contact, texts, mode } = settings;
	const say = (word: string) => plain(language, word);
	const chatWithUs = texts.launcher || say('chatWithUs');
	const { email, phone } = contact;
	const ways: LoaderSettings[6][number][] = [];
	if (email) ways.push([say('writeEmail'), '_blank', `mailto:${email}`]);
	if (phone) ways.push([phone, '_blank', `tel:${phone}`]);
	if (ways.length === 0) ways.push([say('openInTab'), '_blank']);
	return [
		key,
		url,
		loaderCss({ settings, colours }),
		pathsPattern(look.hideOn),
		mode === 'watch' ? 1 : 0,
		look.label ? chatWithUs : '',
		[...ways, [say('tryAgain'), '']],
		chatWithUs,
		say('opening'),
		say('unreachable'),
		say('unreachableMore'),
		say('close'),
	];
}

/** With its placeholders: the loader fills them in. */
const plain = ({ tag, words }: Language, word: string): string => textOf(words, tag, word);

export interface PanelFacts {
	readonly url: string;
	/** Bytes of one file. */
	readonly fileBytes: number;
	readonly hasMail: boolean;
	/** BCP 47, for the hours. */
	readonly locale: string;
}

/** What the panel knows of its site. */
export function panelSettingsOf(
	site: Site,
	{ locale, ...facts }: PanelFacts,
	language: Language,
): PanelSettings {
	const { hours, prechat, articles, privacyUrl, rating, texts, queue, replyMinutes } =
		site.settings;
	return {
		key: site.key,
		name: site.name,
		language: language.tag,
		words: language.words,
		timeZone: hours.timeZone,
		hours: hoursLines(hours, locale, plain(language, 'closedDay')),
		prechat,
		articles,
		privacyUrl,
		rating,
		texts,
		hasPosition: queue.position,
		whenClosed: hours.whenClosed,
		whenAway: hours.whenAway,
		promise: hours.promise,
		replyMinutes,
		isWatch: site.settings.mode === 'watch',
		...facts,
	};
}
