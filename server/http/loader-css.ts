import { loaderColourCss, type Site } from '../sites/index.ts';

/*
 * What the owner changed of the launcher's look, to stand after its own rules (plugins/widget/loader/style.ts, which says what may
 * stand here). Empty when all is as by default.
 */

/** A theme that is fixed no longer follows the device, so the default accent has to be told too. */
const themes = {
	light: ':host{color-scheme:light;--a:#006957;--h:#005646;--o:#fff}',
	dark: ':host{color-scheme:dark;--a:#5fc3ac;--h:#74d8c0;--o:#001c14}',
};

const labelled =
	'.g{grid-auto-flow:column;gap:8px;width:auto;height:48px;align-items:center;padding-inline:16px 20px;font-weight:600}';

export function loaderCss({
	settings: { look },
	colours,
}: Pick<Site, 'settings' | 'colours'>): string {
	const { theme, side, offset, label } = look;
	return [
		theme === 'auto' ? '' : themes[theme],
		colours === null ? '' : loaderColourCss(colours, theme),
		offset === 20 ? '' : `:host{--p:${offset}px}`,
		label ? labelled : '',
		side === 'end' ? '' : `.g,.m,dialog{inset-inline:auto;${side}:var(--p)}`,
	].join('');
}
