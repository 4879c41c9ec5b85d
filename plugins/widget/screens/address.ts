import { h, setText } from '../panel/dom.ts';
import type { Context, Part, View } from '../panel/view.ts';
import { say, strings } from '../strings.ts';
import { createField, type Field } from './field.ts';

/** An address is asked for: for the transcript, or for the answer. */
export function createAddress(
	{ client, ask }: Context,
	tell: (title: string) => void,
): Part & { open(conversation: string | null): void } {
	const title = h('h2', {});
	const more = h('p', {});
	const place = h('div', {});
	const root = h(
		'form',
		{ class: 'dock card', novalidate: true },
		title,
		more,
		place,
		h(
			'div',
			{ class: 'pair' },
			h('button', { type: 'button', class: 'btn', onclick: () => ask(null) }, strings.backToChat),
			h('button', { type: 'submit', class: 'btn main' }, strings.sendIt),
		),
	);
	let field: Field | null = null;
	/** Whose transcript it is; null: the address is for the answer. */
	let transcriptOf: string | null = null;
	let isFresh = false;

	root.addEventListener('submit', (event) => {
		event.preventDefault();
		if (field?.check() !== true) return field?.focus();
		const email = field.value();
		isFresh = false;
		if (transcriptOf === null) {
			client.setAttributes({ email });
			return ask(null);
		}
		client.mailTranscript(transcriptOf, email);
		tell(say('transcriptGoes', { email }));
	});

	return {
		root,
		/** Before it is asked for. */
		open(conversation): void {
			transcriptOf = conversation;
			isFresh = false;
			ask('address');
		},
		render({ state, running }: View): void {
			if (isFresh) return;
			isFresh = true;
			const isAnswer = transcriptOf === null;
			setText(title, isAnswer ? strings.changeAddress : strings.transcriptWhere);
			const when = transcriptOf === running?.id ? strings.transcriptWhen : strings.transcriptNow;
			setText(more, isAnswer ? '' : when);
			const value = state.news.visitor?.email ?? '';
			field = createField('email', { label: strings.email, isRequired: true, value });
			place.replaceChildren(field.root);
		},
		focus: () => field?.focus(),
	};
}
