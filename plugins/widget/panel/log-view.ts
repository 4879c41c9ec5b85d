import { fill, strings } from '../strings.ts';
import { h, icon, setText, type IconName } from './dom.ts';
import type { Mark, MessageRow, Row } from './rows.ts';

interface LogActs {
	tryAgain(key: string): void;
	discard(key: string): void;
}

type View = { readonly element: HTMLElement; shown: Row };

const markIcons: Readonly<Record<Mark, IconName>> = {
	sending: 'clock',
	sent: 'check',
	waiting: 'clock',
	offline: 'clock',
	delayed: 'clock',
	failed: 'alert',
};
const markTexts: Readonly<Record<Mark, string>> = {
	sending: strings.sending,
	sent: strings.sent,
	waiting: strings.waiting,
	offline: strings.waitingOffline,
	delayed: strings.delayed,
	failed: strings.notSent,
};
/** So near the end the log follows new messages; further up somebody is reading. */
const stickyPx = 80;

/** The log: rows are changed in place, so that a screen reader hears each message once. */
export function createLog(acts: LogActs) {
	const list = h('div', { class: 'log-rows' });
	const root = h('div', { class: 'log', tabindex: '0', 'aria-label': strings.log }, list);
	const views = new Map<string, View>();

	function render(rows: readonly Row[]): void {
		const isAtEnd = root.scrollHeight - root.scrollTop - root.clientHeight < stickyPx;
		const keys = new Set(rows.map(({ key }) => key));
		for (const [key, { element }] of views) {
			if (keys.has(key)) continue;
			element.remove();
			views.delete(key);
		}
		let before: ChildNode | null = null;
		let hasNews = false;
		for (const row of rows) {
			let view = views.get(row.key);
			if (view === undefined || view.shown.kind !== row.kind) {
				view?.element.remove();
				view = { element: elementOf(row), shown: row };
				views.set(row.key, view);
				fillIn(view.element, row, acts);
				hasNews = true;
			} else if (!isSame(view.shown, row)) {
				fillIn(view.element, row, acts);
				view.shown = row;
			}
			const next: ChildNode | null = before === null ? list.firstChild : before.nextSibling;
			if (next !== view.element) list.insertBefore(view.element, next);
			before = view.element;
		}
		const lastIsOwn = rows.at(-1)?.kind === 'message' && (rows.at(-1) as MessageRow).isOwn;
		if (hasNews && (isAtEnd || lastIsOwn)) root.scrollTop = root.scrollHeight;
	}

	return {
		root,
		render,
		/** What was there before is not news: the live region begins when it is in place. */
		listen(): void {
			if (root.getAttribute('role') === null) root.setAttribute('role', 'log');
		},
		toEnd(): void {
			root.scrollTop = root.scrollHeight;
		},
	};
}

const isSame = (a: Row, b: Row): boolean => JSON.stringify(a) === JSON.stringify(b);

function elementOf(row: Row): HTMLElement {
	if (row.kind === 'message') return h('article', { class: 'message' });
	return h('p', { class: row.kind });
}

function fillIn(element: HTMLElement, row: Row, acts: LogActs): void {
	if (row.kind !== 'message') return setText(element, row.text);
	element.className = ['message', row.isOwn && 'own', row.isFirst && 'first', row.isLast && 'last']
		.filter(Boolean)
		.join(' ');
	const spoken = fill(strings.spokenBy, { name: row.author, time: row.time });
	element.replaceChildren(
		row.isFirst && !row.isOwn ? heading(row) : h('span', { class: 'hidden' }, spoken),
		bubble(row),
		...meta(row, acts),
	);
}

function heading({ author, time, isAutomatic }: MessageRow): HTMLElement {
	const by = h('p', { class: 'by' }, h('b', { dir: 'auto' }, author));
	if (isAutomatic) by.append(h('em', {}, strings.automatic));
	by.append(h('span', {}, time));
	return by;
}

function bubble(row: MessageRow): HTMLElement {
	if (row.isDeleted) {
		const text = row.isOwn ? strings.youDeleted : fill(strings.theyDeleted, { name: row.author });
		return h('p', { class: 'bubble gone' }, icon('bin'), text);
	}
	const isHeld = row.isOwn && row.mark !== 'sent' && row.mark !== null;
	const element = h('p', { class: isHeld ? 'bubble held' : 'bubble', dir: 'auto' }, row.text);
	for (const name of row.files) element.append(h('span', { class: 'file' }, name));
	return element;
}

/** Not read aloud: the mark changes often and says nothing new. A failure is, because it needs an answer. */
function meta(row: MessageRow, acts: LogActs): HTMLElement[] {
	const edited =
		row.edited === null ? [] : [h('span', {}, fill(strings.edited, { time: row.edited }))];
	if (row.mark === null) return edited.length === 0 ? [] : [h('p', { class: 'meta' }, ...edited)];
	if (row.mark !== 'failed') {
		const text = h('span', {}, markTexts[row.mark]);
		return [
			h(
				'p',
				{ class: 'meta', 'aria-live': 'off' },
				h('span', {}, row.time),
				...edited,
				icon(markIcons[row.mark]),
				text,
			),
		];
	}
	const reason = row.failure === '' || row.failure === null ? '' : ` ${row.failure}`;
	const again = h(
		'button',
		{ type: 'button', class: 'link', onclick: () => acts.tryAgain(row.key) },
		strings.tryAgain,
	);
	const discard = h(
		'button',
		{ type: 'button', class: 'link', onclick: () => acts.discard(row.key) },
		strings.discard,
	);
	return [
		h(
			'p',
			{ class: 'meta failed' },
			icon('alert'),
			h('span', {}, strings.notSent + reason),
			again,
			discard,
		),
	];
}
