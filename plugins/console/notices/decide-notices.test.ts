import type { ConversationView, TeamEventView } from '../../../shared/views/event-view.ts';
import { noticesOf, type Onlooker, type Seen } from './decide-notices.ts';

const noon = Date.parse('2026-05-04T12:00:00Z');
const at = (seconds: number): string => new Date(noon + seconds * 1000).toISOString();
const limitMs = 120_000;

const view = (more: Partial<Record<keyof ConversationView, unknown>> = {}): ConversationView =>
	({
		id: 'c1',
		seq: 1,
		visitor: 'v1',
		status: 'active',
		endedBy: null,
		assignee: 'me',
		assigneeName: 'Mira',
		participants: ['me'],
		group: null,
		messageCount: 3,
		lastAt: at(0),
		waitingSinceAt: null,
		preview: 'Do the brakes fit?',
		...more,
	}) as ConversationView;
const inLine = { status: 'waiting', assignee: null, assigneeName: null, participants: [] } as const;

const seen = (views: readonly ConversationView[], more: Partial<Seen> = {}): Seen => ({
	at: noon,
	conversations: new Map(views.map((one) => [one.id, one])),
	loaded: new Set(['waiting', 'active'] as const),
	duty: { status: 'available', wanted: 'available' } as Seen['duty'],
	link: { kind: 'open' } as Seen['link'],
	lostAt: null,
	...more,
});
const who: Onlooker = {
	me: 'me',
	team: [
		{ id: 'me', name: 'Mira Kovač', groups: ['parts'] },
		{ id: 'jo', name: 'Jonas', groups: [] },
	] as never,
	nameOf: () => 'Hanna',
	limitOf: () => limitMs,
};
const event = (more: object): TeamEventView =>
	({
		conversation: 'c1',
		seq: 9,
		author: { kind: 'agent', id: 'jo', name: 'Jonas' },
		...more,
	}) as never;

const told = (before: Seen, after: Seen, heard: readonly TeamEventView[] = []) =>
	noticesOf(before, after, heard, who).map(({ kind, by, text }) => ({ kind, by, text }));
const kinds = (...args: Parameters<typeof told>): string[] => told(...args).map(({ kind }) => kind);

describe('new conversations', () => {
	const fresh = view({ ...inLine, id: 'c2', lastAt: at(5), waitingSinceAt: at(5) });

	it('in the line are told, of the own groups and of none', () => {
		expect(told(seen([view()]), seen([view(), fresh]))).toEqual([
			{ kind: 'waiting', by: null, text: 'Do the brakes fit?' },
		]);
		const parts = { ...fresh, group: 'parts' };
		expect(kinds(seen([]), seen([parts]))).toEqual(['waiting']);
		expect(kinds(seen([]), seen([{ ...fresh, group: 'returns' }]))).toEqual([]);
	});

	it('are told when they come to the line later, or back to it', () => {
		const later = { ...fresh, status: 'pending' } as ConversationView;
		expect(kinds(seen([later]), seen([fresh]))).toEqual(['waiting']);
		const others = view({ id: 'c2', assignee: 'jo', participants: ['jo'] });
		expect(kinds(seen([others]), seen([fresh]))).toEqual(['waiting']);
	});

	it('are not told to who takes none', () => {
		for (const status of ['away', 'offline'] as const) {
			const duty = { status, wanted: status } as Seen['duty'];
			expect(kinds(seen([], { duty }), seen([fresh], { duty }))).toEqual([]);
		}
	});

	it('are not told when they were there before: at the start, from down a list, from the archive', () => {
		expect(kinds(seen([], { loaded: new Set() }), seen([fresh]))).toEqual([]);
		const old = view({ ...inLine, id: 'c3', lastAt: at(-60), waitingSinceAt: at(-60) });
		expect(kinds(seen([view()]), seen([view(), old]))).toEqual([]);
	});
});

describe('a conversation that comes to me', () => {
	const mine = view({ seq: 2 });

	it('is told, from the line and from a colleague', () => {
		const waited = view({ ...inLine });
		expect(told(seen([waited]), seen([mine]))).toMatchObject([{ kind: 'assigned', by: null }]);
		const jonas = view({ assignee: 'jo', assigneeName: 'Jonas', participants: ['jo'] });
		expect(told(seen([jonas]), seen([mine]))).toMatchObject([{ kind: 'assigned', by: 'Jonas' }]);
	});

	it('is not told when I took it', () => {
		const own = { kind: 'agent', id: 'me', name: 'Mira' };
		for (const type of ['assigned', 'message'])
			expect(kinds(seen([view(inLine)]), seen([mine]), [event({ type, author: own })])).toEqual([]);
	});

	it('is one notice when it was asked and given at once', () => {
		const fresh = view({ id: 'c2', lastAt: at(5), waitingSinceAt: at(5) });
		expect(kinds(seen([view()]), seen([view(), fresh]))).toEqual(['assigned']);
	});
});

