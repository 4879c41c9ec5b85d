import type { ReplyView } from '../../../shared/views/reply-view.ts';
import { fillReply, firstNameOf, matching, tokenAt } from './canned.ts';

const reply = (key: string, more: Partial<ReplyView> = {}): ReplyView => ({
	id: key,
	key,
	title: key,
	text: key,
	isShared: true,
	sites: 'all',
	uses: 0,
	mayChange: true,
	rev: 1,
	...more,
});
const keysFor = (query: string, ...replies: ReplyView[]): string[] =>
	matching(replies, query, 's1').map(({ key }) => key);

test.each([
	['#', 1, ''],
	['#safe', 5, 'safe'],
	['Hello #saf and', 10, 'saf'],
	['one\n#grüße', 10, 'grüße'],
])('%j has a key at %d', (text, caret, query) => {
	expect(tokenAt(text, caret)?.query).toBe(query);
});
test.each([
	['a#b', 3],
	['see https://x.example/#part', 27],
	['#safe ', 6],
	['#safe', 0],
	['C# is', 2],
])('%j has none at %d', (text, caret) => {
	expect(tokenAt(text, caret)).toBeNull();
});

test('it narrows by key and title, the key that begins so first, then what is used most [H34]', () => {
	const all = [
		reply('unsafe'),
		reply('call', { title: 'Ask about safety' }),
		reply('safe-pack', { uses: 1 }),
		reply('safety', { uses: 9 }),
		reply('bye'),
	];
	expect(keysFor('SAFE', ...all)).toEqual(['safety', 'safe-pack', 'unsafe', 'call']);
	expect(keysFor('', ...all)).toHaveLength(5);
});

test('replies of other sites are not offered', () => {
	expect(
		keysFor(
			'',
			reply('here', { sites: ['s1'] as never }),
			reply('there', { sites: ['s2'] as never }),
		),
	).toEqual(['here']);
});

test('variables are filled in, what is not known leaves no hole, other braces stay [H37]', () => {
	const text = 'Hello {firstName}, I am {agent} of {site}. {other} {name}';
	const values = { name: 'Hanna Berg', firstName: 'Hanna', agent: 'Mira', site: 'Tandem' };
	expect(fillReply(text, values)).toBe('Hello Hanna, I am Mira of Tandem. {other} Hanna Berg');
	expect(fillReply('Hello {firstName}, yes', { ...values, firstName: null })).toBe('Hello, yes');
	expect(fillReply('Yes, {name}: it fits', { ...values, name: null })).toBe('Yes: it fits');
	// A name is data: what looks like a variable in it stays as it is.
	expect(fillReply('{name}', { ...values, name: '{agent} $&' })).toBe('{agent} $&');
});

test.each([
	['Hanna Lindqvist', 'Hanna'],
	['  Tomás ', 'Tomás'],
	['Dr. Berg', 'Dr. Berg'],
	['', null],
	[null, null],
])('the first name of %j is %j', (name, first) => {
	expect(firstNameOf(name)).toBe(first);
});
