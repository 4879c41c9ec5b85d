import { drawn, h, setText } from '../panel/dom.ts';
import { clock, mail } from '../panel/icons.ts';
import { backAt } from '../panel/presence.ts';
import type { Context, View } from '../panel/view.ts';
import { say, strings } from '../strings.ts';
import { placeText, waitText } from './queue-words.ts';

/** Under the messages while nobody answers: the place in the line, or where the answer will come. */
export function createCard(context: Context) {
	const { client, settings, ask } = context;
	const sign = h('b', { 'aria-hidden': 'true' });
	// Said when the place changes, and not when only the minutes do.
	const first = h('strong', { role: 'status' });
	const second = h('span', {});
	const more = h('p', {});
	const leave = h(
		'button',
		{ type: 'button', class: 'btn', onclick: () => defer() },
		strings.leaveMessage,
	);
	const stop = h(
		'button',
		{ type: 'button', class: 'btn', onclick: () => ask('question') },
		strings.stopWaiting,
	);
	const pair = h('div', { class: 'pair' }, leave, stop);
	const change = h(
		'button',
		{ type: 'button', class: 'link', onclick: () => ask('address') },
		strings.changeAddress,
	);
	const root = h(
		'section',
		{ class: 'queue', hidden: true, 'aria-live': 'off' },
		h('div', { class: 'queue-top' }, sign, h('div', {}, first, second)),
		more,
		pair,
	);
	let signed: number | string | null = null;

	function defer(): void {
		const { state } = last;
		const id = state?.log.at(-1)?.id;
		if (id === undefined) return;
		client.defer(id);
		context.go('chat');
	}
	const last: { state: View['state'] | null } = { state: null };

	function mark(next: number | string, node: () => Node | string): void {
		if (signed === next) return;
		signed = next;
		sign.replaceChildren(node());
	}

	function render({ state, running, agent, now, shown }: View): void {
		last.state = state;
		const { queue, presence, visitor } = state.news;
		const isMine = running !== null && shown?.id === running.id && agent === null;
		const waits = isMine && queue !== null && queue.conversation === running.id;
		const isDeferred =
			isMine &&
			running.timeline.events.findLast(({ type }) => type === 'deferred' || type === 'reopened')
				?.type === 'deferred';
		const isAway = isMine && presence !== null && presence.state !== 'open';
		const isKept = isMine && !waits && (isDeferred || isAway);
		root.hidden = !waits && !isKept;
		if (root.hidden) return;
		const email = settings.hasMail ? (visitor?.email ?? null) : null;
		pair.hidden = !waits;
		root.dataset['invite'] = waits ? strings.addDetails : strings.addSomething;
		if (waits) {
			const position = settings.hasPosition ? queue.position : null;
			mark(position ?? 'clock', () => (position === null ? drawn(clock) : String(position)));
			setText(first, placeText(position));
			setText(second, waitText(queue));
			const own = settings.texts.waiting || strings.waitKept;
			setText(more, email === null ? own : `${own} ${say('waitEmail', { email })}`);
			leave.classList.toggle('main', (queue.toMinutes ?? 0) > 30);
		} else {
			const back = presence?.backAt ?? null;
			mark(email === null ? 'clock' : 'mail', () => drawn(email === null ? clock : mail));
			setText(first, email === null ? strings.answerHere : strings.answerByEmail);
			setText(
				second,
				back === null ? settings.promise : backAt(back, now, 'weAreBackAt', 'weAreBackOn'),
			);
			more.replaceChildren(...(email === null ? [] : [`${say('answerGoes', { email })} `, change]));
		}
		more.hidden = more.textContent === '';
	}

	return { root, render };
}
