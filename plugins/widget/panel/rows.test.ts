import '../testing/english.ts';
import { visitorReducer } from '../../../shared/client/visitor-log.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { lineOf } from './line.ts';
import { repliesOf, rowsOf, type MessageRow } from './rows.ts';

type Pending = VisitorState['pending'][number];

const now = new Date('2026-05-06T12:00:00').getTime();
const around = { now, lineOf, isOnline: true, site: 'Tandem & Sons', uploaded: new Map() };
const minutesAgo = (n: number): string => new Date(now - n * 60_000).toISOString();
const stateOf = (given: Partial<VisitorState>): VisitorState =>
	({
		log: [],
		pending: [],
		link: { kind: 'open' },
		news: { marks: new Map(), typing: null },
		...given,
	}) as unknown as VisitorState;
type Given = Partial<Record<string, unknown>> & { readonly createdAt: string };
const eventOf = (vseq: number, given: Given): VisitorEventView =>
	({
		type: 'message',
		vseq,
		author: { kind: 'agent', name: 'Mira' },
		clientId: null,
		text: `text ${vseq}`,
		files: [],
		quickReplies: [],
		deleted: false,
		...given,
	}) as unknown as VisitorEventView;
const own = { author: { kind: 'visitor', name: '' } };
const logOf = (...events: readonly Given[]): VisitorState['log'] => {
	const views = events.map((given, index) => eventOf(index + 1, given));
	return [{ id: 'v.1', timeline: visitorReducer.apply(visitorReducer.empty(), views) }];
};
const messagesOf = (state: VisitorState): MessageRow[] =>
	rowsOf(state, around).flatMap((row) => (row.kind === 'message' ? [row] : []));
const linesOf = (state: VisitorState): string[] =>
	rowsOf(state, around).flatMap((row) => (row.kind === 'message' ? [] : [row.text]));

const frame = { type: 'message.send', clientId: 'client-1', text: 'Hello' } as const;
const waiting: Pending = { frame, at: now - 500, state: 'sending', code: null, message: null };
const markOf = (
	pending: Partial<Pending>,
	link: VisitorState['link']['kind'] = 'open',
	isOnline = true,
) => {
	const state = stateOf({
		pending: [{ ...waiting, ...pending }],
		link: { kind: link } as VisitorState['link'],
	});
	const row = rowsOf(state, { ...around, isOnline }).at(-1);
	return row?.kind === 'message' ? row.mark : null;
};

test('what is written says how it stands', () => {
	expect(markOf({})).toBe('sending');
	expect(markOf({}, 'connecting')).toBe('waiting');
	expect(markOf({}, 'waiting', false)).toBe('waitingOffline');
	// The socket does not know yet that the network has gone.
	expect(markOf({}, 'open', false)).toBe('waitingOffline');
	expect(markOf({ at: now - 20_000 })).toBe('waiting');
	expect(markOf({ state: 'failed', code: 'message_too_long' })).toBe('notSent');
	// Stored, and its event is on the way.
	expect(markOf({ state: 'sent' })).toBe('sent');
});

test('what the server puts off again and again says so, also while it is tried once more', () => {
	for (const state of ['waiting', 'sending'] as const)
		expect(markOf({ state, code: 'internal' })).toBe('delayed');
	expect(markOf({ code: 'internal' }, 'connecting')).toBe('waiting');
});

test('an own message is sent, then delivered, then read', () => {
	const asked = { ...own, createdAt: minutesAgo(3) };
	const log = logOf(asked, asked, asked);
	const marks = new Map([
		['v.1', { team: { delivered: 2, read: 1 }, own: { delivered: 3, read: 3 } }],
	]);
	const state = stateOf({ log, news: { ...stateOf({}).news, marks } });
	expect(messagesOf(state).map(({ mark }) => mark)).toEqual(['read', 'delivered', 'sent']);
});

test('messages of one author stand together while the gaps are under five minutes', () => {
	const log = logOf(
		{ createdAt: minutesAgo(30) },
		{ createdAt: minutesAgo(26) },
		{ createdAt: minutesAgo(20) },
		{ createdAt: minutesAgo(20), author: { kind: 'bot', name: '' } },
		{ createdAt: minutesAgo(19), ...own },
		{ createdAt: minutesAgo(18), type: 'joined', agentName: 'Jon' },
		{ createdAt: minutesAgo(18), ...own },
	);
	const rows = messagesOf(stateOf({ log }));
	expect(rows.map(({ isFirst, isLast }) => `${Number(isFirst)}${Number(isLast)}`)).toEqual([
		'10',
		'01',
		'11',
		'11',
		'11',
		'11',
	]);
	expect(rows[3]).toMatchObject({ author: 'Tandem & Sons', isAutomatic: true });
});

test('each day and each conversation begins with a line', () => {
	const before = logOf({ createdAt: '2026-05-01T10:00:00' }, { createdAt: '2026-05-05T10:00:00' });
	const after = { ...logOf({ createdAt: '2026-05-06T10:00:00' })[0], id: 'v.2' };
	const third = { ...logOf({ createdAt: '2026-05-06T11:00:00' })[0], id: 'v.3' };
	const log = [...before, after, third] as VisitorState['log'];
	expect(linesOf(stateOf({ log }))).toEqual([
		'May 1',
		'Yesterday',
		'Today',
		expect.stringMatching(/11:00/),
	]);
	const old = logOf({ createdAt: '2024-05-01T10:00:00' });
	expect(linesOf(stateOf({ log: old }))).toEqual(['May 1, 2024']);
});

test('what happened is said in a sentence', () => {
	const createdAt = new Date(now).toISOString();
	const log = logOf(
		{ createdAt, type: 'deferred' },
		{ createdAt, type: 'requeued' },
		{ createdAt, type: 'transferred', agentName: 'Jon' },
		{ createdAt, type: 'ended', by: 'agent' },
		{ createdAt, type: 'rating', score: 4, effort: null, ...own },
		{ createdAt, type: 'rating', score: null, effort: 2, ...own },
	);
	expect(linesOf(stateOf({ log })).slice(1)).toEqual([
		'You are not waiting any more. The answer comes here.',
		'You are in line again',
		'Mira passed the chat to Jon, who can read everything above',
		expect.stringMatching(/^Mira ended the chat at /),
		'You rated it 4 of 5.',
	]);
});

test('an own message may be taken back for five minutes', () => {
	const log = logOf({ ...own, createdAt: minutesAgo(6) }, { ...own, createdAt: minutesAgo(4) });
	expect(messagesOf(stateOf({ log })).map(({ mayDelete }) => mayDelete)).toEqual([false, true]);
});

test('answers are offered until the visitor writes or the message is deleted', () => {
	const asked = { createdAt: minutesAgo(2), quickReplies: ['Yes', 'No'] };
	const log = logOf(asked);
	expect(repliesOf(stateOf({ log }))).toEqual(['Yes', 'No']);
	expect(repliesOf(stateOf({ log, pending: [waiting] }))).toEqual([]);
	expect(repliesOf(stateOf({ log: logOf(asked, { ...own, createdAt: minutesAgo(1) }) }))).toEqual(
		[],
	);
	const redacted = { createdAt: minutesAgo(1), type: 'redaction', target: 1 };
	expect(repliesOf(stateOf({ log: logOf(asked, redacted) }))).toEqual([]);
	const ended = { createdAt: minutesAgo(1), type: 'ended', by: 'agent' };
	expect(repliesOf(stateOf({ log: logOf(asked, ended) }))).toEqual([]);
});
