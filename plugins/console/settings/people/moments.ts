import { language } from '../../shell/in-language.ts';

/** The browser's form of this language: en-GB has other dates than en-US. */
const locale = navigator.language.startsWith(language) ? navigator.language : language;

const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const moment = new Intl.DateTimeFormat(locale, {
	day: 'numeric',
	month: 'short',
	hour: 'numeric',
	minute: '2-digit',
});

/** 3 May */
export const dayOf = (at: string): string => day.format(new Date(at));
/** 3 May, 14:30 */
export const whenOf = (at: string): string => moment.format(new Date(at));
