import { textOf, type WordList, type WordValues } from '../../shared/site/words.ts';
import type english from './languages/en.json';
import type { PanelSettings } from './settings.ts';

export { fill } from '../../shared/site/words.ts';

/*
 * Every text that a visitor can read or hear, in the language of the page: the server has put the words into the page's settings. The
 * languages are files of plugins/widget/languages; English tells which words there are.
 */
export type Word = keyof typeof english;

type Spoken = Pick<PanelSettings, 'language' | 'words'>;
let spoken: Spoken | null = null;

declare global {
	/** All words, once they are here: each bundle has this module of its own. */
	var parleyWords: WordList | undefined;
}

/** The page has the words of the first paint; the others come with what needs them. */
export function learn(words: WordList): void {
	globalThis.parleyWords = words;
}

/** Read at the first word, so that a part of this module costs nothing where it is not used. */
function ofPage(): Spoken {
	const text = document.getElementById('settings')?.textContent;
	return text ? (JSON.parse(text) as Spoken) : { language: 'en', words: {} };
}

/** The text in the visitor's language; `n` chooses among plural forms: `say('repliesIn', { n: 3 })`. */
export function say(word: Word, values?: WordValues): string {
	spoken ??= ofPage();
	return textOf(globalThis.parleyWords ?? spoken.words, spoken.language, word, values);
}

/** BCP 47, for dates and figures. */
export function language(): string {
	spoken ??= ofPage();
	return spoken.language;
}

/** For what has no page of ours, such as a test. */
export function speak(language: string, words: WordList): void {
	spoken = { language, words };
}

/** The words as properties, for texts without values. */
export const strings = /* @__PURE__ */ new Proxy({} as Readonly<Record<Word, string>>, {
	get: (_, word) => say(word as Word),
});
