import '../styles/files.css';
import { useState } from '@wordpress/element';
import { DomainError } from '../../../shared/errors.ts';
import type { FileView } from '../../../shared/views/event-view.ts';
import { Icon } from '../icon.tsx';
import { sizeOf } from './file-size.ts';
import { words } from './talk-words.ts';

interface Props {
	readonly file: FileView;
	/** Gives where it can be loaded from; null: its message is still on the way. */
	readonly link: (() => Promise<string>) | null;
}

/** Icon, name and size; pressed it is saved. */
export function FileTile({ file, link }: Props) {
	const [problem, setProblem] = useState<string | null>(null);
	const second = problem ?? (file.size > 0 ? sizeOf(file.size) : '');
	const content = (
		<>
			{link !== null && <span className="hidden">{words.load} </span>}
			<span className="sign">
				<Icon name="file" />
			</span>
			<span className="about">
				<b dir="auto" title={file.name}>
					{file.name}
				</b>
				<span className={problem === null ? 'sub' : 'sub bad'}>{second}</span>
			</span>
		</>
	);
	if (link === null) return <span className="tile">{content}</span>;
	async function save(): Promise<void> {
		if (link === null) return;
		try {
			download(await link());
			setProblem(null);
		} catch (error) {
			setProblem(reasonOf(error));
		}
	}
	return (
		<>
			<button type="button" className="tile" onClick={() => void save()}>
				{content}
			</button>
			{problem !== null && (
				<span className="hidden" role="alert">
					{problem}
				</span>
			)}
		</>
	);
}

export const reasonOf = (error: unknown): string =>
	error instanceof DomainError && error.code === 'file_not_found'
		? words.fileGone
		: words.fileFailed;

/** The browser saves it, whatever it is. */
export function download(href: string): void {
	const link = document.createElement('a');
	link.href = href;
	link.download = '';
	link.rel = 'noopener';
	link.click();
}
