import fc from 'fast-check';
import { errorCodes } from '../../shared/errors.ts';

/* Messages as somebody sends them who means no good: valid frames that are changed in one or two places, and what is none at all. */

type Json = unknown;
type Frame = Record<string, Json>;

/** One valid frame of each type. `conversation` and `other` name conversations; ids are made anew for each. */
export const visitorSamples = (site: string, conversation: string): Frame[] => [
	{
		type: 'hello',
		protocol: 1,
		site,
		token: 'x'.repeat(43),
		epoch: null,
		conversation: null,
		after: 0,
		code: 'x'.repeat(43),
		locale: 'de-AT',
		timeZone: 'Europe/Vienna',
	},
	{
		type: 'message.send',
		text: 'Hello',
		files: ['0123456789abcdef0123456789abcdef'],
		page: { url: 'https://shop.example/', title: 'Shop' },
		referrer: 'https://search.example/',
		source: 'launcher',
		group: 'sales',
		greeting: { id: 'g1', text: 'Hi' },
	},
	{ type: 'message.send', text: 'Plain' },
	{ type: 'message.redact', conversation, target: 1 },
	{ type: 'conversation.defer', conversation },
	{ type: 'conversation.end', conversation },
	{ type: 'question.answer', conversation, about: 'resolved', yes: true },
	{ type: 'rating.send', conversation, score: 5, effort: 1, comment: 'Fine' },
	{
		type: 'attributes.set',
		name: 'Vera',
		email: 'vera@example.com',
		phone: '1',
		consent: true,
		custom: { plan: 'gold', seats: 3, trial: false },
	},
	{ type: 'identify', proof: 'a.b.c' },
	{ type: 'token.revoke', token: 'x'.repeat(43) },
	{ type: 'transcript.mail', conversation, email: 'vera@example.com' },
	{ type: 'draft', conversation, text: 'Hel' },
	{ type: 'cursor', conversation, delivered: 1, read: 1 },
	{ type: 'visit', page: { url: 'https://shop.example/', title: 'Shop' }, referrer: '' },
	{ type: 'events.read', conversation, after: 0 },
	{ type: 'conversations.list' },
	{ type: 'file.link', conversation, vseq: 1, file: 'f1' },
	{ type: 'transcript.link', conversation, format: 'txt', locale: 'de', timeZone: 'UTC' },
	{ type: 'conversation.link', conversation },
];

export const agentSamples = (site: string, visitor: string, conversation: string): Frame[] => [
	{ type: 'hello', protocol: 1 },
	{
		type: 'message.send',
		conversation,
		text: 'Hello',
		files: ['0123456789abcdef0123456789abcdef'],
		quickReplies: ['Yes', 'No'],
	},
	{ type: 'note.send', conversation, text: 'A note', files: [] },
	{ type: 'message.edit', conversation, target: 1, text: 'Other' },
	{ type: 'message.redact', conversation, target: 1 },
	{ type: 'conversation.claim', conversation },
	{ type: 'conversation.requeue', conversation, reason: '' },
	{ type: 'conversation.join', conversation },
	{ type: 'conversation.leave', conversation },
	{ type: 'conversation.transfer', conversation, to: 'a_x', reason: '' },
	{
		type: 'conversation.transfer',
		conversation,
		to: 'g_x',
		toKind: 'group',
		reason: '',
		ask: true,
		whenAbsent: 'later',
	},
	{ type: 'conversation.ask', conversation, about: 'resolved' },
	{ type: 'conversation.archive', conversation },
	{ type: 'conversation.reopen', conversation },
	{ type: 'conversation.tag', conversation, add: ['a'], remove: ['b'] },
	{ type: 'conversation.prioritise', conversation, priority: 'high' },
	{ type: 'conversation.end', conversation, reason: '' },
	{ type: 'conversation.start', visitor, text: 'Hello' },
	{ type: 'conversations.list', status: 'waiting', before: null },
	{ type: 'conversations.list', status: 'active', before: [`{"${site}":[1,"x"]}`] },
	{ type: 'conversations.list', status: 'active', before: [`{"${site}":["x"]}`] },
	{ type: 'conversations.list', status: 'active', before: [`{"${site}":[null,1e999]}`] },
	{ type: 'events.read', conversation, after: null, before: null },
	{ type: 'events.read', conversation, after: 0, before: 5 },
	{ type: 'typing', conversation, isOn: true },
	{ type: 'cursor', conversation, delivered: 1, read: 1 },
	{ type: 'file.link', conversation, seq: 1, file: 'f1' },
	{ type: 'conversation.link', conversation },
	{ type: 'visitor.read', visitor },
	{ type: 'visitors.read', visitors: [visitor, visitor, 'v_x'] },
	{ type: 'status.set', status: 'available' },
	{ type: 'watch', conversation },
	{ type: 'watch', conversation: null },
	{ type: 'visits.watch', isOn: true },
];

