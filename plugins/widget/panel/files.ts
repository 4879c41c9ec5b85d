import type { VisitorClient } from '../../../shared/client/visitor-client.ts';
import type { FileView } from '../../../shared/views/event-view.ts';
import type { PanelSettings } from '../settings.ts';
import { h } from './dom.ts';

/** `local`: the picture as it lies on the visitor's device, until the one of the server is here. */
export type LocalFile = FileView & { local?: string | undefined };

export interface FilesOptions {
	readonly client: VisitorClient;
	readonly settings: Pick<PanelSettings, 'key' | 'fileBytes'>;
	readonly send: (text: string, files?: string[]) => void;
	/** What has been uploaded here, by id. */
	readonly uploaded: Map<string, readonly LocalFile[]>;
}

/** The way in for files. What sends and shows them is loaded with the first one: most chats have none. */
export function createFiles(options: FilesOptions) {
	const root = h('div', { class: 'uploads', 'aria-live': 'off' });
	const input = h('input', { type: 'file', multiple: true, hidden: true });
	input.addEventListener('change', () => {
		add([...(input.files ?? [])]);
		// The same file may be chosen again.
		input.value = '';
	});
	let attachments: Promise<{ add(files: readonly File[]): void }> | null = null;

	function add(files: readonly File[]): void {
		if (files.length === 0) return;
		attachments ??= import('./attachments.ts').then(({ createAttachments }) =>
			createAttachments(root, options),
		);
		void attachments.then((they) => they.add(files));
	}

	return {
		root,
		pick: () => input.click(),
		takeFrom(element: HTMLElement, marked: HTMLElement): void {
			const filesOf = (data: DataTransfer | null): File[] => [...(data?.files ?? [])];
			const mark = (event: DragEvent): void => {
				// Text may be dropped into the field as ever.
				if (!event.dataTransfer?.types.includes('Files')) return;
				marked.classList.toggle('over', event.type === 'dragover');
				event.preventDefault();
				if (event.type === 'drop') add(filesOf(event.dataTransfer));
			};
			element.addEventListener('dragover', mark);
			element.addEventListener('dragleave', mark);
			element.addEventListener('drop', mark);
			element.addEventListener('paste', ({ clipboardData }) => {
				// A copied cell of a table comes as text and as its picture: the text is meant.
				if (!clipboardData?.types.includes('text/plain')) add(filesOf(clipboardData));
			});
		},
	};
}
