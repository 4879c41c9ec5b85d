import { unknownFields } from '../panel/decide-screen.ts';
import { h } from '../panel/dom.ts';
import type { Context, Part, View } from '../panel/view.ts';
import { strings } from '../strings.ts';
import { createForm, labelOf, type Asks } from './form.ts';

/** What the owner asks before the chat, as far as it is not known. */
export function createPrechat(context: Context): Part {
	const { settings } = context;
	const { prechat } = settings;
	const root = h('div', { class: 'body prechat' });
	let form: ReturnType<typeof createForm> | null = null;
	let built: ReadonlySet<string> = new Set();

	function render({ state }: View): void {
		const asks: Asks[] = unknownFields(settings, state).map((name) => ({
			name,
			label: labelOf(name),
			value: '',
			isRequired: prechat[name] === 'required',
		}));
		const { question } = prechat;
		if (question !== 'off')
			asks.push({
				name: 'question',
				label: strings.question,
				value: '',
				isRequired: question === 'required',
			});
		// A field that was just told to the server is known from then on: it stays while it is in front of somebody.
		if (form !== null && asks.every(({ name }) => built.has(name))) return;
		built = new Set(asks.map(({ name }) => name));
		form = createForm(context, {
			asks,
			hasTopics: prechat.topics.length > 0,
			submit: strings.beginChat,
			onSubmit(text, topic) {
				form = null;
				context.begin(text, topic);
			},
		});
		root.replaceChildren(form.root);
	}

	return { root, render, focus: () => form?.focus() };
}
