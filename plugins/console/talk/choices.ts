import type { AgentAct } from '../../../shared/client/agent-client.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import type { Choice } from '../shell/menu.tsx';
import { words } from './head-words.ts';

interface Given {
	readonly view: ConversationView;
	readonly me: string;
	readonly isLeader: boolean;
	readonly mayAnswer: boolean;
	readonly isOnline: boolean;
	readonly hasDetails: boolean;
	readonly act: (act: AgentAct) => void;
	readonly onAsk: () => void;
	readonly onLink: () => void;
	readonly onDetails: () => void;
}

/** What stands under More: whatever can be done with the conversation as it is now, by this agent. */
export function choicesOf(given: Given): Choice[] {
	const { view, me, isLeader, mayAnswer, isOnline, act } = given;
	const { id, status, assignee } = view;
	const isIn = view.participants.includes(me as never);
	const runs = status === 'active';
	const isOff = !isOnline;
	const choices: (Choice | false)[] = [
		mayAnswer &&
			runs &&
			isIn && {
				key: 'ask',
				label: words.askSolved,
				more: words.askSolvedMore,
				icon: 'check',
				isOff,
				onChoose: given.onAsk,
			},
		mayAnswer &&
			runs &&
			(isIn || isLeader) && {
				key: 'requeue',
				label: words.requeue,
				more: words.requeueMore,
				icon: 'undo',
				isOff,
				onChoose: () => act({ type: 'conversation.requeue', conversation: id, reason: '' }),
			},
		mayAnswer &&
			runs &&
			isIn &&
			assignee !== me && {
				key: 'leave',
				label: words.leave,
				more: words.leaveMore,
				icon: 'out',
				isOff,
				onChoose: () => act({ type: 'conversation.leave', conversation: id }),
			},
		mayAnswer &&
			status !== 'ended' && {
				key: 'link',
				label: words.link,
				more: words.linkMore,
				icon: 'link',
				isOff,
				isApart: runs,
				onChoose: given.onLink,
			},
		{
			key: 'transcript',
			label: words.transcript,
			more: words.transcriptMore,
			icon: 'download',
			onChoose: () => saveTranscript(id),
		},
		{
			key: 'details',
			label: words.details,
			icon: 'info',
			isOn: given.hasDetails,
			onChoose: given.onDetails,
		},
	];
	return choices.filter((choice) => choice !== false);
}

/** Under the own origin; the server names the file. */
function saveTranscript(conversation: string): void {
	const link = document.createElement('a');
	const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
	link.href = `/api/v1/conversations/${encodeURIComponent(conversation)}/transcript?copy=team&format=txt&timeZone=${zone}`;
	link.download = '';
	link.click();
}
