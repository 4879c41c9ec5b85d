import { useRef, useState } from '@wordpress/element';
import type { FocusEvent } from 'react';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { Avatar } from '../shell/people.tsx';
import { fill } from '../strings.ts';
import { edit } from './editing.ts';
import { EditField } from './edit-field.tsx';
import type { SaidEntry } from './entries.ts';
import { linkTo } from './file-links.ts';
import { FileTile } from './file-tile.tsx';
import { LinkedText } from './linked-text.tsx';
import { Picture } from './picture.tsx';
import { Question } from './question.tsx';
import type { RowActs } from './rows.tsx';
import { SaidActs } from './said-acts.tsx';
import { Stamp } from './stamp.tsx';
import { words } from './talk-words.ts';

interface Props {
	readonly entry: SaidEntry;
	readonly acts: RowActs;
	readonly isOnline: boolean;
	readonly isEditing: boolean;
	/** Whether to delete it is the open question. */
	readonly isAsked: boolean;
}

/** One message or note. A note is full width and amber and says who reads it; nothing else looks like that. */
export function Said({ entry, acts, isOnline, isEditing, isAsked }: Props) {
	const [isHere, setHere] = useState(false);
	const article = useRef<HTMLElement>(null);
	const { seq, isNote, isOwn, author, side } = entry;
	const { client, conversation, onAsk } = acts;
	const time = timeOf(entry.at);
	const classes = [
		isNote ? 'note' : 'said',
		side,
		entry.isFirst && 'first',
		entry.isLast && 'last',
		entry.pending !== null && 'held',
	];
	function close(): void {
		edit(conversation, null);
		acts.afterEdit();
	}
	return (
		<article
			ref={article}
			tabIndex={-1}
			data-key={entry.key}
			className={classes.filter(Boolean).join(' ')}
			onFocus={() => setHere(true)}
			onBlur={({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
				if (!currentTarget.contains(relatedTarget)) setHere(false);
			}}
		>
			{(entry.isLast || isNote) && (
				<Avatar
					name={
						side === 'visitor' ? acts.visitorsOwnName : side === 'bot' ? null : acts.nameOf(entry)
					}
					photo={acts.photoOf(entry)}
					isAgent={side !== 'visitor'}
					size={24}
				/>
			)}
			<div className="column">
				{isNote ? (
					<p className="by">
						<Icon name="lock" />
						<b>{entry.isReview ? words.review : words.note}</b> <span>{author},</span>{' '}
						<time>{time}</time>
					</p>
				) : (
					<p className="hidden">
						{author}, {time}
					</p>
				)}
				{isEditing && seq !== null ? (
					<EditField
						text={entry.text}
						onCancel={close}
						onSave={(text) => {
							close();
							if (text !== entry.text)
								client.act({ type: 'message.edit', conversation, target: seq, text });
						}}
					/>
				) : (
					<div className="body">
						<Contents entry={entry} acts={acts} time={time} />
						{seq !== null && !entry.isDeleted && (
							<SaidActs
								text={entry.text}
								mayChange={isOwn && isOnline}
								isReachable={isHere}
								isAsked={isAsked}
								onEdit={() => {
									onAsk(null);
									edit(conversation, seq);
								}}
								onAsk={() => onAsk(isAsked ? null : seq)}
							/>
						)}
					</div>
				)}
				{isAsked && seq !== null && !entry.isDeleted && (
					<Question
						className="sure"
						label={words.removeQuestion}
						verb={words.remove}
						onCancel={() => onAsk(null)}
						onConfirm={() => {
							// Its button goes with the text.
							article.current?.closest<HTMLElement>('.timeline')?.focus();
							onAsk(null);
							client.act({ type: 'message.redact', conversation, target: seq });
						}}
					>
						<p>{words.removeQuestion}</p>
					</Question>
				)}
				<Stamp entry={entry} client={client} earlierOf={acts.earlierOf} />
			</div>
		</article>
	);
}

function Contents({
	entry,
	acts,
	time,
}: Pick<Props, 'entry' | 'acts'> & { readonly time: string }) {
	const { seq, isOwn, author, text } = entry;
	const { client, conversation } = acts;
	if (entry.isDeleted)
		return (
			<p className="bubble gone">
				<Icon name="trash" />
				{isOwn ? words.deletedOwn : fill(words.deleted, { name: author })}
			</p>
		);
	return (
		<div className="pieces">
			{text !== '' && (
				<p className="bubble" dir="auto" title={time}>
					<LinkedText text={text} />
				</p>
			)}
			{entry.files.map((file) =>
				file.isInline && seq !== null ? (
					<Picture
						key={file.id}
						client={client}
						file={file}
						place={{ conversation, seq, file: file.id }}
					/>
				) : (
					<FileTile
						key={file.id}
						file={file}
						link={seq === null ? null : () => linkTo(client, { conversation, seq, file: file.id })}
					/>
				),
			)}
			{entry.quickReplies.length > 0 && (
				<p className="offered">{fill(words.offered, { list: entry.quickReplies.join(' · ') })}</p>
			)}
		</div>
	);
}
