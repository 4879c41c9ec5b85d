import { useId, useRef, useState } from '@wordpress/element';
import type { GroupView } from '../../../shared/views/desk-view.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { useResource } from '../shell/resource.ts';
import { go } from '../shell/router.ts';
import { toast } from '../shell/toast.tsx';
import { fill } from '../strings.ts';
import { makeTicket, newClientId, whyOf } from './act.ts';
import { words } from './words.ts';

interface Props {
	readonly conversation: string;
	/** Of the conversation: where the ticket goes unless chosen otherwise. */
	readonly group: string | null;
	/** What may be its title: what the visitor said last. */
	readonly suggestion?: string;
	/** Who answers it; left out: nobody yet. */
	readonly assignee?: string | null;
	readonly onClose: () => void;
}

/** Makes a ticket of a conversation (H40, C16): what it is about, which group, a note. */
export function TicketDialog(props: Props) {
	const { conversation, group: first, suggestion = '', assignee = null, onClose } = props;
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups').data ?? [];
	const [title, setTitle] = useState(suggestion.slice(0, 200));
	const [group, setGroup] = useState(first ?? '');
	const [note, setNote] = useState('');
	const [error, setError] = useState<string | null>(null);
	const [isSending, setSending] = useState(false);
	const clientId = useRef(newClientId());
	const id = useId();

	async function create(): Promise<void> {
		if (isSending) return;
		if (title.trim() === '') return setError(words.missingTitle);
		setSending(true);
		try {
			const known = groups.some((each) => each.id === group);
			const made = await makeTicket({
				clientId: clientId.current,
				conversation,
				title,
				group: known ? group : null,
				note,
				assignee,
			});
			onClose();
			toast(fill(words.created, { n: made.number }));
			go('tickets', made.id);
		} catch (failure) {
			setError(whyOf(failure));
			setSending(false);
		}
	}

	return (
		<Dialog
			title={words.newTicket}
			onClose={onClose}
			onSubmit={() => void create()}
			footer={
				<>
					<Button onClick={onClose}>{words.cancel}</Button>
					<Button kind="primary" type="submit" disabled={isSending}>
						{words.create}
					</Button>
				</>
			}
		>
			<div className="stack ticket-form">
				<div className="field">
					<label htmlFor={`${id}-title`}>
						{words.title}
						<span>{words.required}</span>
					</label>
					<div className="input">
						<input
							id={`${id}-title`}
							value={title}
							maxLength={200}
							dir="auto"
							required
							// A suggestion is written over by the first letter.
							onFocus={(event) => event.target.select()}
							aria-invalid={error !== null}
							aria-describedby={`${id}-help`}
							onChange={(event) => {
								setTitle(event.target.value);
								setError(null);
							}}
						/>
					</div>
					<p id={`${id}-help`} className={error === null ? 'help' : 'help bad'} role="status">
						{error ?? words.titleHelp}
					</p>
				</div>
				{groups.length > 0 && (
					<div className="field">
						<label htmlFor={`${id}-group`}>{words.group}</label>
						<div className="input">
							<select
								id={`${id}-group`}
								value={group}
								onChange={(event) => setGroup(event.target.value)}
							>
								<option value="">{words.noGroup}</option>
								{groups.map((each) => (
									<option key={each.id} value={each.id}>
										{each.name}
									</option>
								))}
							</select>
						</div>
					</div>
				)}
				<div className="field">
					<label htmlFor={`${id}-note`}>{words.noteField}</label>
					<div className="input">
						<textarea
							id={`${id}-note`}
							rows={3}
							value={note}
							maxLength={4000}
							dir="auto"
							aria-describedby={`${id}-note-help`}
							onChange={(event) => setNote(event.target.value)}
						/>
					</div>
					<p id={`${id}-note-help`} className="help">
						{words.noteHelp}
					</p>
				</div>
			</div>
		</Dialog>
	);
}
