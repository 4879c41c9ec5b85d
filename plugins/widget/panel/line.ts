import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { say, strings } from '../strings.ts';
import { named } from './named.ts';
import type { Row } from './rows.ts';
import { timeOf } from './times.ts';

/** What happened beside the messages, in a sentence; null: nothing that a visitor needs to read. */
export function lineOf(event: VisitorEventView, at: number, conversation: string): Row | null {
	const text = textOf(event, timeOf(at));
	if (text === null) return null;
	return { kind: 'line', key: event.clientId ?? `${conversation} ${event.vseq}`, text };
}

function textOf(event: VisitorEventView, time: string): string | null {
	const by = event.author.name;
	switch (event.type) {
		case 'assigned':
		case 'joined':
			return named('joined', { name: event.agentName, time });
		case 'left':
			return named('left', { name: event.agentName, time });
		case 'transferred':
			return by === '' || by === event.agentName
				? named('passed', { name: event.agentName })
				: named('passedFrom', { old: by, new: event.agentName });
		case 'requeued':
		case 'deferred':
		case 'reopened':
			return strings[event.type];
		case 'answered':
			if (event.about === 'resolved') return event.yes ? strings.saidSolved : strings.saidUnsolved;
			return event.yes ? strings.saidPass : strings.saidStay;
		case 'ended':
			if (event.by === 'visitor') return say('endedByYou', { time });
			return event.by === 'agent' && by !== ''
				? named('endedBy', { name: by, time })
				: say('ended', { time });
		case 'rating':
			return event.score === null ? null : say('rated', { n: event.score });
		default:
			return null;
	}
}
