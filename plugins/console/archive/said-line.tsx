import { findWords } from '../../../shared/search/find-words.ts';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { Avatar } from '../shell/people.tsx';
import { useDesk } from '../shell/desk.tsx';
import { linkTo } from '../talk/file-links.ts';
import { FileTile } from '../talk/file-tile.tsx';
import { dayOf } from './dates.ts';
import type { SaidLine } from './entries.ts';
import { Marked } from './marked.tsx';
import { words } from './words.ts';

interface Props {
	readonly line: SaidLine;
	readonly conversation: string;
	/** What was looked for; empty: nothing. */
	readonly text: string;
	/** The hit that is shown now. */
	readonly isNow: boolean;
}

/** A message, note or review of a transcript, with what was found in it marked. */
export function SaidLineView({ line, conversation, text, isNow }: Props) {
	const { client } = useDesk();
	const { kind, side, author } = line;
	const ranges = text === '' ? [] : findWords(line.text, text);
	const label = { said: '', note: words.noteLabel, review: words.reviewLabel }[kind];
	const classes = [
		kind === 'said' ? 'spoken' : 'remark',
		kind === 'said' && side,
		line.isFirst && 'first',
		line.isLast && 'last',
		isNow && 'now',
	];
	return (
		<article className={classes.filter(Boolean).join(' ')} data-seq={line.seq} tabIndex={-1}>
			<span className="tr-face">
				{(line.isLast || kind !== 'said') && (
					<Avatar name={line.face} isAgent={side !== 'visitor'} size={kind === 'said' ? 24 : 32} />
				)}
			</span>
			<div className="tr-what">
				{kind === 'said' ? (
					<p className={line.isFirst ? 'tr-by' : 'tr-by hidden'}>
						<b dir="auto">{author}</b> <time dateTime={line.at}>{timeOf(line.at)}</time>
					</p>
				) : (
					<p className="tr-by">
						<Icon name="lock" />
						<b>{label}</b> <span dir="auto">{author}</span>{' '}
						<time dateTime={line.at}>{kind === 'review' ? dayOf(line.at) : timeOf(line.at)}</time>
					</p>
				)}
				<div className="tr-text" dir="auto">
					<Marked text={line.text} ranges={ranges} />
					{line.files.map((file) => (
						<FileTile
							key={file.id}
							file={file}
							link={() => linkTo(client, { conversation, seq: line.seq, file: file.id })}
						/>
					))}
				</div>
				{line.isEdited && <p className="tr-by">{words.edited}</p>}
			</div>
		</article>
	);
}
