import { useState } from '@wordpress/element';
import { ApiError, post } from '../api.ts';
import { Button } from '../button.tsx';
import { momentOf } from '../format.ts';
import { useDesk } from '../shell/desk.tsx';
import { toast } from '../shell/toast.tsx';
import { fill } from '../strings.ts';
import type { KnownNote } from './known.ts';
import { Section } from './section.tsx';
import { words } from './words.ts';

interface Props {
	readonly name: string;
	/** Of the visitor. */
	readonly path: string;
	readonly notes: readonly KnownNote[];
	readonly onChanged: () => void;
}

/** What the team keeps from one visit to the next; no visitor ever sees it. */
export function Notes({ name, path, notes, onChanged }: Props) {
	const { me, isLeader, mayAnswer } = useDesk();
	/** The id of the one that is being written, or `new`. */
	const [editing, edit] = useState<string | null>(null);
	const [text, setText] = useState('');

	const run = (act: Promise<unknown>, then?: () => void): void =>
		void act.then(
			() => {
				then?.();
				onChanged();
			},
			(error: unknown) => toast(error instanceof ApiError ? error.message : words.failed),
		);
	const begin = (id: string, before: string): void => {
		edit(id);
		setText(before);
	};
	const save = (note: KnownNote | null): void => {
		if (text.trim() === '') return;
		const to = note === null ? `${path}/notes` : `${path}/notes/${note.id}`;
		run(post(to, note === null ? { text } : { rev: note.rev, text }), () => edit(null));
	};
	const remove = (note: KnownNote): void =>
		run(post(`${path}/notes/${note.id}/delete`), () =>
			toast(words.removed, () => run(post(`${path}/notes`, { text: note.text }))),
		);

	const field = (note: KnownNote | null) => (
		<form
			className="note-field"
			onSubmit={(event) => {
				event.preventDefault();
				save(note);
			}}
		>
			<textarea
				aria-label={words.note}
				rows={3}
				dir="auto"
				maxLength={2000}
				autoFocus
				value={text}
				onChange={(event) => setText(event.currentTarget.value)}
				onKeyDown={(event) => {
					if (event.key === 'Escape') edit(null);
					if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save(note);
				}}
			/>
			<div className="buttons">
				<Button kind="quiet" onClick={() => edit(null)}>
					{words.cancel}
				</Button>
				<Button type="submit" kind="internal">
					{words.save}
				</Button>
			</div>
		</form>
	);

	return (
		<Section id="notes" title={fill(words.notes, { name })}>
			{notes.length === 0 && editing === null && <p className="sub">{words.noNotes}</p>}
			<ul className="visitor-notes">
				{notes.map((note) => (
					<li key={note.id}>
						{editing === note.id ? (
							field(note)
						) : (
							<>
								<p dir="auto">{note.text}</p>
								<p className="sub">
									{note.byName}, <time dateTime={note.at}>{momentOf(note.at, Date.now())}</time>
									{mayAnswer && (note.by === me.id || isLeader) && (
										<>
											<button
												type="button"
												className="link"
												onClick={() => begin(note.id, note.text)}
											>
												{words.edit}
											</button>
											<button type="button" className="link" onClick={() => remove(note)}>
												{words.remove}
											</button>
										</>
									)}
								</p>
							</>
						)}
					</li>
				))}
			</ul>
			{editing === 'new' && field(null)}
			{mayAnswer && editing === null && (
				<Button kind="quiet" icon="plus" onClick={() => begin('new', '')}>
					{words.addNote}
				</Button>
			)}
		</Section>
	);
}
