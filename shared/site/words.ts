/*
 * Words of one language, as plugins/widget/languages has them: a text, or one text for each plural category of that language.
 * Values stand in as `{name}`.
 */

/** By CLDR category: `one`, `other` and what else the language has. `other` is always there. */
export type PluralText = { readonly [category in Intl.LDMLPluralRule]?: string };
export type WordText = string | PluralText;
export type WordList = Readonly<Record<string, WordText>>;
/** One language that pages can be in. */
export interface Language {
	/** BCP 47. */
	readonly tag: string;
	readonly direction: 'ltr' | 'rtl';
	readonly words: WordList;
}
export type WordValues = Readonly<Record<string, string | number>>;

/** A placeholder without a value stays, so that it is seen and not taken for a word. */
export const fill = (text: string, values: WordValues): string =>
	text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));

/**
 * The text of `word` with its values. Of a plural text `n` chooses the form. A word that is missing is given back as it is: a name in
 * place of a sentence is ugly, nothing is worse.
 */
export function textOf(
	words: WordList,
	language: string,
	word: string,
	values: WordValues = {},
): string {
	const text = words[word] ?? word;
	if (typeof text === 'string') return fill(text, values);
	const category = new Intl.PluralRules(language).select(Number(values['n'] ?? 0));
	return fill(text[category] ?? text.other ?? word, values);
}
