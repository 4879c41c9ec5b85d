import type {
	ConversationView,
	FileView,
	TeamEventView,
} from '../../../shared/views/event-view.ts';
import { visitorName } from '../format.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

/** An event as the team's transcript has it: edits and deletions are in it. */
export type FinalEvent = TeamEventView & { readonly editedAt?: string };

/** The team's transcript as data. */
export interface WholeTalk {
	readonly site: string;
	readonly visitor: string | null;
	readonly conversation: ConversationView;
	readonly events: readonly FinalEvent[];
	readonly isCut: boolean;
}

export interface SaidLine {
	readonly kind: 'said' | 'note' | 'review';
	readonly seq: number;
	readonly side: 'visitor' | 'team' | 'bot';
	readonly author: string;
	/** Whose picture stands beside it; null: somebody without a name. */
	readonly face: string | null;
	readonly at: string;
	readonly text: string;
	readonly files: readonly FileView[];
	readonly isEdited: boolean;
	/** First and last of what one author said in a row. */
	readonly isFirst: boolean;
	readonly isLast: boolean;
}
export type Line =
	| SaidLine
	| { readonly kind: 'line'; readonly seq: number; readonly at: string; readonly text: string };

/** Messages of one author stand together while the gaps are shorter. */
const groupMs = 3 * 60_000;

export function linesOf({ events, conversation, visitor }: WholeTalk): Line[] {
	const name = visitorName(conversation.visitor, visitor);
	const lines = events.flatMap((event) => lineOf(event, name, visitor) ?? []);
	return lines.map((line, n) =>
		line.kind === 'line'
			? line
			: {
					...line,
					isFirst: !isTogether(lines[n - 1], line),
					isLast: !isTogether(line, lines[n + 1]),
				},
	);
}

function lineOf(event: FinalEvent, visitor: string, known: string | null): Line | null {
	const { seq, createdAt: at } = event;
	const author = authorOf(event, visitor);
	if (event.type !== 'message' && event.type !== 'note') {
		const text = sentenceOf(event, author);
		return text === null ? null : { kind: 'line', seq, at, text };
	}
	if (event.deleted) return { kind: 'line', seq, at, text: fill(words.deleted, { name: author }) };
	const { kind } = event.author;
	return {
		kind: event.type === 'message' ? 'said' : event.review === true ? 'review' : 'note',
		seq,
		side: kind === 'visitor' ? 'visitor' : kind === 'agent' ? 'team' : 'bot',
		author,
		face: kind === 'visitor' ? known : kind === 'agent' ? author : null,
		at,
		text: event.text,
		files: event.files,
		isEdited: event.editedAt !== undefined,
		isFirst: true,
		isLast: true,
	};
}

function authorOf({ author }: FinalEvent, visitor: string): string {
	if (author.kind === 'visitor') return visitor;
	return author.name || words.bot;
}

/** Null: not worth a line. */
function sentenceOf(event: FinalEvent, name: string): string | null {
	switch (event.type) {
		case 'assigned':
		case 'joined':
			return fill(words.joined, { name: event.agentName });
		case 'left':
			return fill(words.left, { name: event.agentName });
		case 'transferred': {
			const passed = fill(words.transferred, { name: event.agentName });
			return event.reason === '' ? passed : `${passed}: ${event.reason}`;
		}
		case 'requeued':
			return event.reason === '' ? words.requeued : `${words.requeued}: ${event.reason}`;
		case 'asked':
			return event.about === 'resolved'
				? words.askedResolved
				: fill(words.askedTransfer, { name: event.toName ?? '' });
		case 'answered':
			return event.yes ? words.yes : words.no;
		case 'idle':
			return event.isIdle ? words.idle : words.notIdle;
		case 'archived':
			return words.archived;
		case 'deferred':
			return words.deferred;
		case 'tagged':
			return words.tagged;
		case 'prioritised':
			return fill(words.prioritised, { priority: event.priority });
		case 'ended': {
			const end = event.by === 'system' ? words.endedItself : fill(words.ended, { name });
			return event.reason === '' ? end : `${end}: ${event.reason}`;
		}
		case 'reopened':
			return words.reopened;
		case 'rating':
			return [
				event.score === null ? '' : fill(words.ratedOf, { n: event.score }),
				event.effort === null ? '' : fill(words.effortOf, { n: event.effort }),
				event.comment,
			]
				.filter(Boolean)
				.join(': ');
		case 'message':
		case 'note':
		case 'edit':
		case 'redaction':
			return null;
	}
}

function isTogether(before: Line | undefined, after: Line | undefined): boolean {
	if (before?.kind !== 'said' || after?.kind !== 'said') return false;
	const isSame = before.author === after.author && before.side === after.side;
	return isSame && Date.parse(after.at) - Date.parse(before.at) < groupMs;
}
