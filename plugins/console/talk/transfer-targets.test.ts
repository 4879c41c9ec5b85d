import type { GroupView, TeamMemberView } from '../../../shared/views/desk-view.ts';
import { viewOf } from '../inbox/testing/view.ts';
import { placeInLine } from './place-in-line.ts';
import { matches, targetsOf } from './transfer-targets.ts';

const agent = (id: string, change: object = {}): TeamMemberView =>
	({
		id,
		name: id,
		role: 'agent',
		photo: null,
		sites: 'all',
		groups: [],
		status: 'available',
		load: 0,
		capacity: 5,
		...change,
	}) as unknown as TeamMemberView;
const workshop = {
	id: 'g1',
	name: 'Workshop',
	sites: 'all',
	agents: ['jonas', 'aiko'],
	standby: [],
	strategy: 'by_hand',
	rev: 1,
} as unknown as GroupView;

it('offers whoever may answer on that site, the freest first, oneself last, then groups with what waits there', () => {
	const view = viewOf('a', { assignee: 'mira' });
	const team = [
		agent('aiko', { status: 'away', groups: ['g1'] }),
		agent('lena', { load: 3 }),
		agent('me'),
		agent('jonas', { load: 1, groups: ['g1'] }),
		agent('mira'),
		agent('rita', { role: 'reader' }),
		agent('otto', { sites: ['other'] }),
	];
	const conversations = new Map(
		[view, viewOf('b', { group: 'g1' }), viewOf('c', { group: 'g1' })].map((each) => [
			each.id as string,
			each,
		]),
	);
	const elsewhere = { ...workshop, id: 'g2', sites: ['other'] } as unknown as GroupView;
	const targets = targetsOf({ team, conversations }, [workshop, elsewhere], view, 'me');
	expect(targets.map(({ id, isThere }) => [id, isThere])).toEqual([
		['jonas', true],
		['lena', true],
		['aiko', false],
		['me', true],
		['g1', true],
	]);
	expect(targets.at(-1)).toMatchObject({ available: 1, of: 2, inLine: 2 });
});

it('finds by the beginning of any name, or of a group', () => {
	const team = [agent('a1', { name: 'Jean-Luc Verhoeven', groups: ['g1'] })];
	const [target] = targetsOf({ team, conversations: new Map() }, [workshop], viewOf('a'), 'me');
	if (target === undefined) throw new Error('there is nobody');
	for (const typed of ['jean', 'luc', 'verh', 'work', 'LUC ver'])
		expect(matches(target, typed)).toBe(true);
	for (const typed of ['uc', 'orders', 'jean x']) expect(matches(target, typed)).toBe(false);
});

it('tells the place among those who wait for the same group, urgent ones before', () => {
	const views = [
		viewOf('a', { waitingSinceAt: '2026-03-01T12:01:00.000Z' }),
		viewOf('b', { waitingSinceAt: '2026-03-01T12:02:00.000Z', priority: 'urgent' }),
		viewOf('c', { group: 'g1' }),
		viewOf('d', { assignee: 'jonas' }),
	];
	const [first, , , last] = views;
	if (first === undefined || last === undefined) throw new Error('there are none');
	expect(placeInLine(views, first)).toEqual({ n: 2, of: 2 });
	expect(placeInLine(views, last)).toBeNull();
});
