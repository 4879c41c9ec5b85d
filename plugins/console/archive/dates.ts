import { locale } from '../format.ts';

const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });

/** With the year: what is looked for here is often old. */
export const dayOf = (at: string): string => day.format(new Date(at));
