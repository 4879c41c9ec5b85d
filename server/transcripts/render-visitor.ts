import {
	createRows,
	oneLine,
	sayIn,
	type TranscriptFacts,
	type TranscriptPage,
} from './render-rows.ts';
import { writeRows, type Rendering } from './write-rows.ts';

export type TranscriptFormat = 'txt' | 'html';

/** The visitor's own transcript (D39): made of the visitor's view alone, so nothing internal can be in it. */
export function renderVisitor(
	format: TranscriptFormat,
	facts: TranscriptFacts,
): Rendering<TranscriptPage> {
	const { language } = facts;
	const say = sayIn(language);
	const heading = {
		tag: language.tag,
		direction: language.direction,
		title: oneLine(say('title', { site: facts.site })),
		facts: [say('transcriptNote', { zone: facts.timeZone })],
		cut: say('transcriptCut'),
	};
	return writeRows(format, heading, createRows(facts));
}
