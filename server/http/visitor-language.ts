import type { Language } from '../../shared/site/words.ts';
import type { Site } from '../sites/index.ts';
import { chooseLanguage, type Languages } from './languages.ts';

/** The language of a site's visitor, where there is no request that tells it. */
export const visitorLanguage =
	(languages: Languages) =>
	({ settings }: Site, locale: string | null): Language =>
		chooseLanguage(languages, {
			fixed: settings.language,
			page: locale ?? undefined,
			browser: undefined,
		}).language;
