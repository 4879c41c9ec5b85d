import { useEffect, useRef, useState } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import { Button } from '../button.tsx';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import type { SaidEntry } from './entries.ts';
import { EditField } from './edit-field.tsx';
import { FileLink } from './file-link.tsx';
import { Question } from './question.tsx';

interface Props {
	readonly entry: SaidEntry;
	readonly conversation: string;
	readonly client: AgentClient;
	readonly isOnline: boolean;
	/** Whether to delete it is the open question. */
	readonly isAsked: boolean;
	readonly onAsk: (isAsked: boolean) => void;
}

/** One message or note. A note is full width and amber and says who reads it; nothing else looks like that. */
export function Said({ entry, conversation, client, isOnline, isAsked, onAsk }: Props) {
	const [isEditing, setEditing] = useState(false);
	const article = useRef<HTMLElement>(null);
	const editButton = useRef<HTMLButtonElement>(null);
	const wasEditing = useRef(false);
	useEffect(() => {
		if (wasEditing.current && !isEditing) editButton.current?.focus();
		wasEditing.current = isEditing;
	}, [isEditing]);
	const { seq, isNote, isOwn, author, text } = entry;
	const time = timeOf(entry.at);
	const classes = [
		isNote ? 'note' : 'said',
		entry.side,
		entry.isFirst && 'first',
		entry.isLast && 'last',
		entry.pending !== null && 'held',
	];
	const mayChange = isOwn && seq !== null && !entry.isDeleted && isOnline;
	return (
		<article ref={article} className={classes.filter(Boolean).join(' ')}>
			{isNote ? (
				<p className="by">
					<Icon name="lock" />
					<b>{strings.note}</b> <span>{author}</span> <time>{time}</time>
				</p>
			) : (
				<p className={entry.isFirst ? 'by' : 'by hidden'}>
					<b>{author}</b> <time>{time}</time>
				</p>
			)}
			{isEditing && seq !== null ? (
				<EditField
					text={text}
					onCancel={() => setEditing(false)}
					onSave={(next) => {
						setEditing(false);
						if (next !== text)
							client.act({ type: 'message.edit', conversation, target: seq, text: next });
					}}
				/>
			) : (
				<div className="body">
					{entry.isDeleted ? (
						<p className="bubble gone">
							<Icon name="trash" />
							{isOwn ? strings.deletedOwn : fill(strings.deleted, { name: author })}
						</p>
					) : (
						<p className="bubble" dir="auto">
							{text}
							{entry.files.map((file) => (
								<FileLink
									key={file.id}
									file={file}
									link={() =>
										client.link({ type: 'file.link', conversation, seq: seq ?? 0, file: file.id })
									}
								/>
							))}
						</p>
					)}
					{mayChange && (
						<span className="acts">
							<Button
								kind="quiet"
								icon="pencil"
								aria-label={strings.edit}
								title={strings.edit}
								ref={editButton}
								onClick={() => {
									onAsk(false);
									setEditing(true);
								}}
							/>
							<Button
								kind="quiet"
								icon="trash"
								aria-label={strings.remove}
								title={strings.remove}
								aria-expanded={isAsked}
								onClick={() => onAsk(!isAsked)}
							/>
						</span>
					)}
				</div>
			)}
			{isAsked && seq !== null && !entry.isDeleted && (
				<Question
					className="sure"
					label={strings.removeQuestion}
					verb={strings.remove}
					onCancel={() => onAsk(false)}
					onConfirm={() => {
						// Its button goes with the text.
						article.current?.closest<HTMLElement>('.timeline')?.focus();
						onAsk(false);
						client.act({ type: 'message.redact', conversation, target: seq });
					}}
				>
					<p>{strings.removeQuestion}</p>
				</Question>
			)}
			<Meta entry={entry} client={client} />
		</article>
	);
}

function Meta({ entry, client }: { readonly entry: SaidEntry; readonly client: AgentClient }) {
	const { pending } = entry;
	if (pending === null)
		return entry.isEdited && !entry.isDeleted ? <p className="meta">{strings.editedAt}</p> : null;
	const { clientId } = pending.frame;
	if (pending.state !== 'failed') {
		const word = { waiting: strings.waiting, sending: strings.sending, sent: strings.sent }[
			pending.state
		];
		return (
			<p className="meta" aria-live="off">
				<Icon name={pending.state === 'sent' ? 'check' : 'clock'} />
				{pending.code === null || pending.state === 'sent' ? word : strings.delayed}
			</p>
		);
	}
	return (
		<p className="meta bad" role="alert">
			<Icon name="alert" />
			{strings.notSent} {pending.message}
			<button type="button" className="link" onClick={() => client.tryAgain(clientId)}>
				{strings.tryAgain}
			</button>
			<button type="button" className="link" onClick={() => client.discard(clientId)}>
				{strings.discard}
			</button>
		</p>
	);
}
