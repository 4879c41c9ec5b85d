import type { VisitorConversation } from '../../../shared/client/visitor-log.ts';
import type { PanelSettings } from '../settings.ts';

/** What stands at the foot of the log: exactly one of these. */
export type Dock = 'composer' | 'question' | 'rating' | 'ended' | 'address' | 'note';
/** What the visitor has asked for in the place of the field. */
export type Asked = 'question' | 'address' | 'note' | null;

interface Choice {
	readonly asked: Asked;
	/** What the log shows; null: nothing yet. */
	readonly shown: VisitorConversation | null;
	readonly isOver: boolean;
	/** Sending opens a conversation, or the visitor wants a new one. */
	readonly goesOn: boolean;
	readonly rating: PanelSettings['rating'];
	/** Rated and sent, or passed over. */
	readonly isDone: boolean;
	/** Its rating is asked for now: a first choice does not end that. */
	readonly isRating: boolean;
}

export function decideDock({ asked, shown, isOver, goesOn, ...rest }: Choice): Dock {
	if (asked !== null && !(asked === 'question' && isOver)) return asked;
	if (shown === null || !isOver || goesOn) return 'composer';
	const { events } = shown.timeline;
	const isRated = events.some(({ type }) => type === 'rating');
	const wasHelped = events.some(
		({ type, author }) => type === 'assigned' || (type === 'message' && author.kind === 'agent'),
	);
	const mayRate = rest.rating !== 'none' && wasHelped && !rest.isDone;
	return mayRate && (rest.isRating || !isRated) ? 'rating' : 'ended';
}
