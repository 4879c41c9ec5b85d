import { strings } from '../strings.ts';
import { drawn, h, setText } from '../panel/dom.ts';
import { alert } from '../panel/icons.ts';
import { checkField, type FieldName } from './check-field.ts';

interface FieldOptions {
	readonly label: string;
	readonly isRequired: boolean;
	/** Shows that it may be left out. */
	readonly saysOptional?: boolean;
	readonly value?: string;
	/** Left with something valid in it. */
	readonly onLeave?: (value: string) => void;
	readonly onInput?: () => void;
}

let made = 0;

/** Label, field, and below it what is wrong; that is said when the field is left, and no longer once it is right. */
export function createField(name: FieldName, options: FieldOptions) {
	const id = `field-${(made += 1)}`;
	const attributes = {
		id,
		dir: 'auto',
		name,
		'aria-describedby': `${id}-error`,
		...(options.isRequired ? { 'aria-required': 'true' } : {}),
	};
	const types = { name: 'text', email: 'email', phone: 'tel' } as const;
	const completes = { name: 'name', email: 'email', phone: 'tel' } as const;
	const input =
		name === 'question'
			? h('textarea', { ...attributes, rows: '3', maxlength: '4000' })
			: h('input', {
					...attributes,
					type: types[name],
					autocomplete: completes[name],
					maxlength: '254',
				});
	const hint = options.saysOptional ? [h('small', {}, strings.optional)] : [];
	const words = h('span', {});
	const error = h('p', { class: 'error', id: `${id}-error`, hidden: true }, drawn(alert), words);
	const root = h(
		'div',
		{ class: 'field' },
		h('label', { for: id }, options.label, ...hint),
		input,
		error,
	);
	input.value = options.value ?? '';

	const value = (): string => input.value.trim();
	const problem = () => checkField(name, value(), options.isRequired);

	/** True: nothing is wrong. */
	function check(): boolean {
		const word = problem();
		error.hidden = word === null;
		setText(words, word === null ? '' : strings[word]);
		input.setAttribute('aria-invalid', String(word !== null));
		return word === null;
	}

	input.addEventListener('input', () => {
		if (!error.hidden) check();
		options.onInput?.();
	});
	input.addEventListener('blur', () => {
		// Merely passing an empty field is no mistake yet.
		if (value() !== '' && check()) options.onLeave?.(value());
	});
	return { root, name, value, check, focus: (): void => input.focus() };
}
export type Field = ReturnType<typeof createField>;
