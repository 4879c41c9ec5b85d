import { useEffect, useRef } from '@wordpress/element';
import type { RefObject } from 'react';

const filesOf = (data: DataTransfer | null): File[] => [...(data?.files ?? [])];

/** Files that are dropped anywhere on the conversation, or pasted into the field. */
export function useFileDrop(
	form: RefObject<HTMLElement | null>,
	onFiles: (files: readonly File[]) => void,
): void {
	const latest = useRef(onFiles);
	latest.current = onFiles;
	useEffect(() => {
		const { current } = form;
		if (current === null) return;
		const pane: HTMLElement = current.closest<HTMLElement>('.talk') ?? current;
		const onDrag = (event: DragEvent): void => {
			// Text may be dropped into the field as ever.
			if (!event.dataTransfer?.types.includes('Files')) return;
			event.preventDefault();
			current.classList.toggle('over', event.type === 'dragover');
			if (event.type === 'drop') latest.current(filesOf(event.dataTransfer));
		};
		const onPaste = (event: ClipboardEvent): void => {
			const { clipboardData } = event;
			// A copied cell of a table comes as text and as its picture: the text is meant.
			if (clipboardData === null || clipboardData.types.includes('text/plain')) return;
			const files = filesOf(clipboardData);
			if (files.length === 0) return;
			event.preventDefault();
			latest.current(files);
		};
		const drags = ['dragover', 'dragleave', 'drop'] as const;
		for (const type of drags) pane.addEventListener(type, onDrag);
		current.addEventListener('paste', onPaste);
		return () => {
			for (const type of drags) pane.removeEventListener(type, onDrag);
			current.removeEventListener('paste', onPaste);
		};
	}, [form]);
}
