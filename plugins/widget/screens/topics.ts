import { strings } from '../strings.ts';
import { drawn, h } from '../panel/dom.ts';
import { alert } from '../panel/icons.ts';

interface Topic {
	readonly id: string;
	readonly label: string;
}

/** One of the site's topics has to be chosen. */
export function createTopics(topics: readonly Topic[], chosen: string, onInput: () => void) {
	const inputs = topics.map(({ id }) => {
		const input = h('input', { type: 'radio', name: 'topic', value: id });
		input.checked = id === chosen;
		input.addEventListener('change', () => {
			error.hidden = true;
			onInput();
		});
		return input;
	});
	const pills = topics.map(({ label }, index) =>
		h('label', {}, inputs[index] ?? '', h('span', { dir: 'auto' }, label)),
	);
	const error = h(
		'p',
		{ class: 'error', role: 'alert', hidden: true },
		drawn(alert),
		strings.chooseOne,
	);
	const root = h(
		'fieldset',
		{},
		h('legend', {}, strings.topic),
		h('div', { class: 'choice' }, ...pills),
		error,
	);
	const value = (): string => inputs.find(({ checked }) => checked)?.value ?? '';
	return {
		root,
		value,
		check(): boolean {
			error.hidden = value() !== '';
			return error.hidden;
		},
		focus: (): void => (inputs.find(({ checked }) => checked) ?? inputs[0])?.focus(),
	};
}
