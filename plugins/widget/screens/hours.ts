import { h } from '../panel/dom.ts';
import type { PanelSettings } from '../settings.ts';

/** The opening hours as a table; nothing when there are none. */
export const hoursTable = (hours: PanelSettings['hours']): HTMLElement[] =>
	hours.length === 0
		? []
		: [
				h(
					'dl',
					{ class: 'hours' },
					...hours.flatMap(({ days, times }) => [h('dt', {}, days), h('dd', {}, times)]),
				),
			];
