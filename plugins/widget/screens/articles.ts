import { drawn, h } from '../panel/dom.ts';
import { out } from '../panel/icons.ts';
import { outward } from './consent.ts';

interface Article {
	readonly title: string;
	readonly url: string;
}

/** Pages of the shop that may answer the question; nothing when there are none. */
export const articleList = (heading: string, articles: readonly Article[]): HTMLElement[] =>
	articles.length === 0
		? []
		: [
				h(
					'section',
					{ class: 'part' },
					h('h3', {}, heading),
					h(
						'div',
						{ class: 'list' },
						...articles.map(({ title, url }) =>
							h('a', outward(url), h('span', { dir: 'auto' }, title), drawn(out)),
						),
					),
				),
			];
