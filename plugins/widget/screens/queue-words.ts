import { say, strings, type Word } from '../strings.ts';

interface Wait {
	/** Minutes; null: not known. */
	readonly fromMinutes: number | null;
	readonly toMinutes: number | null;
}

const longMinutes = 30;
const places: readonly Word[] = [
	'placeNext',
	'placeSecond',
	'placeThird',
	'placeFourth',
	'placeFifth',
	'placeSixth',
	'placeSeventh',
	'placeEighth',
	'placeNinth',
];

/** `position` counts from 1; null: it is not known, or the site does not show it. */
export function placeText(position: number | null): string {
	if (position === null) return strings.placeUnknown;
	const word = places[position - 1];
	return word === undefined ? say('placeNth', { n: position }) : strings[word];
}

/** How long it may take. Without enough to go by there is no figure at all. */
export function waitText({ fromMinutes: a, toMinutes: n }: Wait): string {
	if (n === null) return strings.waitUnknown;
	if (n > longMinutes) return strings.waitLong;
	return a === null || a <= 0 || a >= n ? say('waitWithin', { n }) : say('waitRange', { a, n });
}
