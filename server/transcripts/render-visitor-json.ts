import type { VisitorEventView } from '../../shared/views/event-view.ts';
import type { TranscriptFacts, TranscriptPage } from './render-rows.ts';
import type { Rendering } from './write-rows.ts';

/** The visitor's copy as data: the visitor's view of each event as it reads now, never a `seq`. */
export function renderVisitorJson({ site }: TranscriptFacts): Rendering<TranscriptPage> {
	let isFirst = true;
	return {
		begin: () => `${JSON.stringify({ copy: 'visitor', site }).slice(0, -1)},"events":[`,
		page: (page) =>
			finalOf(page)
				.map((event) => {
					const lead = isFirst ? '\n' : ',\n';
					isFirst = false;
					return lead + JSON.stringify(event);
				})
				.join(''),
		end: (isCut) => `\n],"isCut":${isCut}}\n`,
	};
}

/** Edits and redactions are in what they are about. */
function finalOf({ events, amendments }: TranscriptPage): VisitorEventView[] {
	return events.flatMap((event): VisitorEventView[] => {
		if (event.type === 'edit' || event.type === 'redaction') return [];
		if (event.type !== 'message') return [event];
		const changes = amendments.filter((each) => 'target' in each && each.target === event.vseq);
		const isGone = changes.some(
			(each) => each.type === 'redaction' || (each.type === 'edit' && each.deleted),
		);
		if (isGone || event.deleted)
			return [{ ...event, text: '', files: [], quickReplies: [], deleted: true }];
		const edit = changes.findLast((each) => each.type === 'edit');
		return [edit === undefined ? event : { ...event, text: edit.text }];
	});
}