const withoutId = new Set(['hello', 'draft', 'cursor', 'visit', 'typing', 'watch']);
const asked =
	/^(conversations\.list|file\.link|transcript\.link|conversation\.link|visitors?\.read|visits\.watch|status\.set)$/;
let made = 0;
function identified(frame: Frame): Frame {
	const type = String(frame['type']);
	if (withoutId.has(type)) return frame;
	const id = `hostile-${String(++made).padStart(6, '0')}`;
	if (type === 'events.read') return 'before' in frame ? { ...frame, requestId: id } : frame;
	return { ...frame, [asked.test(type) ? 'requestId' : 'clientId']: id };
}

const deep = (levels: number): Json => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as Json;
const hostileValue: fc.Arbitrary<Json> = fc.oneof(
	fc.constantFrom<Json>(
		null,
		true,
		0,
		-1,
		1.5,
		2 ** 31,
		2 ** 53 - 1,
		2 ** 53,
		-(2 ** 63),
		1e308,
		'',
		' ',
		'\0',
		'a\0b',
		'\ud83d',
		'\udc00x',
		'v_x',
		'v_x.1',
		'..',
		'.1',
		"'; drop table events; --",
		'{"$gt":""}',
		'__proto__',
		'\u202e\u200b',
	),
	fc.constantFrom(80, 256, 4000, 4001, 9000).map((length) => 'x'.repeat(length)),
	fc.constantFrom(3, 9, 3000).map(deep),
	fc.constantFrom<Json>(
		JSON.parse('{"__proto__":{"polluted":true}}') as Json,
		{ constructor: { prototype: { polluted: true } } },
		{ $gt: '' },
		{ 'a.b': 1, $set: 2, '': 3 },
		{ 'a\0b': 'x' },
		{ '\ud83d': 'x' },
		[[]],
		[null],
		['\0', '\ud83d'],
	),
	fc.jsonValue(),
);

/** Another value at some place of the frame, one more field, or one less. */
const changed = (frame: Frame): fc.Arbitrary<Frame> =>
	fc
		.record({
			at: fc.nat(30),
			inner: fc.nat(5),
			by: hostileValue,
			how: fc.constantFrom('replace', 'replace', 'inside', 'remove', 'add'),
		})
		.map(({ at, inner, by, how }) => {
			const copy = structuredClone(identified(frame));
			const names = Object.keys(copy);
			const name = names[at % names.length] ?? 'type';
			if (how === 'add') return { ...copy, extra: by, __proto__x: by };
			if (how === 'remove') {
				delete copy[name];
				return copy;
			}
			const value = copy[name];
			if (how === 'inside' && typeof value === 'object' && value !== null) {
				const keys = Object.keys(value);
				const key = keys[inner % Math.max(1, keys.length)] ?? '0';
				(value as Frame)[key] = by;
				// Own names as they come from JSON, which may be any.
				if (typeof by === 'string' && !Array.isArray(value)) {
					Object.defineProperty(value, by.slice(0, 40), { value: 'x', enumerable: true });
				}
				return copy;
			}
			copy[name] = by;
			return copy;
		});

/** The text of one message. */
export const hostileMessage = (samples: readonly Frame[]): fc.Arbitrary<string> => {
	const valid = fc.constantFrom(...samples).map((frame) => identified(frame));
	const one = fc.constantFrom(...samples).chain(changed);
	const frames = fc.oneof(
		{ weight: 8, arbitrary: one.map((frame) => [frame] as Json) },
		// Twice the same.
		{ weight: 2, arbitrary: fc.oneof(valid, one).map((frame) => [frame, frame] as Json) },
		{ weight: 1, arbitrary: fc.jsonValue() },
		{ weight: 1, arbitrary: hostileValue.map((value) => [value] as Json) },
		{ weight: 1, arbitrary: valid.map((frame) => Array.from({ length: 65 }, () => frame)) },
		{
			weight: 1,
			arbitrary: valid.map((frame) => [{ ...frame, type: `${String(frame['type'])}.x` }]),
		},
	);
	const text = frames.map((json) => JSON.stringify(json));
	return fc.oneof(
		{ weight: 12, arbitrary: text },
		{ weight: 1, arbitrary: fc.string() },
		{ weight: 1, arbitrary: fc.tuple(text, fc.nat(200)).map(([t, at]) => t.slice(0, at)) },
		// A name twice, of which the last one counts.
		{ weight: 1, arbitrary: text.map((t) => t.replace('{', '{"type":"hello","type":"x",')) },
	);
};

const sentence = /^[A-Z].{8,}[.)]/s;
/** Every refusal has a known code, never `internal`, and a sentence. */
export function expectClear(frames: readonly { readonly [name: string]: unknown }[]): void {
	for (const frame of frames) {
		if (frame['type'] !== 'refused') continue;
		expect(errorCodes).toContain(frame['code']);
		expect(frame).not.toMatchObject({ code: 'internal' });
		expect(frame['message']).toMatch(sentence);
	}
}
