import type { SiteSettings } from './site-settings.ts';
import type { PanelSettings } from './widget-settings.ts';

/** What the panel would be with settings that are not saved. */
export interface SitePreview {
	readonly settings: PanelSettings;
	/** The owner's colours; empty: ours. */
	readonly css: string;
	readonly theme: SiteSettings['look']['theme'];
	readonly direction: 'ltr' | 'rtl';
	/** ISO 8601: when it opens after it is closed next; null: there are no hours. */
	readonly backAt: string | null;
}
/** What a preview can show. */
export const previewScreens = ['home', 'form', 'talk', 'closed'] as const;
export type PreviewScreen = (typeof previewScreens)[number];

/** From the console to the preview in it. */
export interface ToPreview extends SitePreview {
	readonly type: 'parley:preview';
	readonly screen: PreviewScreen;
	/** Who answers in it, and what is said. */
	readonly sample: {
		readonly agent: string;
		readonly question: string;
		readonly answer: string;
	};
}
