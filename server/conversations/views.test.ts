import type { AgentId, GroupId } from '../../shared/ids.ts';
import type { Decision } from './commands.ts';
import { asVisitorEvent, visitorView } from './visitor-view.ts';
import { audienceOf, type ConversationEvent, type EventType } from './events.ts';
import { conversationView, teamView } from './team-view.ts';
import { id, noon, opening, Play } from './testing/commands.ts';
import { agentId, anna, ben, people, sue, vera } from './testing/people.ts';

/* Every word that a visitor must never read has a canary in it, every one that a visitor may read has a song. */
const names: Readonly<Record<string, string>> = {
	[anna.id]: 'Anna song',
	[ben.id]: 'Ben song',
	[agentId('tom')]: 'Tom song',
};
const nameOf = (id: AgentId | GroupId): string => names[id] ?? '';

function everyKind(): Play {
	const canary = (what: string): string => `canary ${what}`;
	const play = new Play();
	const file = { blob: 'f1' as never, name: 'song.png', type: 'image/png', size: 7 };
	const via = { sink: 'canary-sink' as never, externalId: canary('link') };
	const annaBySlack = { ...anna, via };
	play
		.do({ kind: 'post', by: vera, text: 'song 1', files: [file], opening, clientId: id('mine') })
		.do({ kind: 'note', by: annaBySlack, text: canary('note'), clientId: id('canary-id') })
		.do({ kind: 'tag', by: anna, add: [canary('tag')], remove: [] })
		.do({ kind: 'prioritise', by: anna, priority: 'urgent' })
		.do({ kind: 'claim', by: annaBySlack, clientId: id('canary-id-2') })
		.do({ kind: 'idle', by: people.system, isIdle: true })
		.do({
			kind: 'ask',
			by: anna,
			asked: { about: 'transfer', to: { kind: 'agent', id: ben.id }, reason: canary('reason') },
		})
		.do({ kind: 'answer', by: vera, about: 'transfer', yes: false })
		.do({ kind: 'post', by: annaBySlack, text: 'song 2', clientId: id('canary-id-3') })
		.do({ kind: 'join', by: ben })
		.do({ kind: 'leave', by: ben })
		.do({ kind: 'requeue', by: anna, reason: canary('reason') })
		.do({ kind: 'defer', by: vera })
		.do({ kind: 'transfer', by: sue, to: agentId('tom'), reason: canary('reason') });
	play
		.do({ kind: 'edit', by: anna, target: play.target(2), text: canary('edited note') })
		.do({ kind: 'edit', by: anna, target: play.target(9), text: 'song 2b' })
		.do({ kind: 'redact', by: anna, target: play.target(2) })
		.do({ kind: 'redact', by: vera, target: play.target(1) })
		.do({ kind: 'rate', by: vera, score: 3, comment: canary('comment for the team') })
		.do({ kind: 'end', by: people.system, reason: canary('reason') })
		.do({ kind: 'archive', by: anna })
		.do({ kind: 'reopen', by: vera, reason: 'link' });
	return play;
}

const visible = (events: readonly ConversationEvent[]) =>
	events.flatMap((event) => asVisitorEvent(event) ?? []);

