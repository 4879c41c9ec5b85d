import { countOf, heldOf, listOf, partOf, sectionsOf } from './lists.ts';
import { viewOf } from './testing/view.ts';

const at = (minute: number): string => `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`;
const idsOf = (views: readonly { readonly id: string }[]): string[] => views.map(({ id }) => id);

describe('where a conversation stands', () => {
	const mine = { assignee: 'me' };
	it.each([
		['one that I answer and that waits', viewOf('a', mine), 'waitsForMe', null, 'running'],
		[
			'one where it is their turn',
			viewOf('a', { ...mine, waitingSinceAt: null }),
			'visitorsTurn',
			null,
			'running',
		],
		[
			'one that is meant for me',
			viewOf('a', { ...mine, status: 'pending' }),
			'assignedToMe',
			null,
			'later',
		],
		['one that I ended', viewOf('a', { ...mine, status: 'ended' }), 'ended', null, 'ended'],
		['one in the queue', viewOf('a'), null, 'queue', 'queue'],
		['one that is answered later', viewOf('a', { status: 'pending' }), null, 'later', 'later'],
		['one that a colleague answers', viewOf('a', { assignee: 'jonas' }), null, null, 'running'],
		[
			'one that is meant for a colleague',
			viewOf('a', { assignee: 'jonas', status: 'pending' }),
			null,
			null,
			'later',
		],
		[
			'one that I joined',
			viewOf('a', { assignee: 'jonas', participants: ['jonas', 'me'] as never }),
			'joined',
			null,
			'running',
		],
		[
			'one that I had joined and that has ended',
			viewOf('a', { assignee: 'jonas', participants: ['jonas', 'me'] as never, status: 'ended' }),
			null,
			null,
			'ended',
		],
		[
			'one that is archived',
			viewOf('a', { ...mine, status: 'ended', archivedAt: at(1) }),
			null,
			null,
			null,
		],
	] as const)('%s', (_, view, inMine, inWaiting, inAll) => {
		expect(partOf(view, 'mine', 'me')).toBe(inMine);
		expect(partOf(view, 'waiting', 'me')).toBe(inWaiting);
		expect(partOf(view, 'all', 'me')).toBe(inAll);
	});
});

it('lists who has waited longest first, and by wish urgent ones or the newest', () => {
	const views = [
		viewOf('young', { waitingSinceAt: at(5), lastAt: at(5) }),
		viewOf('old', { waitingSinceAt: at(1), lastAt: at(9) }),
		viewOf('urgent', { waitingSinceAt: at(4), lastAt: at(4), priority: 'urgent' }),
	];
	expect(idsOf(listOf(views, 'waiting', 'me'))).toEqual(['old', 'urgent', 'young']);
	const rows = (order: 'next' | 'newest') =>
		sectionsOf(views, 'waiting', 'me', order)[0]?.rows ?? [];
	expect(idsOf(rows('next'))).toEqual(['urgent', 'old', 'young']);
	expect(idsOf(rows('newest'))).toEqual(['old', 'young', 'urgent']);
});

it('counts what is to be done: neither what has ended nor what a colleague answers for', () => {
	const views = [
		viewOf('a', { assignee: 'me' }),
		viewOf('b', { assignee: 'me', status: 'ended' }),
		viewOf('c', { assignee: 'jonas', participants: ['me'] as never }),
	];
	expect(countOf(views, 'mine', 'me')).toBe(1);
});

it('keeps every row in its place while it is held, new ones last, and lets go of what is gone', () => {
	const before = [
		viewOf('a', { assignee: 'me', waitingSinceAt: at(1) }),
		viewOf('b', { assignee: 'me', waitingSinceAt: at(2) }),
		viewOf('c', { assignee: 'me', waitingSinceAt: at(3) }),
	];
	const held = heldOf(sectionsOf(before, 'mine', 'me'));
	const after = [
		// Answered meanwhile, asked anew, passed on; and one has come.
		viewOf('a', { assignee: 'me', waitingSinceAt: null }),
		viewOf('b', { assignee: 'me', waitingSinceAt: at(9) }),
		viewOf('c', { assignee: 'jonas', participants: [] }),
		viewOf('d', { assignee: 'me', waitingSinceAt: at(0) }),
	];
	const shown = sectionsOf(after, 'mine', 'me', 'longest', held);
	expect(shown.map(({ part, rows }) => [part, idsOf(rows)])).toEqual([
		['waitsForMe', ['a', 'b', 'd']],
	]);
	const free = sectionsOf(after, 'mine', 'me', 'longest');
	expect(free.map(({ part, rows }) => [part, idsOf(rows)])).toEqual([
		['waitsForMe', ['d', 'b']],
		['visitorsTurn', ['a']],
	]);
});
