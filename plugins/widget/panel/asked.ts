import type { VisitorClient, VisitorState } from '../../../shared/client/visitor-client.ts';
import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { say, strings } from '../strings.ts';
import { h } from './dom.ts';

type Asked = Extract<VisitorEventView, { readonly type: 'asked' }>;

/** What ends a question, whoever has answered it. */
const ends = /^(asked|answered|transferred|requeued|ended)$/;

/** What the team wants to know now; null: nothing, or the answer is on its way. */
export function questionOf({ log, pending }: Pick<VisitorState, 'log' | 'pending'>): Asked | null {
	const last = log.at(-1)?.timeline.events.findLast(({ type }) => ends.test(type));
	const isAnswered = pending.some(
		({ frame, state }) => frame.type === 'question.answer' && state !== 'failed',
	);
	return last?.type === 'asked' && !isAnswered ? last : null;
}

/** A card under the messages with the question and two buttons. `focus` takes what the buttons had. */
export function createAsked(client: VisitorClient, focus: () => void) {
	const root = h('section', { class: 'queue', hidden: true });
	let shown: Asked | null = null;

	function show({ about, toName }: Asked, conversation: string): void {
		const question =
			about === 'resolved' ? strings.askSolved : say('askPass', { name: toName ?? '' });
		const choice = (label: string, yes: boolean): HTMLElement =>
			h(
				'button',
				{
					type: 'button',
					class: 'btn',
					onclick: () => {
						focus();
						client.answer(conversation, about, yes);
					},
				},
				label,
			);
		root.setAttribute('aria-label', question);
		root.replaceChildren(
			h('strong', {}, question),
			h('div', { class: 'pair' }, choice(strings.yes, true), choice(strings.no, false)),
		);
	}

	return {
		root,
		render(state: VisitorState): void {
			const question = questionOf(state);
			if (question === shown) return;
			shown = question;
			root.hidden = question === null;
			if (question !== null) show(question, state.log.at(-1)?.id ?? '');
		},
	};
}
