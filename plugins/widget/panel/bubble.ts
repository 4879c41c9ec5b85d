import { say, strings } from '../strings.ts';
import { h, icon, type IconName } from './dom.ts';
import { face } from './face.ts';
import { named } from './named.ts';
import type { Mark, MessageRow } from './rows.ts';

export interface MessageActs {
	tryAgain(key: string): void;
	discard(key: string): void;
	retryNow(): void;
	/** The text with its links. */
	piecesOf(text: string): readonly (Node | string)[];
	/** What takes an own message back. */
	takeBack(row: MessageRow, article: HTMLElement): readonly Node[];
	/** Fills the boxes in which the files of this message will stand. */
	showFiles(row: MessageRow, boxes: readonly HTMLElement[]): void;
}

const markIcons: Partial<Record<Mark, IconName>> = {
	sent: 'check',
	delivered: 'checks',
	read: 'checks',
	notSent: 'alert',
};

/** Writes a message into its article, anew at every change: the article stays, so it is read aloud once. */
export function fillMessage(article: HTMLElement, row: MessageRow, acts: MessageActs): void {
	const { isOwn, isFirst, isLast, author, time, isAutomatic } = row;
	const is = { own: isOwn, first: isFirst, last: isLast };
	article.className = `message ${Object.entries(is)
		.flatMap(([name, holds]) => (holds ? name : []))
		.join(' ')}`;
	const by =
		isFirst && !isOwn
			? h(
					'p',
					{ class: 'by' },
					h('b', {}, h('bdi', {}, author)),
					...(isAutomatic ? [h('em', {}, strings.automatic)] : []),
					h('span', {}, time),
				)
			: h('span', { class: 'hidden' }, say('spokenBy', { name: author, time }));
	article.replaceChildren(by, said(article, row, acts), ...meta(row, acts));
}

function said(article: HTMLElement, row: MessageRow, acts: MessageActs): HTMLElement {
	const element = h('div', { class: 'said' });
	const { isOwn, author, text, mark } = row;
	if (row.isDeleted) {
		const gone = isOwn ? strings.youDeleted : named('theyDeleted', { name: author });
		element.append(h('p', { class: 'bubble gone' }, icon('bin'), h('span', {}, gone)));
	}
	element.append(...boxesOf(row, acts));
	if (text !== '') {
		const isHeld = isOwn && mark !== null && !/^(sent|delivered|read)$/.test(mark);
		const bubble = { class: isHeld ? 'bubble held' : 'bubble', dir: 'auto' };
		element.append(h('p', bubble, ...acts.piecesOf(text)));
	}
	if (row.mayDelete) element.append(...acts.takeBack(row, article));
	if (!isOwn && row.isLast) element.append(face(author, row.isAutomatic));
	return element;
}

const filled = new WeakMap<MessageRow['files'], readonly HTMLElement[]>();

/** Room for each file before it is here. Filled once: a mark that changes does not load a picture again. */
function boxesOf(row: MessageRow, acts: MessageActs): readonly HTMLElement[] {
	const { files } = row;
	const known = filled.get(files);
	if (known !== undefined || files.length === 0) return known ?? [];
	const boxes = files.map(({ isInline, width, height }) => {
		const isShot = isInline && width && height;
		const box = h('div', { class: isShot ? 'shot' : 'file' });
		if (isShot) box.style.aspectRatio = `${width} / ${height}`;
		return box;
	});
	filled.set(files, boxes);
	acts.showFiles(row, boxes);
	return boxes;
}

/** The log is one stop for Tab: arrow keys lead to what is in it. */
const inLog: typeof h = (tag, attributes, ...children) =>
	h(
		tag,
		{ ...(tag === 'button' ? { type: 'button' } : {}), tabindex: '-1', ...attributes },
		...children,
	);

/** Not read aloud: the mark changes often and says nothing new. A failure is, because it needs an answer. */
function meta({ key, mark, edited, time, failure }: MessageRow, acts: MessageActs): HTMLElement[] {
	const change = edited === null ? [] : [h('span', {}, say('edited', { time: edited }))];
	const link = (label: string, onclick: () => void): HTMLElement =>
		inLog('button', { class: 'link', onclick }, label);
	if (mark === null) return change.length > 0 ? [h('p', { class: 'meta' }, ...change)] : [];
	const sign = icon(markIcons[mark] ?? 'clock');
	if (mark === 'notSent')
		return [
			h(
				'p',
				{ class: 'meta failed' },
				sign,
				h('span', {}, [strings.notSent, failure].filter(Boolean).join(' ')),
				link(strings.tryAgain, () => acts.tryAgain(key)),
				link(strings.discard, () => acts.discard(key)),
			),
		];
	const waits = mark.startsWith('waiting') ? [link(strings.tryNow, () => acts.retryNow())] : [];
	const isQuiet = markIcons[mark] !== undefined && edited === null;
	return [
		h(
			'p',
			{ class: `meta ${mark}${isQuiet ? ' quiet' : ''}`, 'aria-live': 'off' },
			h('span', {}, time),
			...change,
			sign,
			h('span', {}, strings[mark]),
			...waits,
		),
	];
}
