import type { ConversationView, TeamEventView } from '../../shared/views/event-view.ts';
import { oneLine, shown, type TranscriptRow } from './render-rows.ts';
import { teamWords, type SayTeam } from './team-words.ts';
import { writeRows, type Rendering } from './write-rows.ts';

export interface TeamFacts {
	readonly site: string;
	readonly conversation: ConversationView;
	/** Null: said no name. */
	readonly visitor: string | null;
	/** BCP 47; the words are English where there are none of it. */
	readonly locale: string;
	/** IANA. */
	readonly timeZone: string;
}
export interface TeamPage {
	/** Ascending. */
	readonly events: readonly TeamEventView[];
	/** The latest edit and the redaction of each event of the page. */
	readonly amendments: readonly TeamEventView[];
}

/** An event as it reads now: edits are in its text, and what was taken back has none. */
export type FinalEvent = TeamEventView & { readonly editedAt?: string };

/** Edits and redactions are gone from the list: they are in what they are about. */
export function finalEvents({ events, amendments }: TeamPage): FinalEvent[] {
	return events.flatMap((event): FinalEvent[] => {
		if (event.type === 'edit' || event.type === 'redaction') return [];
		if (event.type !== 'message' && event.type !== 'note') return [event];
		const changes = amendments.filter((each) => 'target' in each && each.target === event.seq);
		// An erased edit has no text any more, and its message was taken back with it.
		const isGone = changes.some(
			(each) => each.type === 'redaction' || (each.type === 'edit' && each.deleted),
		);
		if (isGone || event.deleted)
			return [{ ...event, text: '', files: [], quickReplies: [], deleted: true }];
		const edit = changes.findLast((each) => each.type === 'edit');
		return [edit === undefined ? event : { ...event, text: edit.text, editedAt: edit.createdAt }];
	});
}

/** The team's copy (D39): everything, notes and reviews among it, marked as such. */
export function renderTeam(format: 'txt' | 'html', facts: TeamFacts): Rendering<TeamPage> {
	const { tag, say } = teamWords(facts.locale);
	const visitor = oneLine(facts.visitor ?? '') || say('visitor');
	return writeRows(
		format,
		{
			tag,
			direction: 'ltr',
			title: oneLine(say('title', { visitor, site: facts.site })),
			facts: [say('only'), say('zone', { zone: facts.timeZone })],
			cut: say('cut'),
		},
		createTeamRows(facts, visitor, say),
	);
}

/** The same as data: one object. Read on by programs and by the console. */
export function renderTeamJson({ site, conversation, visitor }: TeamFacts): Rendering<TeamPage> {
	let isFirst = true;
	return {
		begin: () =>
			`${JSON.stringify({ copy: 'team', site, visitor, conversation }).slice(0, -1)},"events":[`,
		page: (page) =>
			finalEvents(page)
				.map((event) => {
					const lead = isFirst ? '\n' : ',\n';
					isFirst = false;
					return lead + JSON.stringify(event);
				})
				.join(''),
		end: (isCut) => `\n],"isCut":${isCut}}\n`,
	};
}

function createTeamRows(facts: TeamFacts, visitor: string, say: SayTeam) {
	const { locale, timeZone } = facts;
	const days = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone });
	const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
	const timeOf = (iso: string): string => times.format(Date.parse(iso));
	let day = '';

	function nameOf({ author }: TeamEventView): string {
		if (author.kind === 'visitor') return visitor;
		if (author.name !== '') return oneLine(author.name);
		return author.kind === 'system' ? say('system') : say('team');
	}

	function rowOf(event: FinalEvent): TranscriptRow | null {
		const time = timeOf(event.createdAt);
		if (event.type !== 'message' && event.type !== 'note') {
			const text = lineOf(event, nameOf(event), say);
			return text === null ? null : { kind: 'line', time, text: oneLine(text) };
		}
		if (event.deleted) return { kind: 'line', time, text: say('deleted', { name: nameOf(event) }) };
		const isAutomatic = event.author.kind === 'bot' || event.author.kind === 'system';
		const isReview = event.type === 'note' && event.review === true;
		const label = isReview ? 'review' : event.type === 'note' ? 'note' : 'automatic';
		return {
			kind: 'message',
			time,
			author: nameOf(event),
			label: event.type === 'note' || isAutomatic ? say(label) : '',
			tone: event.type === 'note' ? 'note' : event.author.kind === 'visitor' ? 'other' : 'own',
			text: shown(event.text),
			files: event.files.map((file) => say('file', { name: oneLine(file.name) })),
			edited: event.editedAt === undefined ? '' : say('edited', { time: timeOf(event.editedAt) }),
		};
	}

	return (page: TeamPage): TranscriptRow[] =>
		finalEvents(page).flatMap((event) => {
			const row = rowOf(event);
			if (row === null) return [];
			const ofEvent = days.format(Date.parse(event.createdAt));
			if (ofEvent === day) return [row];
			day = ofEvent;
			return [{ kind: 'day', text: day } as const, row];
		});
}

function lineOf(event: FinalEvent, by: string, say: SayTeam): string | null {
	switch (event.type) {
		case 'assigned':
		case 'joined':
			return say('joined', { name: event.agentName });
		case 'left':
			return say('left', { name: event.agentName });
		case 'transferred':
			return say('transferred', { by, name: event.agentName, reason: event.reason });
		case 'requeued':
			return say('requeued', { reason: event.reason });
		case 'asked':
			return event.about === 'resolved'
				? say('askedResolved', { by })
				: say('askedTransfer', { by, name: event.toName ?? '' });
		case 'answered':
			return say(event.yes ? 'yes' : 'no');
		case 'idle':
			return say(event.isIdle ? 'idle' : 'back');
		case 'archived':
		case 'deferred':
		case 'reopened':
			return say(event.type);
		case 'tagged':
			return [
				...(event.add.length === 0 ? [] : [say('tagged', { tags: event.add.join(', ') })]),
				...(event.remove.length === 0 ? [] : [say('untagged', { tags: event.remove.join(', ') })]),
			].join('. ');
		case 'prioritised':
			return say('prioritised', { priority: event.priority });
		case 'ended':
			return [say('ended', { by }), event.reason].filter((part) => part !== '').join(': ');
		case 'rating':
			return [
				...(event.score === null ? [] : [say('rated', { score: event.score })]),
				...(event.effort === null ? [] : [say('effort', { effort: event.effort })]),
				...(event.comment === '' ? [] : [event.comment]),
			].join('. ');
		case 'message':
		case 'note':
		case 'edit':
		case 'redaction':
			return null;
	}
}
