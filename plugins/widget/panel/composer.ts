import { wireLimits } from '../../../shared/protocol/limits.ts';
import { say, strings } from '../strings.ts';
import { h, icon, setText, tool } from './dom.ts';

const mostLines = 5;

interface ComposerActs {
	send(text: string): void;
	/** What stands in the field now; empty: nothing. */
	draft(text: string): void;
}

/** One field that grows to five lines. Enter sends, Shift and Enter breaks the line. */
export function createComposer(acts: ComposerActs) {
	const field = h('textarea', { rows: '1', dir: 'auto', 'aria-describedby': 'too-long' });
	invite(strings.message);
	const button = h(
		'button',
		{ type: 'submit', class: 'send', 'aria-label': strings.send },
		icon('send'),
	);
	const clip = tool(strings.attach, '', () => uses?.attach());
	const smile = tool(strings.emoji, '', () => uses?.emoji());
	let uses: { attach(): void; emoji(): void } | null = null;
	const hint = h('p', { id: 'too-long', class: 'error', role: 'status' });
	const form = h(
		'form',
		{ class: 'dock' },
		h('div', { class: 'compose' }, clip, field, smile, button),
		hint,
	);

	const text = () => field.value.trim();
	const excess = () => text().length - wireLimits.text;

	/** What the empty field says. */
	function invite(words: string): void {
		field.placeholder = words;
		field.setAttribute('aria-label', words);
	}

	function update(): void {
		// Rows and not a height: a height would be a style attribute, which the page's policy forbids.
		field.rows = 1;
		const style = getComputedStyle(field);
		const padding = parseFloat(style.paddingBlockStart) + parseFloat(style.paddingBlockEnd);
		const lines = Math.round((field.scrollHeight - padding) / parseFloat(style.lineHeight));
		field.rows = Math.min(mostLines, Math.max(1, lines || 1));
		button.classList.toggle('idle', text() === '' || excess() > 0);
		setText(hint, excess() > 0 ? say('tooLong', { n: excess() }) : '');
		field.setAttribute('aria-invalid', String(excess() > 0));
	}

	function change(): void {
		update();
		acts.draft(text());
	}

	function insert(emoji: string): void {
		field.setRangeText(emoji, field.selectionStart, field.selectionEnd, 'end');
		change();
	}

	function send(): void {
		if (text() === '' || excess() > 0) return field.focus();
		const written = text();
		field.value = '';
		update();
		acts.send(written);
		field.focus();
	}

	field.addEventListener('input', change);
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
	return {
		root: form,
		field,
		clip,
		smile,
		insert,
		focus: () => field.focus(),
		/** What the two tools do; loaded after the first paint. */
		equip: (next: NonNullable<typeof uses>) => void (uses = next),
		invite,
	};
}
