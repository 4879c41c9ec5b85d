import type { ShownGreeting } from '../../settings.ts';
import type { Core } from '../core.ts';

/** Shows the greeting; gives what takes it away. Nothing here takes the focus. */
export function showCard(
	[, launcher, element, , keep, open]: Core,
	around: HTMLElement,
	closeMessage: string,
	{ id, text, who, site, letters, label, replies }: ShownGreeting,
): () => void {
	const close = element('button', { className: 'x', ariaLabel: closeMessage }, '×');
	const card = element(
		'section',
		{ className: launcher.offsetLeft < 99 ? 'm l' : 'm', ariaLabel: label },
		// A person is round, what answers by itself is square.
		element('span', { className: site ? 'f n' : 'f', ariaHidden: 'true' }, letters),
		element('h2', {}, who, element('p', {}, site)),
		// A link to the chat, so the launcher opens it.
		element('a', { href: launcher.href, dir: 'auto' }, text),
		element('br'),
		...replies.map((reply) =>
			element('button', {
				textContent: reply,
				onclick() {
					open();
					keep('send', reply, id, text);
				},
			}),
		),
		close,
	);
	card.style.setProperty('--w', `${launcher.offsetWidth}px`);
	const hide = () => card.remove();
	close.onclick = hide;
	card.onkeydown = ({ key }) => {
		if (key === 'Escape') hide();
	};
	around.append(card);
	return hide;
}
