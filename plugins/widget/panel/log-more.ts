import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { strings } from '../strings.ts';
import { createAsked } from './asked.ts';
import type { Core } from './core.ts';
import { h } from './dom.ts';
import { createFiles } from './files.ts';
import { lineOf } from './line.ts';
import { linkify } from '../../../shared/client/linkify.ts';
import { repliesOf } from './rows.ts';
import { runningOf } from './standing.ts';
import { takeBack } from './take-back.ts';
import { createTyping } from './typing.ts';
import { walkBy } from './walk.ts';

/** What the log has besides its rows: files on their way, answers to choose from, and who is writing. */
export function createLogMore({ client, settings, log, chat, send }: Core) {
	const asks = h('div', {
		class: 'asks',
		role: 'group',
		'aria-label': strings.quickReplies,
		hidden: true,
	});
	const asked = createAsked(client, () => log.root.focus());
	const typing = createTyping(Date.now);
	const files = createFiles({
		client,
		settings,
		uploaded: log.uploaded,
		send: (text, ids = []) => send(text, ids.length > 0 ? { files: ids } : {}),
	});
	let shown: readonly string[] = [];

	log.content.append(files.root, asks, asked.root, typing.row);
	log.root.append(typing.status);
	walkBy(log.root, log.content);
	files.takeFrom(chat, log.root);
	log.equip({
		lineOf,
		piecesOf,
		takeBack: (row, article) => [takeBack(client, row, article)],
		render(state: VisitorState): void {
			// Nobody writes in a chat that has ended.
			typing.render(runningOf(state) && state.news.typing);
			asked.render(state);
			const replies = repliesOf(state);
			if (replies === shown) return;
			shown = replies;
			asks.hidden = replies.length === 0;
			asks.replaceChildren(
				...replies.map((reply) =>
					h(
						'button',
						{ type: 'button', class: 'ask', dir: 'auto', onclick: () => send(reply) },
						reply,
					),
				),
			);
		},
	});
	return { pick: files.pick };
}

/** The log is one stop for Tab: arrow keys lead to its links. */
const piecesOf = (text: string): (Node | string)[] =>
	linkify(text).map(({ text: piece, href }) =>
		href === undefined
			? piece
			: h('a', { href, target: '_blank', rel: 'noopener noreferrer ugc', tabindex: '-1' }, piece),
	);
