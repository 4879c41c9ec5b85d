import { h, setText } from '../panel/dom.ts';
import { backAt } from '../panel/presence.ts';
import { awayWay } from '../panel/standing.ts';
import type { Context, Part, View } from '../panel/view.ts';
import { say, strings } from '../strings.ts';
import { articleList } from './articles.ts';
import { createForm, knownOf, type Asks } from './form.ts';
import { hoursTable } from './hours.ts';
import { createPast } from './past.ts';

/** Nobody is there: since when and until when, a message that becomes a conversation, and what helps at once. */
export function createAway(context: Context): Part {
	const { settings } = context;
	const { prechat, hasMail, promise, texts } = settings;
	const title = h('h2', { class: 'hello', tabindex: '-1' });
	const more = h('p', { class: 'quiet' });
	const place = h('div', {});
	const anyway = h(
		'button',
		{ type: 'button', class: 'btn wide', onclick: () => open() },
		strings.askAnyway,
	);
	const past = createPast(context);
	const root = h(
		'div',
		{ class: 'body away' },
		title,
		more,
		place,
		...articleList(strings.mayAnswer, settings.articles),
		anyway,
		past.root,
		...hoursTable(settings),
	);
	let form: ReturnType<typeof createForm> | null = null;
	let isOpened = false;
	let last: View | null = null;

	function open(): void {
		isOpened = true;
		if (last !== null) render(last);
		form?.focus();
	}

	const asksEmail = hasMail || prechat.email !== 'off';
	const promised = promise === '' ? strings.formMore : say('formPromise', { promise });

	function render(view: View): void {
		last = view;
		const { presence } = view.state.news;
		const back = presence?.backAt ?? null;
		const isClosed = presence?.state === 'closed';
		setText(
			title,
			back === null
				? isClosed
					? strings.weAreClosed
					: strings.nobodyThere
				: backAt(back, view.now, 'weAreBackAt', 'weAreBackOn'),
		);
		const way = awayWay(settings, presence);
		const hasForm = way === 'form' || isOpened;
		const words = hasForm ? (hasMail ? promised : strings.formNoMail) : '';
		setText(more, texts.closed || words);
		more.hidden = more.textContent === '';
		anyway.hidden = hasForm || way !== 'articles';
		place.hidden = !hasForm;
		if (hasForm && form === null) build(view);
		past.render(view);
	}

	function build({ state }: View): void {
		const asks: Asks[] = [
			{ name: 'question', label: strings.messageLabel, isRequired: true, value: '' },
		];
		if (asksEmail)
			asks.push({
				name: 'email',
				label: strings.email,
				value: knownOf(state, 'email'),
				isRequired: hasMail || prechat.email === 'required',
			});
		form = createForm(context, {
			asks,
			hasTopics: false,
			submit: strings.sendMessage,
			onSubmit(text) {
				form = null;
				isOpened = false;
				context.send(text);
			},
		});
		place.replaceChildren(form.root);
	}

	return { root, render, focus: () => title.focus() };
}
