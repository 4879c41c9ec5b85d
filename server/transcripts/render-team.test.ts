import type { ConversationView, TeamEventView } from '../../shared/views/event-view.ts';
import { renderTeam, renderTeamJson, type TeamFacts, type TeamPage } from './render-team.ts';

const facts: TeamFacts = {
	site: 'Tandem & Sons',
	conversation: { id: 'v1.1', visitor: 'v1' } as unknown as ConversationView,
	visitor: 'Priya',
	locale: 'en-GB',
	timeZone: 'Europe/Vienna',
};
const people = {
	v: { kind: 'visitor', id: 'v1', name: '' },
	a: { kind: 'agent', id: 'a1', name: 'Jonas' },
} as const;

let seq = 0;
function event(who: 'v' | 'a', body: object): TeamEventView {
	seq += 1;
	return {
		conversation: 'v1.1',
		seq,
		vseq: seq,
		createdAt: new Date(Date.UTC(2026, 8, 3, 8, 10 + seq)).toISOString(),
		author: people[who],
		clientId: null,
		...body,
	} as unknown as TeamEventView;
}
const said = (who: 'v' | 'a', text: string, more: object = {}): TeamEventView =>
	event(who, { type: 'message', text, files: [], quickReplies: [], deleted: false, ...more });

beforeEach(() => {
	seq = 0;
});

function render(
	page: TeamPage,
	format: 'txt' | 'html' = 'txt',
	more: Partial<TeamFacts> = {},
): string {
	const { begin, page: write, end } = renderTeam(format, { ...facts, ...more });
	return begin() + write(page) + end(false);
}

it('tells who said what, and what only the team saw', () => {
	const events = [
		said('v', 'It creaks.'),
		event('a', { type: 'joined', agent: 'a1', agentName: 'Jonas' }),
		said('a', 'Under warranty.', { type: 'note' }),
		event('v', { type: 'ended', by: 'visitor', reason: '' }),
		event('v', { type: 'rating', score: 5, effort: null, comment: 'Quick' }),
		said('a', 'Offer the link at once.', { type: 'note', review: true }),
	];
	expect(render({ events, amendments: [] }).replace('Thursday,', 'Thursday'))
		.toBe(`Conversation with Priya, Tandem & Sons
Copy of the team, with notes. Not for the visitor.
Times in Europe/Vienna

--- Thursday 3 September 2026 ---

10:11  Priya
    It creaks.

10:12  Jonas joined

10:13  Jonas (note, only the team sees this)
    Under warranty.

10:14  Ended by Priya

10:15  Rated 5 of 5. Quick

10:16  Jonas (review, only the team sees this)
    Offer the link at once.
`);
});

it('shows the last text of what was edited, and none of what was taken back', () => {
	const events = [said('v', 'first words'), said('v', 'my card is 4111')];
	const amendments = [
		event('v', { type: 'edit', target: 1, text: 'second words', deleted: false }),
		event('v', { type: 'redaction', target: 2 }),
	];
	const text = render({ events, amendments });
	expect(text).toContain('    second words\n    (edited at 10:13)\n');
	expect(text).toContain('Priya took a message back');
	expect(text).not.toMatch(/first words|4111/);
	const json = renderTeamJson(facts);
	const whole = json.begin() + json.page({ events, amendments }) + json.end(false);
	expect(whole).not.toMatch(/first words|4111/);
	expect(JSON.parse(whole)).toMatchObject({
		copy: 'team',
		visitor: 'Priya',
		events: [{ text: 'second words' }, { text: '', deleted: true }],
		isCut: false,
	});
});

it('makes text of whatever somebody wrote, in a page of its own', () => {
	const hostile = '</main><script>alert(1)</script> " onclick=x \u202e';
	const events = [said('v', hostile), event('a', { type: 'tagged', add: [hostile], remove: [] })];
	const html = render({ events, amendments: [] }, 'html', { visitor: hostile, site: hostile });
	expect(html).not.toMatch(/<script|\u202e/);
	expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
	expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
	expect(html).not.toMatch(/(src|href)=/);
});

it('speaks German where the reader does, and English elsewhere', () => {
	const page = { events: [said('a', 'nur für uns', { type: 'note' })], amendments: [] };
	const german = render(page, 'html', { locale: 'de-AT' });
	expect(german).toContain('<html lang="de" dir="ltr">');
	expect(german).toContain('Notiz, nur für das Team');
	expect(render(page, 'html', { locale: 'fr' })).toContain('<html lang="en" dir="ltr">');
});
