import type { SiteSettings } from '../../../../shared/site/site-settings.ts';
import type { WholeSite } from '../site/use-site.ts';
import type { Draft } from '../use-draft.ts';

/** What this page edits; greetings, hours and routing have pages of their own. */
export type SiteValue = Pick<
	SiteSettings,
	| 'language'
	| 'look'
	| 'texts'
	| 'prechat'
	| 'articles'
	| 'contact'
	| 'privacyUrl'
	| 'mode'
	| 'rating'
	| 'replyMinutes'
> & { readonly name: string; readonly origins: readonly string[] };

export interface SectionProps {
	readonly site: WholeSite;
	readonly value: SiteValue;
	readonly change: Draft<SiteValue>['change'];
}

export function valueOf({ name, origins, settings }: WholeSite): SiteValue {
	const { language, look, texts, prechat, articles, contact } = settings;
	const { privacyUrl, mode, rating, replyMinutes } = settings;
	return {
		name,
		origins,
		language,
		look,
		texts,
		prechat,
		articles,
		contact,
		privacyUrl,
		mode,
		rating,
		replyMinutes,
	};
}
