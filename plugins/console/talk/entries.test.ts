import { reducerBy } from '../../../shared/client/timeline.ts';
import type { TeamEventView } from '../../../shared/views/event-view.ts';
import { entriesOf, type Entry, type Reading } from './entries.ts';

const reducer = reducerBy<TeamEventView>(({ seq }) => seq);
const people = {
	hanna: { kind: 'visitor', id: 'v1', name: '' },
	mira: { kind: 'agent', id: 'a1', name: 'Mira' },
	jonas: { kind: 'agent', id: 'a2', name: 'Jonas' },
	bot: { kind: 'bot', id: 'b1', name: 'Helper' },
} as const;
type Who = keyof typeof people;
type Said = [who: Who, text: string, more?: object];

/** Each a minute after the one before; numbers as the server gives them. */
function timelineOf(...said: Said[]) {
	let vseq = 0;
	const events = said.map(([who, text, more], index) => {
		const body = { type: 'message', text, files: [], quickReplies: [], deleted: false, ...more };
		const isSeen = body.type === 'message' || body.type === 'joined';
		return {
			conversation: 'v1.1',
			seq: index + 1,
			vseq: isSeen ? ++vseq : null,
			createdAt: new Date(Date.UTC(2026, 2, 4, 12, index)).toISOString(),
			author: people[who],
			clientId: null,
			...body,
		} as unknown as TeamEventView;
	});
	return reducer.apply(reducer.empty(), events);
}
const reading: Reading = {
	me: 'a1',
	visitor: 'Hanna',
	marks: null,
	readTo: null,
	showsBot: false,
};
const read = (said: Said[], more: Partial<Reading> = {}): Entry[] =>
	entriesOf(timelineOf(...said), [], { ...reading, ...more });
/** In short: what kind, or what was said. */
const short = (entries: readonly Entry[]): string[] =>
	entries.flatMap((entry) => {
		if (entry.kind === 'said') return entry.text;
		if (entry.kind === 'fold') return `[${entry.count} folded]`;
		return entry.kind === 'day' ? [] : `[${entry.kind}]`;
	});
const marksOf = (entries: readonly Entry[]): string[] =>
	entries.flatMap((entry) =>
		entry.kind === 'said' && entry.mark !== null ? `${entry.text}: ${entry.mark}` : [],
	);
const joined = { type: 'joined', agent: 'a1', agentName: 'Mira' };

test('messages of one author stand together until another writes or three minutes pass', () => {
	const entries = read([
		['hanna', 'a'],
		['hanna', 'b'],
		['mira', 'c'],
		['jonas', 'd'],
		['jonas', 'e', { createdAt: '2026-03-04T12:30:00Z' }],
	]);
	const groups = entries.flatMap((entry) =>
		entry.kind === 'said'
			? [`${entry.text}${entry.isFirst ? '<' : ''}${entry.isLast ? '>' : ''}`]
			: [],
	);
	expect(groups).toEqual(['a<', 'b>', 'c<>', 'd<>', 'e<>']);
});

test('each state stands on its newest message, and a note has none [L25]', () => {
	const said: Said[] = [
		['mira', 'a'],
		['mira', 'b'],
		['hanna', 'c'],
		['mira', 'd'],
		['mira', 'e'],
		['mira', 'f', { type: 'note' }],
	];
	expect(marksOf(read(said))).toEqual(['e: sent']);
	expect(marksOf(read(said, { marks: { delivered: 4, read: 1 } }))).toEqual([
		'a: read',
		'd: delivered',
		'e: sent',
	]);
	expect(marksOf(read(said, { marks: { delivered: 5, read: 5 } }))).toEqual(['e: read']);
});

test('talk with the bot before a person came is one line, and the question stays', () => {
	const said: Said[] = [
		['bot', 'Hello'],
		['hanna', 'Fork'],
		['bot', 'This article may help'],
		['hanna', 'I want a person'],
		['bot', 'They are with you soon'],
	];
	expect(short(read(said))).toEqual(said.map(([, text]) => text));
	const handed: Said[] = [...said, ['mira', '', joined], ['mira', 'Hi']];
	expect(short(read(handed))).toEqual([
		'[3 folded]',
		'I want a person',
		'They are with you soon',
		'[line]',
		'Hi',
	]);
	expect(short(read(handed, { showsBot: true }))[1]).toBe('Hello');
});

test('a bot that spoke only once is not hidden', () => {
	const said: Said[] = [
		['bot', 'Hello'],
		['hanna', 'Does it fit?'],
		['mira', '', joined],
	];
	expect(short(read(said))).toEqual(['Hello', 'Does it fit?', '[line]']);
});

test('what came since the last look has a line above it, once, and own words are no news', () => {
	const said: Said[] = [
		['hanna', 'a'],
		['mira', 'b'],
		['hanna', 'c'],
		['hanna', 'd'],
	];
	expect(short(read(said, { readTo: 1 }))).toEqual(['a', 'b', '[new]', 'c', 'd']);
	expect(short(read(said, { readTo: 4 }))).not.toContain('[new]');
	expect(short(read(said))).not.toContain('[new]');
});

test('another day has a line of its own', () => {
	const entries = read([
		['hanna', 'a'],
		['hanna', 'b', { createdAt: '2026-03-06T12:00:00Z' }],
	]);
	expect(entries.map(({ kind }) => kind)).toEqual(['day', 'said', 'day', 'said']);
});

test('an edited message reads as edited, a deleted one is empty and holds no file', () => {
	const file = { id: 'f', name: 'a.pdf', type: 'application/pdf', size: 1 };
	const said = read([
		['mira', 'colour'],
		['hanna', 'x', { files: [file] }],
		['mira', 'color', { type: 'edit', target: 1, deleted: false }],
		['hanna', '', { type: 'redaction', target: 2 }],
	]).filter((entry) => entry.kind === 'said');
	expect(said).toMatchObject([
		{ text: 'color', isEdited: true },
		{ text: '', isDeleted: true, files: [] },
	]);
});

test('10,000 messages are read in a moment', () => {
	const said = Array.from({ length: 10_000 }, (_, n): Said => [n % 2 ? 'mira' : 'hanna', `m${n}`]);
	const timeline = timelineOf(...said);
	const startedAt = performance.now();
	expect(entriesOf(timeline, [], reading).length).toBeGreaterThan(10_000);
	expect(performance.now() - startedAt).toBeLessThan(1500);
});
