import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PluralText, WordList } from '../../shared/site/words.ts';

/* The files that visitors read. Another language is another file, so this looks at whatever lies there. */

const folder = join(import.meta.dirname, '../../plugins/widget/languages');
const read = (tag: string): WordList =>
	JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8')) as WordList;
const tags = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));
const english = read('en');
const formsOf = (text: string | PluralText): string[] =>
	typeof text === 'string' ? [text] : Object.values(text);
const placeholdersOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].toSorted();

it('there are the five languages that we promise', () => {
	expect(tags).toEqual(expect.arrayContaining(['ar', 'de', 'en', 'es', 'fr']));
});

describe.each(tags)('%s', (tag) => {
	const words = read(tag);
	const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.toSorted();

	it('is a language that browsers know', () => {
		expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
		expect(Intl.DateTimeFormat.supportedLocalesOf(tag)).toEqual([tag]);
	});

	it('has the words of English, no more and no fewer', () => {
		expect(Object.keys(words).toSorted()).toEqual(Object.keys(english).toSorted());
	});

	it('says nothing empty', () => {
		const texts = Object.values(words).flatMap(formsOf);
		expect(texts.filter((text) => text.trim() === '' || text.trim() !== text)).toEqual([]);
	});

	it.each(Object.entries(english))('%s has the same values and all plural forms', (key, text) => {
		const own = words[key] ?? '';
		expect(typeof own).toBe(typeof text);
		const wanted = placeholdersOf(formsOf(text).at(-1) ?? '');
		if (typeof own === 'string') return expect(placeholdersOf(own)).toEqual(wanted);
		expect(Object.keys(own).toSorted()).toEqual(categories);
		expect(placeholdersOf(own.other ?? '')).toEqual(wanted);
		// "within two minutes" may be one word, so the figure may be missing; another value may not stand there.
		for (const form of formsOf(own))
			expect(wanted).toEqual(expect.arrayContaining(placeholdersOf(form)));
	});
});

it('English is calm, and speaks of a chat and of people', () => {
	const texts = Object.values(english).flatMap(formsOf);
	expect(texts.filter((text) => /!|oops/i.test(text))).toEqual([]);
	expect(
		texts.filter((text) => /\b(tickets?|queued?|queues?|agents?|bots?)\b/i.test(text)),
	).toEqual([]);
});
