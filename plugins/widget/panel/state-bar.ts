import { isStoreShut } from '../../../shared/client/store-shut.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { fill, strings } from '../strings.ts';
import { drawn, h, setText } from './dom.ts';
import { nowave } from './icons.ts';

/** A short loss is nobody's business. */
const patienceMs = 3_000;
const thanksMs = 4_000;

/** The one bar under the header: the state of the connection and nothing else. */
export function createStateBar(acts: { retryNow(): void; now(): number }) {
	const text = h('span', { role: 'status' });
	const count = h('span', { 'aria-hidden': 'true' });
	const words = h('p', {}, text, ' ', count);
	const button = h('button', { type: 'button', class: 'btn small' });
	const root = h('div', { class: 'state', hidden: true }, drawn(nowave), words, button);
	let wasShown = false;
	let thanksUntil = 0;
	let lostAt: number | null = null;
	let shown: VisitorState | null = null;

	button.addEventListener('click', () => {
		if (shown?.link.kind === 'stopped') location.reload();
		else acts.retryNow();
	});
	// Counts down, and lets the bar come and go in time.
	setInterval(() => shown !== null && render(shown), 1000);

	/** The seconds stand apart from the words, because a screen reader would read them every second. */
	function put(kind: string, said: string, seconds: string, label: string): void {
		root.hidden = said === '';
		root.className = `state ${kind}`;
		setText(text, said);
		setText(count, seconds);
		setText(button, label);
		button.hidden = label === '';
	}

	function render(state: VisitorState): void {
		shown = state;
		const { link } = state;
		const now = acts.now();
		if (link.kind === 'stopped') return put('bad', strings.outdated, '', strings.reload);
		// The browser knows sooner than the socket that the network has gone.
		if (link.kind === 'open' && navigator.onLine) {
			lostAt = null;
			if (isStoreShut(state.pending)) {
				wasShown = true;
				return put('', strings.storeAway, '', '');
			}
			if (wasShown && state.pending.every(({ state: sending }) => sending === 'failed')) {
				wasShown = false;
				thanksUntil = now + thanksMs;
			}
			return now < thanksUntil ? put('good', strings.backAgain, '', '') : put('', '', '', '');
		}
		lostAt ??= link.kind === 'waiting' ? link.sinceAt : now;
		if (now - lostAt < patienceMs) return;
		wasShown = true;
		if (!navigator.onLine) return put('off', strings.offline, '', strings.tryNow);
		if (link.kind !== 'waiting') return put('', strings.connecting, '', '');
		const seconds = Math.max(1, Math.ceil((link.retryAt - now) / 1000));
		const [before = '', after = ''] = strings.lost.split('. ');
		put('', `${before}.`, fill(after, { n: seconds }), strings.tryNow);
	}

	return { root, render };
}
