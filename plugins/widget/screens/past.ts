import type { PastConversation } from '../../../shared/views/event-view.ts';
import { drawn, h } from '../panel/dom.ts';
import { face } from '../panel/face.ts';
import { next } from '../panel/icons.ts';
import { named } from '../panel/named.ts';
import { dateOf } from '../panel/times.ts';
import type { Context, View } from '../panel/view.ts';
import { say, strings } from '../strings.ts';

const most = 5;

/** The visitor's earlier chats, to be read again. */
export function createPast({ client, settings, read }: Context) {
	const list = h('div', { class: 'list' });
	const root = h('section', { class: 'part', hidden: true }, h('h3', {}, strings.yourChats), list);
	/** What the list was asked for: it changes with the log, and another connection may know more. */
	let asked = '';

	function show(items: readonly PastConversation[], now: number): void {
		root.hidden = items.length === 0;
		list.replaceChildren(...items.slice(0, most).map((item) => rowOf(item, now)));
	}

	function rowOf({ id, agentName, lastAt, preview, head }: PastConversation, now: number) {
		const date = dateOf(Date.parse(lastAt), now);
		const second =
			agentName === null ? say('endedOn', { date }) : named('withEnded', { name: agentName, date });
		return h(
			'button',
			{ type: 'button', onclick: () => read(id, head) },
			face(agentName ?? settings.name, agentName === null),
			h('span', {}, h('b', { dir: 'auto' }, preview || date), h('small', {}, second)),
			drawn(next),
		);
	}

	return {
		root,
		render({ state, running, now }: View): void {
			const key = [state.link.kind, running?.id, state.log.length].join();
			if (key === asked || state.link.kind !== 'open') return;
			asked = key;
			client.past().then(
				(items) =>
					show(
						items.filter(({ status }) => status === 'ended'),
						now,
					),
				() => (asked = ''),
			);
		},
	};
}
