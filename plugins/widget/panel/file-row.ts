import type { FileView } from '../../../shared/views/event-view.ts';
import { say, strings } from '../strings.ts';
import { addStyle } from './add-style.ts';
import { drawn, h } from './dom.ts';
import { file as fileIcon, load as loadIcon } from './icons.ts';
import type { LocalFile } from './files.ts';
import { freshLink } from './fresh-link.ts';
import { sizeOf } from './sizes.ts';

/* Loaded with the first file: a row with a name, or the picture itself. */

addStyle(`
.file{display:grid;grid-template-columns:auto minmax(0,1fr) auto;align-items:center;gap:0 var(--s3)}
.file>.i{inline-size:40px;block-size:40px;padding:10px;border-radius:var(--r-control);background:var(--sunken);color:var(--text-2)}
.file>img{inline-size:40px;block-size:40px;border-radius:var(--r-control);object-fit:cover}
.file b{display:block;text-align:match-parent;font:600 var(--text-md);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.file span{display:block;font:var(--text-xs);color:var(--text-2);font-variant-numeric:tabular-nums}
.file .bad{color:var(--bad)}
.file progress{grid-column:1/-1;margin-block-start:var(--s2)}
progress{display:block;appearance:none;inline-size:100%;block-size:4px;border:0;border-radius:2px;overflow:hidden;background:var(--line);accent-color:var(--accent)}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--accent);border-radius:2px}
progress::-moz-progress-bar{background:var(--accent)}
.shot button,.shot img{display:block;inline-size:100%;block-size:100%;padding:0;border:0;border-radius:inherit;background:none}
.shot img{object-fit:cover}
.shot button:focus-visible{box-shadow:inset 0 0 0 2px var(--accent),inset 0 0 0 4px var(--surface)}
.shot button:focus-visible img{opacity:.85}
.shot p{padding:var(--s3);font:var(--text-sm)}
@media(forced-colors:active){progress{appearance:auto}}`);

/** Icon, name, a second line, and what is given to press. */
export function fillRow(box: HTMLElement, name: string, second: Node, ...more: Node[]): void {
	const words = h('div', {}, h('b', { title: name, dir: 'auto' }, name), second);
	box.replaceChildren(drawn(fileIcon), words, ...more);
}

export const rowTool = (label: string, sign: Node, onclick: () => void): HTMLElement =>
	h(
		'button',
		{ type: 'button', class: 'tool', tabindex: '-1', title: label, 'aria-label': label, onclick },
		sign,
	);

/** Fills the box. `ask` gets a link; null: the message is still on its way. */
export function showFile(
	box: HTMLElement,
	file: FileView,
	ask: (() => Promise<string>) | null,
	own?: LocalFile,
): void {
	const link = ask === null ? null : freshLink(ask, () => Date.now());
	if (box.className === 'shot') return showPicture(box, file, link, own);
	if (own?.local) URL.revokeObjectURL(own.local);
	showRow(box, file, link);
}

type Link = () => Promise<string>;

function showRow(box: HTMLElement, { name, size, isInline }: FileView, link: Link | null): void {
	const second = h('span', { 'aria-live': 'polite' }, size > 0 ? sizeOf(size) : '');
	if (link === null) return fillRow(box, name, second);
	const load = (): void =>
		void link().then(
			(url) => open(url, isInline),
			(error) =>
				second.replaceChildren(h('span', { class: 'bad' }, reasonOf(error)), ' ', again(load)),
		);
	const button = rowTool(say('downloadFile', { file: name }), drawn(loadIcon), load);
	// So that it is here when it is pressed: what a page opens later a browser may take for an advertisement.
	for (const event of ['pointerenter', 'focus'])
		button.addEventListener(event, () => void link().catch(() => {}));
	fillRow(box, name, second, button);
}

function showPicture(
	box: HTMLElement,
	{ name }: FileView,
	link: Link | null,
	own: LocalFile | undefined,
): void {
	if (own?.local) box.replaceChildren(h('img', { alt: name, src: own.local }));
	if (link === null) return;
	const picture = h('img', { alt: name, decoding: 'async' });
	const fail = (error: unknown): void =>
		box.replaceChildren(h('p', {}, h('bdi', {}, name), ' ', reasonOf(error), ' ', again(show)));
	const button = h(
		'button',
		{
			type: 'button',
			tabindex: '-1',
			'aria-label': say('openImage', { file: name }),
			onclick: () => void link().then((url) => open(url, true), fail),
		},
		picture,
	);
	const show = (): void =>
		void link().then((url) => {
			picture.src = url;
			if (!own?.local) box.replaceChildren(button);
		}, fail);
	picture.addEventListener('load', () => {
		if (!own?.local) return;
		box.replaceChildren(button);
		URL.revokeObjectURL(own.local);
		own.local = undefined;
	});
	picture.addEventListener('error', () => fail(null));
	whenNear(box, show);
}

const again = (onclick: () => void): HTMLElement =>
	h('button', { type: 'button', class: 'link', tabindex: '-1', onclick }, strings.tryAgain);

const reasonOf = (error: unknown): string =>
	error instanceof Error && error.message === 'file_not_found'
		? strings.fileGone
		: strings.fileNotLoaded;

/** A picture opens in a tab of its own, everything else is saved. */
function open(href: string, isInline: boolean): void {
	const how = isInline ? { target: '_blank', rel: 'noopener noreferrer' } : { download: '' };
	h('a', { href, ...how }).click();
}

/** Once, when it comes near to what is seen. */
function whenNear(element: HTMLElement, call: () => void): void {
	if (typeof IntersectionObserver !== 'function') return call();
	const near = new IntersectionObserver(
		(entries) => {
			if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
			near.disconnect();
			call();
		},
		{ root: element.closest('.log'), rootMargin: '400px' },
	);
	near.observe(element);
}