describe('what the visitor gets', () => {
	const { events } = everyKind();
	const views = visible(events).map((event) => visitorView(event, nameOf));
	const text = JSON.stringify(views);

	it('was tried with every type of event', () => {
		const types = new Set(events.map((event) => event.type));
		expect([...types].sort()).toEqual(Object.keys(audienceOf).sort());
	});
	it.each(['canary', '"seq"', '-agent', 'urgent', 'priority', 'reason', 'sinks', 'via', 'tag'])(
		'never has %j in it',
		(word) => {
			expect(text).not.toContain(word);
		},
	);
	it('has every song, counted without gaps', () => {
		for (const song of ['song 1', 'song.png', 'song 2', 'song 2b', 'Ben song', 'Tom song']) {
			expect(text).toContain(song);
		}
		expect(views.map(({ vseq }) => vseq)).toEqual(views.map((_, index) => index + 1));
	});
	it('has no type and no field but these', () => {
		const common = ['author', 'clientId', 'createdAt', 'type', 'vseq'];
		const own: Record<string, readonly string[]> = {};
		for (const view of views) {
			expect(Object.keys(view.author).sort()).toEqual(['kind', 'name']);
			own[view.type] = Object.keys(view).filter((field) => !common.includes(field));
		}
		expect(own).toEqual({
			message: ['text', 'files', 'quickReplies', 'deleted'],
			edit: ['target', 'text', 'deleted'],
			redaction: ['target'],
			assigned: ['agentName'],
			joined: ['agentName'],
			left: ['agentName'],
			transferred: ['agentName'],
			requeued: [],
			deferred: [],
			asked: ['about', 'toName'],
			answered: ['about', 'yes'],
			ended: ['by'],
			reopened: [],
			rating: ['score', 'effort'],
		});
	});
	it('names the target of an edit or a redaction by vseq', () => {
		expect(views.filter(({ type }) => type === 'edit')).toMatchObject([
			{ target: 5, text: 'song 2b' },
		]);
		expect(views.filter(({ type }) => type === 'redaction')).toMatchObject([{ target: 1 }]);
	});
	it('has a clientId only on the own', () => {
		const own = views.flatMap(({ author, clientId }) => (clientId === null ? [] : [author.kind]));
		expect(new Set(own)).toEqual(new Set(['visitor']));
	});
	it('cannot be made of a note: it does not compile', () => {
		const note = events[1];
		if (note?.type !== 'note') throw new Error('The second event is the note.');
		// @ts-expect-error A note is no VisitorEvent, whatever its audience says.
		const make = () => visitorView({ ...note, audience: 'visitor' as const, vseq: 9 }, nameOf);
		expect(make).toBeInstanceOf(Function);
		expect(asVisitorEvent({ ...note, audience: 'visitor', vseq: 9 })).toBeNull();
	});
	it('cannot be made of an internal event: it does not compile', () => {
		const tagged = events[2];
		if (tagged?.type !== 'tagged') throw new Error('The third event is the tag.');
		// @ts-expect-error Tags are internal.
		expect(() => visitorView(tagged, nameOf)).toBeInstanceOf(Function);
		expect(asVisitorEvent(tagged)).toBeNull();
	});
});

describe('the audience', () => {
	const { events } = everyKind();

	it('is that of the type, and of the target for an edit or a redaction', () => {
		for (const event of events) {
			const rule = audienceOf[event.type];
			const target = events[(event.target ?? 0) - 1];
			expect(event.audience).toBe(rule === 'as_target' ? target?.audience : rule);
		}
	});
	it('says visitor only where there is a vseq', () => {
		for (const { audience, vseq } of events) expect(vseq !== null).toBe(audience === 'visitor');
	});
	it('is internal for an edit and a redaction of a note', () => {
		const about = events.filter(({ target }) => target === 2);
		expect(about.map(({ type, audience }) => [type, audience])).toEqual([
			['edit', 'internal'],
			['redaction', 'internal'],
		]);
	});
	it.each(['note', 'tagged', 'prioritised'] satisfies EventType[])(
		'of a %s is the team',
		(type) => {
			expect(audienceOf[type]).toBe('internal');
		},
	);
	it('is not a matter of the command: a note stays internal through every sink', () => {
		const via = { sink: 'slack:T1' as never, externalId: 'x' };
		for (const by of [anna, { ...anna, via }, people.bot, people.system]) {
			const decision: Decision = everyKind().try({ kind: 'note', by, text: 'n' });
			expect(decision).toMatchObject({
				kind: 'append',
				event: { audience: 'internal', vseq: null },
			});
		}
	});
});

describe('what the team gets', () => {
	const play = everyKind();
	const views = play.events.map((event) => teamView(event, nameOf));

	it('is every event, with both numbers', () => {
		expect(views.map(({ seq }) => seq)).toEqual(play.events.map((_, index) => index + 1));
		expect(views.map(({ vseq }) => vseq)).toEqual(play.events.map(({ vseq }) => vseq));
	});
	it('has the notes, tags and reasons, but never through which sink they came', () => {
		const text = JSON.stringify(views);
		for (const word of ['canary note', 'canary tag', 'canary reason', 'canary comment']) {
			expect(text).toContain(word);
		}
		for (const word of ['canary-sink', 'canary link', '"sinks"']) expect(text).not.toContain(word);
	});
	it('says of an erased text only that it was deleted', () => {
		const message = play.events[0]!;
		const erased = { ...message, body: { text: '' }, erasedAt: noon } as ConversationEvent;
		expect(teamView(erased, nameOf)).toMatchObject({ text: '', files: [], deleted: true });
		const seen = asVisitorEvent(erased)!;
		expect(visitorView(seen, nameOf)).toMatchObject({ text: '', files: [], deleted: true });
	});
	it('lists a conversation from its first message on', () => {
		expect(conversationView(new Play().state, nameOf)).toBeNull();
		expect(conversationView(play.state, nameOf)).toMatchObject({
			seq: 22,
			status: 'waiting',
			assigneeName: null,
			tags: ['canary tag'],
			priority: 'urgent',
			rating: 3,
			messageCount: 2,
			preview: 'song 2b',
		});
	});
});
