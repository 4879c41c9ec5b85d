import { h } from '../panel/dom.ts';
import { named } from '../panel/named.ts';
import type { Context, Part, View } from '../panel/view.ts';
import { strings } from '../strings.ts';
import { createField } from './field.ts';
import { createScale } from './scale.ts';

/** How it was, after the end: a choice is stored at once, the comment with "Send". */
export function createRating({ client, settings, done }: Context): Part {
	const root = h('form', { class: 'dock card' });
	let score: number | null = null;
	let effort: number | null = null;
	let conversation: string | null = null;
	let focusFirst = (): void => {};

	function build(id: string, agent: string | null): void {
		conversation = id;
		score = effort = null;
		const kind = settings.rating;
		const comment = createField('question', {
			label: strings.better,
			isRequired: false,
			saysOptional: true,
		});
		const rate = (text: string): void => client.rate(id, { score, effort, comment: text });
		const { veryBad, bad, ok, good, veryGood } = strings;
		const { veryHard, hard, neither, easy, veryEasy } = strings;
		const question = agent === null ? strings.howWasTeam : named('howWas', { name: agent });
		const scales = [
			...(kind === 'effort'
				? []
				: [
						createScale('score', question, [veryBad, bad, ok, good, veryGood], (n) => {
							score = n;
							rate('');
						}),
					]),
			...(kind === 'satisfaction'
				? []
				: [
						createScale(
							'effort',
							strings.howEasy,
							[veryHard, hard, neither, easy, veryEasy],
							(n) => {
								effort = n;
								rate('');
							},
						),
					]),
		];
		focusFirst = () => scales[0]?.focus();
		const skip = h(
			'button',
			{ type: 'button', class: 'btn', onclick: () => done(id) },
			strings.skip,
		);
		root.replaceChildren(
			...scales.map((scale) => scale.root),
			comment.root,
			h(
				'div',
				{ class: 'pair' },
				skip,
				h('button', { type: 'submit', class: 'btn main' }, strings.sendRating),
			),
		);
		root.onsubmit = (event) => {
			event.preventDefault();
			if (score === null && effort === null) return focusFirst();
			if (comment.value() !== '') rate(comment.value());
			done(id);
		};
	}

	return {
		root,
		render({ shown, agent }: View): void {
			if (shown !== null && shown.id !== conversation) build(shown.id, agent);
		},
		focus: () => focusFirst(),
	};
}
