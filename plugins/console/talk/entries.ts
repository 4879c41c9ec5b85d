import type { AgentState } from '../../../shared/client/agent-client.ts';
import { saidNow } from '../../../shared/client/said.ts';
import type { Timeline } from '../../../shared/client/timeline.ts';
import type { FileView, TeamEventView } from '../../../shared/views/event-view.ts';
import { fill, strings } from '../strings.ts';

type Pending = AgentState['pending'][number];

/** A message or a note as the timeline shows it. */
export type SaidEntry = {
	readonly kind: 'said';
	readonly key: string;
	/** Null: not stored yet. */
	readonly seq: number | null;
	readonly isNote: boolean;
	readonly side: 'visitor' | 'team' | 'bot';
	readonly isOwn: boolean;
	readonly author: string;
	readonly at: number;
	readonly text: string;
	readonly files: readonly FileView[];
	readonly isDeleted: boolean;
	readonly isEdited: boolean;
	readonly isFirst: boolean;
	readonly isLast: boolean;
	readonly pending: Pending | null;
};
type Entry =
	| SaidEntry
	| { readonly kind: 'line'; readonly key: string; readonly at: number; readonly text: string };

/** Messages of one author stand together while the gaps are shorter. */
const groupMs = 3 * 60_000;

export function entriesOf(
	timeline: Timeline<TeamEventView>,
	pending: readonly Pending[],
	me: string,
	visitor: string,
): Entry[] {
	const entries = timeline.events.flatMap((event) => entryOf(timeline, event, me, visitor) ?? []);
	for (const item of pending) {
		const { frame } = item;
		if (frame.type !== 'message.send' && frame.type !== 'note.send') continue;
		entries.push({
			...base,
			key: frame.clientId,
			isNote: frame.type === 'note.send',
			side: 'team',
			isOwn: true,
			author: strings.you,
			at: item.at,
			text: frame.text,
			pending: item,
		});
	}
	return entries.map((entry, index) =>
		entry.kind === 'line'
			? entry
			: {
					...entry,
					isFirst: !isTogether(entries[index - 1], entry),
					isLast: !isTogether(entry, entries[index + 1]),
				},
	);
}

const base = {
	kind: 'said',
	seq: null,
	files: [],
	isDeleted: false,
	isEdited: false,
	isFirst: true,
	isLast: true,
	pending: null,
} as const;

function entryOf(
	timeline: Timeline<TeamEventView>,
	event: TeamEventView,
	me: string,
	visitor: string,
): Entry | null {
	const at = Date.parse(event.createdAt);
	const key = event.clientId ?? `event ${event.seq}`;
	if (event.type !== 'message' && event.type !== 'note') {
		const text = lineOf(event);
		return text === null ? null : { kind: 'line', key, at, text };
	}
	const { kind, id, name } = event.author;
	const said = saidNow(timeline, event.seq, event);
	const isOwn = kind === 'agent' && id === me;
	return {
		...base,
		key,
		seq: event.seq,
		isNote: event.type === 'note',
		side: kind === 'visitor' ? 'visitor' : kind === 'agent' ? 'team' : 'bot',
		isOwn,
		author: isOwn
			? strings.you
			: kind === 'visitor'
				? visitor
				: kind === 'agent'
					? name
					: strings.bot,
		at,
		text: said.text,
		files: said.isDeleted ? [] : event.files,
		isDeleted: said.isDeleted,
		isEdited: said.editedAt !== null,
	};
}

/** Null: shows in another entry, or not at all. */
function lineOf(event: TeamEventView): string | null {
	switch (event.type) {
		case 'assigned':
		case 'joined':
			return fill(strings.claimed, { name: event.agentName });
		case 'left':
			return fill(strings.left, { name: event.agentName });
		case 'transferred':
			return fill(strings.transferred, { name: event.agentName });
		case 'requeued':
			return strings.requeued;
		case 'deferred':
			return strings.deferred;
		case 'tagged':
			return strings.tagged;
		case 'prioritised':
			return fill(strings.prioritised, { priority: event.priority });
		case 'ended':
			if (event.by === 'visitor') return strings.endedByVisitor;
			return event.by === 'agent'
				? fill(strings.endedBy, { name: event.author.name })
				: strings.endedItself;
		case 'reopened':
			return strings.reopened;
		case 'rating':
			return [
				event.score === null ? '' : fill(strings.rated, { n: event.score }),
				event.effort === null ? '' : fill(strings.effort, { n: event.effort }),
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

function isTogether(before: Entry | undefined, after: Entry | undefined): boolean {
	if (before?.kind !== 'said' || after?.kind !== 'said') return false;
	const isSame =
		before.author === after.author && before.side === after.side && before.isNote === after.isNote;
	return isSame && !before.isNote && after.at - before.at < groupMs;
}
