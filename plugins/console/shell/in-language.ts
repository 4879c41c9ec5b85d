/*
 * Each area of the console has its words in a file of its own, in all languages side by side, so that none can be forgotten:
 * another language is another argument. The choice holds until the page is loaded again.
 */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const place = 'parley:console:language';

const known = (name: string | null): Language | null =>
	languages.find((language) => language === name?.slice(0, 2).toLowerCase()) ?? null;

/** Chosen by the agent, else the browser's. */
export const language: Language = known(kept()) ?? known(globalThis.navigator?.language) ?? 'en';

function kept(): string | null {
	try {
		return localStorage.getItem(place);
	} catch {
		// Storage is switched off: the browser's language is as good.
		return null;
	}
}

/** True: it is another one than now, and the page must be loaded again to show it. */
export function chooseLanguage(chosen: Language): boolean {
	try {
		localStorage.setItem(place, chosen);
	} catch {
		return false;
	}
	return chosen !== language;
}

type Like<Words> = {
	readonly [Key in keyof Words]: Words[Key] extends string ? string : Like<Words[Key]>;
};

export function inLanguage<const Words extends object>(
	english: Words,
	german: Like<Words>,
): Like<Words> {
	return language === 'de' ? german : (english as Like<Words>);
}
