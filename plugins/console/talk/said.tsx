import { useState } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import { Button } from '../button.tsx';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import type { SaidEntry } from './entries.ts';
import { EditField } from './edit-field.tsx';

interface Props {
	readonly entry: SaidEntry;
	readonly conversation: string;
	readonly client: AgentClient;
	readonly isOnline: boolean;
}

/** One message or note. A note is full width and amber and says who reads it; nothing else looks like that. */
export function Said({ entry, conversation, client, isOnline }: Props) {
	const [mode, setMode] = useState<'read' | 'edit' | 'remove'>('read');
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
		<article className={classes.filter(Boolean).join(' ')}>
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
			{mode === 'edit' && seq !== null ? (
				<EditField
					text={text}
					onCancel={() => setMode('read')}
					onSave={(next) => {
						setMode('read');
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
							{entry.files.map((name) => (
								<span key={name} className="file">
									{fill(strings.files, { name })}
								</span>
							))}
						</p>
					)}
					{mayChange && mode === 'read' && (
						<span className="acts">
							<Button
								kind="quiet"
								icon="pencil"
								aria-label={strings.edit}
								title={strings.edit}
								onClick={() => setMode('edit')}
							/>
							<Button
								kind="quiet"
								icon="trash"
								aria-label={strings.remove}
								title={strings.remove}
								onClick={() => setMode('remove')}
							/>
						</span>
					)}
				</div>
			)}
			{mode === 'remove' && seq !== null && (
				<p className="sure" role="group" aria-label={strings.removeQuestion}>
					{strings.removeQuestion}
					<Button autoFocus onClick={() => setMode('read')}>
						{strings.cancel}
					</Button>
					<Button
						kind="danger"
						onClick={() => {
							setMode('read');
							client.act({ type: 'message.redact', conversation, target: seq });
						}}
					>
						{strings.remove}
					</Button>
				</p>
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
