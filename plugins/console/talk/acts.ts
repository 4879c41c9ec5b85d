import type { ConversationView } from '../../../shared/views/event-view.ts';
import type { HeadAct } from './head.tsx';
import { words } from './head-words.ts';

interface Given {
	readonly view: ConversationView;
	readonly isIn: boolean;
	readonly isLeader: boolean;
	readonly mayAnswer: boolean;
	readonly isOnline: boolean;
	/** Claiming in the head: when the claim bar has made room for something else. */
	readonly canClaim: boolean;
	readonly isUnderWay: (type: string) => boolean;
	readonly on: Readonly<
		Record<'claim' | 'join' | 'transfer' | 'ticket' | 'end' | 'archive' | 'reopen', () => void>
	>;
}

/** The buttons of the head, by state: yours, unclaimed, watched, ended. */
export function actsOf(given: Given): HeadAct[] {
	const { view, isIn, isLeader, mayAnswer, isOnline, canClaim, isUnderWay, on } = given;
	if (!mayAnswer) return [];
	const runs = view.status === 'active';
	const isEnded = view.status === 'ended';
	const off = (type: string): boolean => !isOnline || isUnderWay(`conversation.${type}`);
	const acts: (HeadAct | false)[] = [
		canClaim && {
			key: 'claim',
			label: words.claim,
			icon: 'check',
			isPrimary: true,
			isOff: off('claim'),
			onAct: on.claim,
		},
		runs &&
			!isIn && {
				key: 'join',
				label: words.join,
				icon: 'users',
				isPrimary: true,
				isOff: off('join'),
				onAct: on.join,
			},
		!isEnded &&
			(isIn || isLeader || view.assignee === null) && {
				key: 'transfer',
				label: view.assignee === null ? words.assign : words.transfer,
				icon: view.assignee === null ? 'user' : 'transfer',
				isOff: off('transfer'),
				onAct: on.transfer,
			},
		(isIn || isEnded) && {
			key: 'ticket',
			label: words.ticket,
			icon: 'ticket',
			isOff: !isOnline,
			onAct: on.ticket,
		},
		!isEnded && {
			key: 'end',
			label: words.end,
			icon: 'end',
			isOff: off('end'),
			onAct: on.end,
		},
		isEnded &&
			isLeader && {
				key: 'reopen',
				label: words.reopen,
				icon: 'undo',
				isOff: off('reopen'),
				onAct: on.reopen,
			},
		isEnded &&
			view.archivedAt === null && {
				key: 'archive',
				label: words.archive,
				icon: 'archive',
				isOff: off('archive'),
				onAct: on.archive,
			},
	];
	return acts.filter((act) => act !== false);
}
