import type { ArchiveHit, ArchiveRow } from '../../../shared/views/archive-view.ts';
import { visitorName } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill } from '../strings.ts';
import { dayOf } from './dates.ts';
import { Marked } from './marked.tsx';
import { words } from './words.ts';

interface Props {
	readonly row: ArchiveRow;
	readonly isChosen: boolean;
	readonly tabIndex: 0 | -1;
	readonly onChoose: () => void;
}

/** Hits that a row shows; the others are in the transcript. */
const shownHits = 2;
const shownTags = 3;

/** One conversation that was found: who, when, what was said, how it went. */
export function Result({ row, isChosen, tabIndex, onChoose }: Props) {
	const { conversation, hits, hitCount, tickets } = row;
	const { assigneeName, status, tags, rating } = conversation;
	const answered =
		assigneeName === null ? words.nobody : fill(words.withAgent, { name: assigneeName });
	return (
		<li>
			<button
				type="button"
				className="hit"
				data-row=""
				tabIndex={tabIndex}
				aria-current={isChosen ? 'true' : undefined}
				onClick={onChoose}
			>
				<span className="of">
					<b className="cut" dir="auto">
						{visitorName(conversation.visitor, row.visitorName)}
					</b>
					<span className="dim cut">
						{row.groupName === '' ? answered : `${answered}, ${row.groupName}`}
					</span>
					<time className="dim push" dateTime={conversation.lastAt}>
						{dayOf(conversation.lastAt)}
					</time>
				</span>
				{hits.length === 0 && (
					<span className="words cut" dir="auto">
						{conversation.preview}
					</span>
				)}
				{hits.slice(0, shownHits).map((hit) => (
					<Hit key={hit.seq} hit={hit} />
				))}
				<span className="tags">
					{tags.slice(0, shownTags).map((tag) => (
						<span key={tag} className="tag">
							{tag}
						</span>
					))}
					{tickets.map(({ id, number }) => (
						<span key={id} className="tag">
							<Icon name="ticket" />
							T-{number}
						</span>
					))}
					{rating !== null && (
						<span className={`pill ${rating >= 4 ? 'good' : rating <= 2 ? 'bad' : ''}`}>
							{fill(words.rated, { n: rating })}
						</span>
					)}
					{status !== 'ended' && <span className="pill accent">{words.running}</span>}
					{hitCount > 0 && (
						<span className="dim push num">
							{hitCount === 1 ? words.hitOne : fill(words.hits, { n: hitCount })}
						</span>
					)}
				</span>
			</button>
		</li>
	);
}

function Hit({ hit }: { readonly hit: ArchiveHit }) {
	const { kind, authorName, snippet } = hit;
	const isInternal = kind === 'note' || kind === 'review';
	return (
		<span className={`words ${kind === 'visitor' ? '' : 'dim'}`} dir="auto">
			{isInternal && (
				<span className="warn">
					<Icon name="lock" />
					{words[kind]}{' '}
				</span>
			)}
			{!isInternal && authorName !== '' && `${authorName}: `}
			<Marked {...snippet} />
		</span>
	);
}
