import type { Language, WordList } from '../../shared/site/words.ts';
import { textOf, type Asset } from './assets.ts';

export type Languages = ReadonlyMap<string, Language>;

/** Written from right to left. */
const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ks|ku-arab|ps|sd|ug|ur|yi)\b/i;

/** Every file of build/widget/languages is a language: by its tag in lower case. */
export function languagesOf(assets: ReadonlyMap<string, Asset>): Languages {
	const languages = new Map<string, Language>();
	for (const name of assets.keys()) {
		const [, tag] = /^widget\/languages\/([\w-]+)\.json$/.exec(name) ?? [];
		if (tag === undefined) continue;
		const words = JSON.parse(textOf(assets, name)) as WordList;
		const direction = rightToLeft.test(tag) ? 'rtl' : 'ltr';
		languages.set(tag.toLowerCase(), { tag, direction, words });
	}
	if (!languages.has('en'))
		throw new Error('build/widget/languages/en.json is missing: run npm run build.');
	return languages;
}

/** What the panel says before its second part has loaded all words (server/build.mjs). */
export function firstWordsOf(assets: ReadonlyMap<string, Asset>, words: WordList): WordList {
	const first = new Set(JSON.parse(textOf(assets, 'widget/first-words.json')) as string[]);
	return Object.fromEntries(Object.entries(words).filter(([word]) => first.has(word)));
}

/** What may decide, strongest first. */
export interface Wishes {
	/** Of the site's settings: a tag, or `auto`. */
	readonly fixed: string;
	/** Of the page that the chat stands in. */
	readonly page: string | undefined;
	/** The header Accept-Language. */
	readonly browser: string | undefined;
}

/** `byBrowser`: the answer differs with the browser's languages. */
export function chooseLanguage(
	languages: Languages,
	{ fixed, page, browser }: Wishes,
): { readonly language: Language; readonly byBrowser: boolean } {
	const told = (fixed === 'auto' ? null : find(languages, fixed)) ?? find(languages, page ?? '');
	if (told !== null) return { language: told, byBrowser: false };
	for (const tag of wanted(browser ?? '')) {
		const language = find(languages, tag);
		if (language !== null) return { language, byBrowser: true };
	}
	return { language: languages.get('en') as Language, byBrowser: true };
}

/**
 * The language as it is used where the visitor is, for times and dates: `en-GB` for a page in English that a British browser asks
 * for. The language itself when the browser does not say, or says what nobody knows.
 */
export function localeOf(language: Language, browser: string | undefined): string {
	const [tongue] = language.tag.split('-');
	const own = wanted(browser ?? '').find((tag) => tag.split('-')[0]?.toLowerCase() === tongue);
	try {
		const { region } = new Intl.Locale(own ?? '');
		return region === undefined ? language.tag : new Intl.Locale(language.tag, { region }).baseName;
	} catch {
		return language.tag;
	}
}

/** `de-CH` is answered in `de` when there is no Swiss file; null: not at all. */
function find(languages: Languages, tag: string): Language | null {
	const parts = tag.slice(0, 35).toLowerCase().replaceAll('_', '-').split('-');
	for (let length = parts.length; length > 0; length -= 1) {
		const language = languages.get(parts.slice(0, length).join('-'));
		if (language !== undefined) return language;
	}
	return null;
}

/** Tags of an Accept-Language header, the most wanted first. */
function wanted(header: string): string[] {
	const parts = header.slice(0, 500).split(',');
	return parts
		.map((part) => {
			const [tag = '', quality] = part.trim().split(/\s*;\s*q=/);
			return { tag, quality: quality === undefined ? 1 : Number(quality) };
		})
		.filter(({ quality }) => quality > 0)
		.toSorted((a, b) => b.quality - a.quality)
		.map(({ tag }) => tag);
}
