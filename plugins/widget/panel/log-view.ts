import type { VisitorClient, VisitorState } from '../../../shared/client/visitor-client.ts';
import type { PanelSettings } from '../settings.ts';
import { strings } from '../strings.ts';
import { fillMessage, type MessageActs } from './bubble.ts';
import { h, setText } from './dom.ts';
import type { LocalFile } from './files.ts';
import { createFollow } from './follow.ts';
import { deleteMs, rowsOf, type Around, type Row } from './rows.ts';

export interface LogOptions {
	readonly client: VisitorClient;
	readonly settings: Pick<PanelSettings, 'name'>;
	readonly now: () => number;
}

/** What comes after the first paint. */
interface LogMore extends Pick<Around, 'lineOf'>, Pick<MessageActs, 'piecesOf' | 'takeBack'> {
	render(state: VisitorState): void;
}

type View = { readonly element: HTMLElement; shown: Row };

/** The log: rows are changed in place, so that a screen reader hears each message once. */
export function createLog({ client, settings, now }: LogOptions) {
	const list = h('div');
	const uploaded = new Map<string, readonly LocalFile[]>();
	/** By row. The server knows a file by another id than its upload. */
	const sending = new Map<string, readonly LocalFile[]>();
	const content = h('div', { class: 'log-rows' }, list);
	const root = h('div', { class: 'log', tabindex: '0', 'aria-label': strings.log }, content);
	const follow = createFollow(root, content);
	root.append(follow.pill);
	/** Files are drawn with words that come with the second part. */
	let setEquipped = (): void => {};
	const equipped = new Promise<void>((resolve) => (setEquipped = resolve));
	let more: LogMore | null = null;

	const views = new Map<string, View>();
	let state: VisitorState | null = null;
	let timer: number | undefined;
	const acts: MessageActs = {
		tryAgain: (key) => client.tryAgain(key),
		discard: (key) => client.discard(key),
		retryNow: () => client.retryNow(),
		piecesOf: (text) => more?.piecesOf(text) ?? [text],
		takeBack: (row, article) => more?.takeBack(row, article) ?? [],
		showFiles: ({ key, conversation, vseq, files }, boxes) => {
			if (vseq === 0) sending.set(key, files);
			const own = sending.get(key) ?? [];
			void equipped
				.then(() => import('./file-row.ts'))
				.then(({ showFile }) =>
					boxes.forEach((box, index) => {
						const file = files[index];
						if (file === undefined) return;
						const ask = (): Promise<string> =>
							client.link({ type: 'file.link', conversation, vseq, file: file.id });
						showFile(box, file, vseq === 0 ? null : ask, own[index]);
					}),
				);
		},
	};

	/** Returns whether there is anything. */
	function render(next: VisitorState): boolean {
		state = next;
		const at = now();
		const around = {
			now: at,
			isOnline: navigator.onLine,
			site: settings.name,
			uploaded,
			lineOf: more?.lineOf ?? null,
		};
		const rows = rowsOf(next, around);
		const fresh = place(rows);
		more?.render(next);
		const isOwn = fresh.some((row) => row.kind === 'message' && row.vseq === 0);
		if (isOwn) follow.toEnd();
		else follow.add(fresh.filter((row) => row.kind === 'message' && !row.isOwn).length);
		// The button that takes a message back goes by itself.
		clearTimeout(timer);
		const until = rows.flatMap((row) =>
			row.kind === 'message' && row.mayDelete ? row.at + deleteMs - at : [],
		);
		if (until.length > 0) timer = setTimeout(() => state && render(state), Math.min(...until) + 1);
		return rows.length > 0;
	}

	/** Returns the rows that were not there before. */
	function place(rows: readonly Row[]): Row[] {
		const keys = new Set(rows.map(({ key }) => key));
		for (const [key, { element }] of views) {
			if (keys.has(key)) continue;
			element.remove();
			views.delete(key);
		}
		const fresh: Row[] = [];
		let next = list.firstElementChild;
		for (const row of rows) {
			let view = views.get(row.key);
			if (view?.shown.kind !== row.kind) {
				if (view !== undefined && next === view.element) next = next.nextElementSibling;
				view?.element.remove();
				view = { element: elementOf(row, root.hasAttribute('role')), shown: row };
				views.set(row.key, view);
				fillIn(view.element, row);
				fresh.push(row);
			} else if (!isSame(view.shown, row)) {
				fillIn(view.element, row);
				view.shown = row;
			}
			if (next === view.element) next = next.nextElementSibling;
			else list.insertBefore(view.element, next);
		}
		return fresh;
	}

	function fillIn(element: HTMLElement, row: Row): void {
		if (row.kind !== 'message') return setText(element, row.text);
		const hadFocus = element.contains(document.activeElement);
		fillMessage(element, row, acts);
		// What had it may be gone, or another one now.
		if (hadFocus) element.focus();
	}

	return {
		root,
		render,
		toEnd: follow.toEnd,
		content,
		uploaded,
		/** What is loaded after the first paint is drawn after the rows. */
		equip(next: LogMore): void {
			more = next;
			for (const { element, shown } of views.values()) fillIn(element, shown);
			setEquipped();
		},
		/** What was there before is not news: the live region begins when it is in place. */
		listen(): void {
			if (more !== null && root.getAttribute('role') === null) root.setAttribute('role', 'log');
		},
	};
}

/** `isNews`: it comes in, instead of being there. */
const elementOf = (row: Row, isNews: boolean): HTMLElement =>
	row.kind === 'message'
		? h('article', { tabindex: '-1', 'data-new': isNews })
		: h('p', { class: row.kind });

/** A row made anew holds the same texts and the same lists. */
const isSame = (a: Row, b: Row): boolean =>
	(Object.keys(a) as (keyof Row)[]).every((name) => a[name] === b[name]);
