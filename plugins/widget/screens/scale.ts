import { h } from '../panel/dom.ts';

/** Five real radio buttons, with words for the ends and for the chosen one. */
export function createScale(
	name: string,
	question: string,
	words: readonly string[],
	onChoose: (n: number) => void,
) {
	const ends = words.map((word, index) =>
		h('span', index === 0 || index === words.length - 1 ? { class: 'end' } : {}, word),
	);
	const labels = words.map((word, index) => {
		const n = index + 1;
		const input = h('input', { type: 'radio', name, value: `${n}`, 'aria-label': `${n} ${word}` });
		input.addEventListener('change', () => {
			ends.forEach((end, at) => end.classList.toggle('set', at === index));
			onChoose(n);
		});
		return h('label', {}, input, h('span', { 'aria-hidden': 'true' }, `${n}`));
	});
	const root = h(
		'fieldset',
		{ class: 'scale' },
		h('legend', {}, question),
		...labels,
		h('p', { 'aria-hidden': 'true' }, ...ends),
	);
	return { root, focus: () => root.querySelector('input')?.focus() };
}
