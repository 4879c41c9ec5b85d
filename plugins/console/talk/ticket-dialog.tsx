import { useEffect, useRef, useState } from '@wordpress/element';
import type { TicketView } from '../../../shared/views/ticket-view.ts';
import { Field } from '../account/field.tsx';
import { ApiError, post } from '../api.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { go } from '../shell/router.ts';
import { toast } from '../shell/toast.tsx';
import { words as shellWords } from '../shell/words.ts';
import { words } from './head-words.ts';

interface Props {
	readonly conversation: string;
	/** What may be its title: what the visitor said last. */
	readonly suggestion: string;
	/** Who answers it; null: nobody yet. */
	readonly assignee: string | null;
	readonly onClose: () => void;
}

/** A ticket from the conversation, by hand (C16); it stands under Tickets. */
export function TicketDialog({ conversation, suggestion, assignee, onClose }: Props) {
	// A resend after a lost answer is the same ticket.
	const [clientId] = useState(() => crypto.randomUUID());
	const [title, setTitle] = useState(suggestion);
	const [note, setNote] = useState('');
	const [error, setError] = useState<string | null>(null);
	const [isBusy, setBusy] = useState(false);

	const body = useRef<HTMLDivElement>(null);

	// After the dialog has opened, which takes the focus to its first button.
	useEffect(() => body.current?.querySelector('input')?.select(), []);

	function make(): void {
		if (title.trim() === '') return setError(words.missingTitle);
		setBusy(true);
		const wanted = { clientId, conversation, title: title.trim(), note: note.trim(), assignee };
		post<TicketView>('/api/v1/tickets', wanted).then(
			({ id }) => {
				toast(words.ticketMade);
				go('tickets', id);
			},
			(failure: unknown) => {
				setBusy(false);
				setError(failure instanceof ApiError ? failure.message : String(failure));
			},
		);
	}
	return (
		<Dialog
			title={words.ticketTitle}
			onClose={onClose}
			onSubmit={make}
			footer={
				<>
					<Button onClick={onClose}>{shellWords.cancel}</Button>
					<Button kind="primary" type="submit" disabled={isBusy}>
						{words.makeTicket}
					</Button>
				</>
			}
		>
			<div ref={body} className="stack">
				<Field
					label={words.ticketName}
					help={words.ticketNameHelp}
					error={error ?? undefined}
					maxLength={120}
					dir="auto"
					value={title}
					onChange={({ currentTarget }) => {
						setError(null);
						setTitle(currentTarget.value);
					}}
				/>
				<div className="field">
					<label htmlFor="ticket-note">
						{words.ticketNote} <span>{words.onlyTeam}</span>
					</label>
					<textarea
						id="ticket-note"
						className="area as-note"
						rows={3}
						dir="auto"
						value={note}
						onChange={({ currentTarget }) => setNote(currentTarget.value)}
					/>
				</div>
			</div>
		</Dialog>
	);
}
