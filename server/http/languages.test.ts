import { chooseLanguage, languagesOf, localeOf, type Wishes } from './languages.ts';
import type { Asset } from './assets.ts';

const asset = (text: string): Asset => ({
	body: Buffer.from(text),
	type: 'application/json',
	hash: '',
	encoded: {},
});
const file = (tag: string): [string, Asset] => [
	`widget/languages/${tag}.json`,
	asset(JSON.stringify({ send: `send in ${tag}` })),
];
const languages = languagesOf(
	new Map([...['en', 'de', 'pt', 'pt-BR', 'ar', 'he'].map(file), ['widget/panel.js', asset('')]]),
);
const choose = (wishes: Partial<Wishes>) => {
	const all = { fixed: 'auto', page: undefined, browser: undefined, ...wishes };
	const { language, byBrowser } = chooseLanguage(languages, all);
	return [language.tag, byBrowser];
};

it('knows every language that has a file, and how it is written', () => {
	expect([...languages.values()].map(({ tag, direction }) => `${tag} ${direction}`)).toEqual([
		'en ltr',
		'de ltr',
		'pt ltr',
		'pt-BR ltr',
		'ar rtl',
		'he rtl',
	]);
	expect(languages.get('pt-br')?.words).toEqual({ send: 'send in pt-BR' });
});

it('does not start without English, which all else falls back to', () => {
	expect(() => languagesOf(new Map([file('de')]))).toThrow('en.json is missing');
});

it.each<[string, Partial<Wishes>, string, boolean]>([
	['the owner', { fixed: 'de', page: 'ar', browser: 'pt' }, 'de', false],
	['the page', { page: 'ar', browser: 'pt' }, 'ar', false],
	['the browser', { browser: 'pt' }, 'pt', true],
	['nobody', {}, 'en', true],
	['an owner whose language has no file any more', { fixed: 'xx', browser: 'de' }, 'de', true],
	['a page in a language that we do not have', { page: 'fi', browser: 'de-AT' }, 'de', true],
])('%s decides', (_who, wishes, tag, byBrowser) => {
	expect(choose(wishes)).toEqual([tag, byBrowser]);
});

it.each([
	['de-CH', 'de'],
	['pt-br', 'pt-BR'],
	['pt_BR', 'pt-BR'],
	['pt-PT', 'pt'],
	['AR-eg', 'ar'],
	['fi, sv;q=0.9, de;q=0.8', 'de'],
	['de;q=0.3, ar;q=0.7', 'ar'],
	['de;q=0, pt', 'pt'],
	['*', 'en'],
	[';;;,,q=1', 'en'],
	['../../etc/passwd', 'en'],
	['__proto__', 'en'],
])('a browser that wants %j reads %s', (browser, tag) => {
	expect(choose({ browser })[0]).toBe(tag);
});

it.each([
	['en', 'en-GB,en;q=0.9', 'en-GB'],
	['en', 'de-AT, EN-gb;q=0.5', 'en-GB'],
	['pt-BR', 'pt-PT', 'pt-PT'],
	['en', 'en', 'en'],
	['de', 'en-GB', 'de'],
	['en', 'en-u-hc-h23-nonsense-and_more', 'en'],
	['en', undefined, 'en'],
])(
	'times on a page in %s for a browser that asks for %s are those of %s',
	(tag, browser, locale) => {
		expect(localeOf({ tag, direction: 'ltr', words: {} }, browser)).toBe(locale);
	},
);
