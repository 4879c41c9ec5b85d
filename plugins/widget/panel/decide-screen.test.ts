import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import type { PanelSettings } from '../settings.ts';
import { decideScreen, needsForm, type Screen, type Wish } from './decide-screen.ts';

const off = { name: 'off', email: 'off', phone: 'off', question: 'off', topics: [] };
const settingsOf = (more: object = {}) =>
	({
		timeZone: 'UTC',
		hours: [],
		articles: [],
		whenClosed: 'form',
		whenAway: 'queue',
		prechat: {
			...off,
			consentMonths: null,
		},
		...more,
	}) as unknown as PanelSettings;
const withHours = settingsOf({ hours: [{ days: 'Monday', times: '9:00 to 18:00' }] });

const said = { type: 'message', author: { kind: 'visitor' } };
const stateOf = (given: {
	events?: object[];
	presence?: string;
	visitor?: object;
	more?: object;
}) =>
	({
		isLoaded: true,
		link: { kind: 'open' },
		log: given.events === undefined ? [] : [{ id: 'c.1', timeline: { events: given.events } }],
		news: {
			presence: given.presence === undefined ? null : { state: given.presence },
			visitor: given.visitor ?? null,
		},
		...given.more,
	}) as unknown as VisitorState;
const ended = [said, { type: 'ended' }];
const decide = (settings: PanelSettings, state: VisitorState, wish: Wish = null, isDone = false) =>
	decideScreen({ settings, state, wish, isSending: false, isDone: () => isDone });

test.each<[string, Screen, PanelSettings, VisitorState, Wish]>([
	['a site with nothing to show', 'chat', settingsOf(), stateOf({}), null],
	['hours to show', 'home', withHours, stateOf({ presence: 'open' }), null],
	['a chat that runs', 'chat', withHours, stateOf({ events: [said], presence: 'open' }), null],
	[
		'the way back from it',
		'home',
		withHours,
		stateOf({ events: [said], presence: 'open' }),
		'home',
	],
	[
		'an end that was not rated',
		'chat',
		withHours,
		stateOf({ events: ended, presence: 'open' }),
		null,
	],
	['out of hours', 'away', withHours, stateOf({ presence: 'closed' }), null],
	[
		'out of hours, in a chat',
		'chat',
		withHours,
		stateOf({ events: [said], presence: 'closed' }),
		null,
	],
	['nothing known yet', 'wait', withHours, stateOf({ more: { isLoaded: false } }), null],
	[
		'no connection',
		'home',
		withHours,
		stateOf({ more: { isLoaded: false, link: { kind: 'waiting' } } }),
		null,
	],
])('%s: %s', (_case, screen, settings, state, wish) => {
	expect(decide(settings, state, wish)).toBe(screen);
});

it('shows home after an end that the visitor is done with', () => {
	expect(decide(withHours, stateOf({ events: ended, presence: 'open' }), null, true)).toBe('home');
});

it('asks before a chat, and goes on when nothing is left to ask', () => {
	const settings = settingsOf({ prechat: { ...off, email: 'required', consentMonths: null } });
	expect(decide(settings, stateOf({}), 'start')).toBe('form');
	const known = stateOf({ visitor: { email: 'ellen@example.com' } });
	expect(decide(settings, known, 'start')).toBe('chat');
});

it('asks somebody who is known for nothing that need not be said', () => {
	const settings = settingsOf({
		prechat: { ...off, name: 'required', phone: 'optional', consentMonths: null },
	});
	expect(needsForm(settings, stateOf({}))).toBe(true);
	expect(needsForm(settings, stateOf({ visitor: { name: 'Ellen' } }))).toBe(false);
});
