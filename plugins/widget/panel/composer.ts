import { wireLimits } from '../../../shared/protocol/limits.ts';
import { fill, strings } from '../strings.ts';
import { h, icon, setText } from './dom.ts';

const mostLines = 5;

/** One field that grows to five lines. Enter sends, Shift and Enter breaks the line. */
export function createComposer(onSend: (text: string) => void) {
	const field = h('textarea', {
		rows: '1',
		dir: 'auto',
		'aria-label': strings.message,
		placeholder: strings.message,
		'aria-describedby': 'too-long',
	});
	const button = h(
		'button',
		{ type: 'submit', class: 'send', 'aria-label': strings.send },
		icon('send'),
	);
	const hint = h('p', { id: 'too-long', class: 'error', role: 'status' });
	const form = h('form', { class: 'dock' }, h('div', { class: 'compose' }, field, button), hint);

	const text = () => field.value.trim();
	const excess = () => text().length - wireLimits.text;

	function update(): void {
		// Rows and not a height: a height would be a style attribute, which the page's policy forbids.
		field.rows = 1;
		const style = getComputedStyle(field);
		const padding = parseFloat(style.paddingBlockStart) + parseFloat(style.paddingBlockEnd);
		const lines = Math.round((field.scrollHeight - padding) / parseFloat(style.lineHeight));
		field.rows = Math.min(mostLines, Math.max(1, lines || 1));
		button.classList.toggle('idle', text() === '' || excess() > 0);
		setText(hint, excess() > 0 ? fill(strings.tooLong, { n: excess() }) : '');
		field.setAttribute('aria-invalid', String(excess() > 0));
	}

	function send(): void {
		if (text() === '' || excess() > 0) return field.focus();
		const written = text();
		field.value = '';
		update();
		onSend(written);
		field.focus();
	}

	field.addEventListener('input', update);
	field.addEventListener('keydown', (event) => {
		// While an input method composes, Enter belongs to it.
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		send();
	});
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		send();
	});
	update();
	return { root: form, focus: () => field.focus() };
}
