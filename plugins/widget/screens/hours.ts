import { h } from '../panel/dom.ts';
import type { PanelSettings } from '../settings.ts';

type Hours = Pick<PanelSettings, 'hours' | 'timeZone'>;

/** Where the hours are meant, when that is not where the visitor's clock is; empty: there is no doubt. */
export function placeOf({ timeZone }: Hours): string {
	if (timeZone === Intl.DateTimeFormat().resolvedOptions().timeZone) return '';
	const city = timeZone.split('/').pop() ?? '';
	return city.replaceAll('_', ' ');
}

/** The opening hours as a table; nothing when there are none. */
export function hoursTable(settings: Hours): HTMLElement[] {
	const { hours } = settings;
	if (hours.length === 0) return [];
	const rows = hours.flatMap(({ days, times }) => [h('dt', {}, days), h('dd', {}, times)]);
	const place = placeOf(settings);
	const where = place === '' ? [] : [h('dt', {}, place), h('dd', {})];
	return [h('dl', { class: 'hours' }, ...where, ...rows)];
}
