import type { VisitorClient } from '../../../shared/client/visitor-client.ts';
import { strings } from '../strings.ts';
import { h, icon } from './dom.ts';
import type { MessageRow } from './rows.ts';

/** The button that takes an own message back. It asks once, in its own place: nothing brings a message back again. */
export function takeBack(
	client: Pick<VisitorClient, 'redact'>,
	{ conversation, vseq }: MessageRow,
	article: HTMLElement,
): HTMLElement {
	const label = strings.deleteMessage;
	const press = (): void => {
		if (button.textContent === '') {
			button.removeAttribute('aria-label');
			button.className = 'tool del sure';
			button.textContent = strings.deleteSure;
			// Some browsers give no focus for a click, and without it there is no leaving.
			button.focus();
			return;
		}
		// The button goes: focus stays with the message.
		article.focus();
		client.redact(conversation, vseq);
	};
	const calm = (): void => {
		button.setAttribute('aria-label', label);
		button.className = 'tool del';
		button.replaceChildren(icon('bin'));
	};
	const attributes = { type: 'button', tabindex: '-1', title: label };
	const button = h('button', { ...attributes, onclick: press, onblur: calm });
	calm();
	return button;
}
