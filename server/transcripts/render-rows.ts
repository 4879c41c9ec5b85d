import type { VisitorEventView } from '../../shared/views/event-view.ts';
import { textOf, type Language, type WordValues } from '../../shared/site/words.ts';

/** What a transcript needs besides events. */
export interface TranscriptFacts {
	readonly site: string;
	readonly language: Language;
	/** BCP 47, for dates and times: of the same language. */
	readonly locale: string;
	/** IANA. */
	readonly timeZone: string;
}

/** Nothing in it that cannot be seen; not yet escaped for any format. */
export type TranscriptRow =
	| { readonly kind: 'day'; readonly text: string }
	| { readonly kind: 'line'; readonly time: string; readonly text: string }
	| {
			readonly kind: 'message';
			readonly time: string;
			readonly author: string;
			/** Beside the author: that it was said by itself, or that it is a note. Empty: nothing. */
			readonly label: string;
			/** `own`: of whose copy it is; `note`: only in the team's. */
			readonly tone: 'own' | 'other' | 'note';
			readonly text: string;
			readonly files: readonly string[];
			/** "Edited at 14:02", or empty. */
			readonly edited: string;
	  };

export interface TranscriptPage {
	/** Ascending. */
	readonly events: readonly VisitorEventView[];
	/** The latest edit and the redaction of each event of the page. */
	readonly amendments: readonly VisitorEventView[];
}

export const sayIn =
	({ words, tag }: Language) =>
	(word: string, values?: WordValues): string =>
		textOf(words, tag, word, values);

/** Without control characters, and without what turns the direction of all that follows. */
export const shown = (given: string): string =>
	given
		.replace(/\r\n?/g, '\n')
		.replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '');
export const oneLine = (given: string): string => shown(given).replace(/\s+/g, ' ').trim();

/** Turns pages into rows, one after the other; the day stands above the first row of each day. */
export function createRows({ site, language, locale, timeZone }: TranscriptFacts) {
	const say = sayIn(language);
	const days = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone });
	const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
	const timeOf = (iso: string): string => times.format(Date.parse(iso));
	/** Where writing runs from right to left, a name keeps its own direction and cannot turn what stands beside it. */
	const named = (name: string): string =>
		language.direction === 'rtl' ? `\u2068${oneLine(name)}\u2069` : oneLine(name);
	let day = '';

	function messageOf(
		event: Extract<VisitorEventView, { type: 'message' }>,
		changes: readonly VisitorEventView[],
	): TranscriptRow {
		const { author, createdAt } = event;
		const time = timeOf(createdAt);
		const isOwn = author.kind === 'visitor';
		const isAutomatic = author.kind === 'bot' || author.kind === 'system';
		const name = isOwn
			? say('you')
			: author.name === ''
				? isAutomatic
					? site
					: say('team')
				: author.name;
		// An erased edit has no text any more, and its message was taken back with it.
		const isGone = changes.some(
			(change) => change.type === 'redaction' || (change.type === 'edit' && change.deleted),
		);
		if (event.deleted || isGone) {
			const text = say(isOwn ? 'youDeleted' : 'theyDeleted', { name: named(name) });
			return { kind: 'line', time, text };
		}
		const edit = changes.findLast((change) => change.type === 'edit');
		return {
			kind: 'message',
			time,
			author: oneLine(name),
			label: isAutomatic ? say('automatic') : '',
			tone: isOwn ? 'own' : 'other',
			text: shown(edit?.text ?? event.text),
			files: event.files.map((file) => say('transcriptFile', { name: named(file.name) })),
			edited: edit === undefined ? '' : say('edited', { time: timeOf(edit.createdAt) }),
		};
	}

	/** Null: not worth a line. */
	function lineOf(event: VisitorEventView): string | null {
		const time = timeOf(event.createdAt);
		const by = event.author.name;
		switch (event.type) {
			case 'assigned':
			case 'joined':
				return say('joined', { name: named(event.agentName), time });
			case 'left':
				return say('left', { name: named(event.agentName), time });
			case 'transferred':
				return by === '' || by === event.agentName
					? say('passed', { name: named(event.agentName) })
					: say('passedFrom', { old: named(by), new: named(event.agentName) });
			case 'requeued':
				return say('requeued');
			case 'answered':
				if (event.about === 'resolved') return say(event.yes ? 'saidSolved' : 'saidUnsolved');
				return say(event.yes ? 'saidPass' : 'saidStay');
			case 'ended':
				if (event.by === 'visitor') return say('endedByYou', { time });
				return event.by === 'agent' && by !== ''
					? say('endedBy', { name: named(by), time })
					: say('ended', { time });
			case 'reopened':
				return say('reopened');
			case 'rating':
				return event.score === null ? null : say('rated', { n: event.score });
			case 'message':
			case 'edit':
			case 'redaction':
			case 'deferred':
			case 'asked':
				return null;
		}
	}

	return ({ events, amendments }: TranscriptPage): TranscriptRow[] => {
		return events.flatMap((event) => {
			const line = event.type === 'message' ? null : lineOf(event);
			if (event.type !== 'message' && line === null) return [];
			const row: TranscriptRow =
				event.type === 'message'
					? messageOf(
							event,
							amendments.filter((change) => 'target' in change && change.target === event.vseq),
						)
					: { kind: 'line', time: timeOf(event.createdAt), text: line ?? '' };
			const ofEvent = days.format(Date.parse(event.createdAt));
			if (ofEvent === day) return [row];
			day = ofEvent;
			return [{ kind: 'day', text: day } as const, row];
		});
	};
}