describe('messages', () => {
	const more = { seq: 4, messageCount: 4, lastAt: at(9) };
	const asked = view({ ...more, waitingSinceAt: at(9) });

	it('of the visitor in mine are told, also those found after a reconnect', () => {
		expect(kinds(seen([view()]), seen([asked]))).toEqual(['message']);
		const several = view({ ...more, messageCount: 9, waitingSinceAt: at(9) });
		expect(kinds(seen([view()]), seen([several]))).toEqual(['message']);
		expect(kinds(seen([several]), seen([several]))).toEqual([]);
	});

	it('of the team, and in conversations of others, are not', () => {
		expect(kinds(seen([view()]), seen([view(more)]))).toEqual([]);
		const others = { assignee: 'jo', participants: ['jo'] };
		expect(kinds(seen([view(others)]), seen([{ ...asked, ...others } as never]))).toEqual([]);
	});

	it('are cut to one short line', () => {
		const long = { ...asked, preview: `a\n${'👩‍👩‍👧 '.repeat(40)}` };
		const [notice] = told(seen([view()]), seen([long]));
		expect(notice?.text.length).toBeLessThanOrEqual(120);
		expect(notice?.text).toMatch(/^a 👩‍👩‍👧 .*…$/u);
		expect(notice?.text).not.toMatch(/\p{Cs}/u);
	});
});

describe('a wait that is too long', () => {
	const waiting = view({ waitingSinceAt: at(0) });
	const later = (ms: number): Seen => seen([waiting], { at: noon + ms });

	it('is told once, at its limit', () => {
		expect(kinds(later(limitMs - 2), later(limitMs - 1))).toEqual([]);
		expect(kinds(later(limitMs - 1), later(limitMs))).toEqual(['late']);
		expect(kinds(later(limitMs), later(limitMs + 5000))).toEqual([]);
	});

	it('is told to the one who answers only', () => {
		const look = view({ waitingSinceAt: at(0), assignee: 'jo', participants: ['jo', 'me'] });
		const [a, b] = [1, limitMs].map((ms) => seen([look], { at: noon + ms }));
		expect(kinds(a as Seen, b as Seen)).toEqual([]);
	});
});

describe('a note', () => {
	const note = (text: string, more: object = {}) =>
		event({ type: 'note', text, deleted: false, ...more });

	it('that names me is told with its words', () => {
		expect(told(seen([view()]), seen([view()]), [note('@Mira please look')])).toEqual([
			{ kind: 'mention', by: 'Jonas', text: '@Mira please look' },
		]);
	});

	it('of my own, or to others, is not', () => {
		const own = { author: { kind: 'agent', id: 'me', name: 'Mira' } };
		expect(
			kinds(seen([view()]), seen([view()]), [note('@Mira', own), note('@Jonas look')]),
		).toEqual([]);
	});
});

describe('about the agent', () => {
	const duty = (status: string) => ({ duty: { status, wanted: 'available' } as Seen['duty'] });

	it('a status that became another is told', () => {
		expect(told(seen([]), seen([], duty('away')))).toMatchObject([
			{ kind: 'status', text: 'away' },
		]);
		expect(kinds(seen([], { duty: null }), seen([]))).toEqual([]);
	});

	it('a lost connection is told after 20 seconds, once, and the end of the sign-in at once', () => {
		const lost = (ms: number): Seen =>
			seen([], { at: noon + ms, lostAt: noon, link: { kind: 'connecting' } as never });
		expect(told(lost(0), lost(19_999))).toEqual([]);
		expect(told(lost(0), lost(20_000))).toMatchObject([{ kind: 'status', text: 'lost' }]);
		expect(told(lost(20_000), lost(25_000))).toEqual([]);
		const out = seen([], {
			lostAt: noon,
			link: { kind: 'stopped', code: 'not_signed_in' } as never,
		});
		expect(told(lost(0), out)).toMatchObject([{ kind: 'status', text: 'signed_out' }]);
		expect(told(out, out)).toEqual([]);
	});

	it('a visitor who ends is told, a colleague who does so is not', () => {
		const ended = (endedBy: string) => seen([view({ status: 'ended', endedBy })]);
		expect(told(seen([view()]), ended('visitor'))).toMatchObject([
			{ kind: 'status', text: 'ended' },
		]);
		expect(told(seen([view()]), ended('agent'))).toEqual([]);
	});
});
