import { pageParts } from '../../../shared/client/page.ts';
import { upload, UploadRefused, type UploadParts } from '../../../shared/client/uploads.ts';
import { say, strings } from '../strings.ts';
import { h, icon, setText } from './dom.ts';
import { fillRow, rowTool } from './file-row.ts';
import type { FilesOptions } from './files.ts';
import { doneOf, megabytes, sizeOf } from './sizes.ts';

/** The others wait: a shop's visitor has one connection for all. */
const atOnce = 3;

/**
 * Files on their way, each in a row of its own in `root`. As soon as one is up it goes as a message of its own; what was refused
 * stays with the reason until it is removed.
 */
export function createAttachments(root: HTMLElement, options: FilesOptions) {
	const parts: UploadParts = {
		...pageParts(window, '', ''),
		fetch: (url, { body, ...init }) =>
			fetch(url, body === undefined ? init : { ...init, body: body as BodyInit }),
		token: () => options.client.token,
		site: options.settings.key,
	};
	const waiting: (() => Promise<void>)[] = [];
	let running = 0;

	function next(): void {
		const start = running < atOnce ? waiting.shift() : undefined;
		if (start === undefined) return;
		running += 1;
		void start().finally(() => {
			running -= 1;
			next();
		});
		next();
	}

	function add(file: File): void {
		const { name, size, type } = file;
		const stop = new AbortController();
		const second = h('span');
		const local = /^image\/(png|jpe?g|gif|webp|avif)$/.test(type)
			? URL.createObjectURL(file)
			: undefined;
		const gone = (): void => {
			if (local !== undefined) URL.revokeObjectURL(local);
			row.remove();
		};
		const progress = h('progress', { 'aria-label': strings.upload, max: '1', value: '0' });
		const box = h('div', { class: 'file' });
		const note = h('p', { class: 'meta' });
		const row = h(
			'div',
			{ class: 'message own first last' },
			h('div', { class: 'said' }, box),
			note,
		);
		root.append(row);

		const cancel = rowTool(strings.cancelUpload, icon('close'), () => {
			stop.abort();
			gone();
		});
		cancel.tabIndex = 0;
		const tell = (done: number, isWaiting: boolean): void => {
			progress.value = done / size;
			setText(second, doneOf(done, size));
			const wait = navigator.onLine ? strings.waiting : strings.waitingOffline;
			note.replaceChildren(...(isWaiting ? [icon('clock'), h('span', {}, wait)] : []));
		};

		function fail(reason: string, mayTry: boolean): void {
			const remove = rowTool(say('removeFile', { file: name }), icon('close'), gone);
			remove.tabIndex = 0;
			fillRow(box, name, h('span', {}, sizeOf(size)), remove);
			const again = h(
				'button',
				{ type: 'button', class: 'link', onclick: () => (gone(), add(file)) },
				strings.tryAgain,
			);
			note.className = 'meta failed';
			note.setAttribute('role', 'alert');
			note.replaceChildren(icon('alert'), h('span', {}, reason), ...(mayTry ? [again] : []));
		}

		async function start(): Promise<void> {
			if (stop.signal.aborted) return;
			try {
				const made = await upload(file, parts, { onProgress: tell, signal: stop.signal });
				options.uploaded.set(made.id, [{ ...made, local }]);
				row.remove();
				options.send('', [made.id]);
			} catch (error) {
				if (stop.signal.aborted) return;
				const code = error instanceof UploadRefused ? error.code : '';
				if (code === 'file_too_large') fail(tooLarge(), false);
				else if (code === 'file_type_refused') fail(strings.fileType, false);
				else fail(strings.fileFailed, true);
			}
		}

		if (size === 0) return fail(strings.fileEmpty, false);
		if (size > options.settings.fileBytes) return fail(tooLarge(), false);
		fillRow(box, name, second, cancel, progress);
		if (local !== undefined) box.firstElementChild?.replaceWith(h('img', { alt: '', src: local }));
		tell(0, false);
		waiting.push(start);
	}

	const tooLarge = (): string => say('fileTooLarge', { n: megabytes(options.settings.fileBytes) });

	return {
		add(files: readonly File[]): void {
			for (const file of files) add(file);
			// Not scrollIntoView, which would move the shop's page too.
			const log = root.closest('.log');
			if (log !== null) log.scrollTop = log.scrollHeight;
			next();
		},
	};
}
