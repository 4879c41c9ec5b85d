import {
	markedUnread,
	noted,
	readMarks,
	unreadOf,
	writtenMarks,
	type ReadMarks,
} from './read-marks.ts';
import { viewOf } from './testing/view.ts';

const none: ReadMarks = new Map();
const counted = (messageCount: number, waits = true) =>
	viewOf('a', { messageCount, ...(waits ? {} : { waitingSinceAt: null }) });

it('counts what the visitor wrote since it was last before the eyes', () => {
	const seen = noted(none, [counted(2)], 'a');
	expect(unreadOf(seen, counted(2))).toBe(0);
	const more = noted(seen, [counted(3)], null);
	expect(unreadOf(more, counted(3))).toBe(1);
	// Before it was noted, too: a badge does not lag behind.
	expect(unreadOf(more, counted(5))).toBe(3);
	expect(unreadOf(noted(more, [counted(5)], 'a'), counted(5))).toBe(0);
});

it('counts nothing any more once anybody of the team has answered', () => {
	const marks = noted(none, [counted(2)], null);
	expect(unreadOf(marks, counted(2))).toBe(2);
	const answered = noted(marks, [counted(3, false)], null);
	expect(unreadOf(answered, counted(3, false))).toBe(0);
	expect(unreadOf(noted(answered, [counted(4)], null), counted(4))).toBe(1);
});

it('is the same when nothing has changed, so that nothing is drawn anew', () => {
	const marks = noted(none, [counted(2)], null);
	expect(noted(marks, [counted(2)], null)).toBe(marks);
});

it('says one at least when it is marked by hand, though the visitor has the word', () => {
	const marks = markedUnread(noted(none, [counted(2, false)], 'a'), counted(2, false));
	expect(unreadOf(marks, counted(2, false))).toBe(1);
});

it('is kept over a reload, and passes over what is not its own', () => {
	const marks = noted(none, [counted(4)], null);
	expect([...readMarks(writtenMarks(marks))]).toEqual([['a', [4, 4]]]);
	for (const kept of [null, '', '{', '{}', '[1,["a"],["b","1",2]]'])
		expect(readMarks(kept).size).toBe(0);
});
