import { limits, type Decision } from './commands.ts';
import type { FileRef } from './events.ts';
import { mayRead } from './rights.ts';
import { noConversation } from './state.ts';
import { conversation, id, inOneWord, noon, opening, Play, waiting } from './testing/commands.ts';
import { agentId, anna, ben, everybody, people, sue, vera } from './testing/people.ts';

const characters = (count: number): string => 'x'.repeat(count);

describe('a text', () => {
	const said = (text: string): readonly string[] => {
		const play = waiting()
			.do({ kind: 'claim', by: anna })
			.do({ kind: 'note', by: anna, text: 'n' });
		return [
			play.try({ kind: 'post', by: vera, text }),
			play.try({ kind: 'post', by: anna, text }),
			play.try({ kind: 'note', by: anna, text }),
			play.try({ kind: 'edit', by: anna, target: play.target(3), text }),
			new Play().try({ kind: 'post', by: vera, text, opening }),
		].map(inOneWord);
	};

	it('may have 4000 characters', () => {
		expect(said(characters(4000))).toEqual(['message', 'message', 'note', 'edit', 'message']);
	});
	it('is refused with 4001', () => {
		expect(said(characters(4001))).toEqual(Array(5).fill('message_too_long'));
	});
	it.each(['', ' ', '\n\t \u00a0'])('is refused when nothing is in it: %j', (text) => {
		expect(said(text)).toEqual(Array(5).fill('message_empty'));
	});
	it('may be empty beside a file, and has up to ten files', () => {
		const files = Array.from({ length: 11 }, (_, n) => file(`${n}`));
		const send = (count: number): string =>
			inOneWord(waiting().try({ kind: 'post', by: vera, text: '', files: files.slice(0, count) }));
		expect([0, 1, 10, 11].map(send)).toEqual([
			'message_empty',
			'message',
			'message',
			'message_too_long',
		]);
	});
	it('is refused with a number that the author can count by', () => {
		const decision = waiting().try({ kind: 'post', by: vera, text: characters(4321) });
		expect(decision.kind === 'refused' && decision.message).toMatch(/4000.*4321/);
	});
});

describe('opening', () => {
	it('needs to say what is opened', () => {
		expect(inOneWord(new Play().try({ kind: 'post', by: vera, text: 'Hi' }))).toBe(
			'conversation_not_found',
		);
	});
	it('by the visitor or the bot puts the conversation in the queue', () => {
		for (const by of [vera, people.bot]) {
			const { state } = new Play().do({ kind: 'post', by, text: 'Hi', opening });
			expect(state).toMatchObject({ status: 'waiting', assignee: null, open: opening });
		}
	});
	it('by an agent gives that agent the conversation', () => {
		const { state } = new Play().do({ kind: 'post', by: anna, text: 'Hi', opening });
		expect(state).toMatchObject({ status: 'active', assignee: anna.id, participants: [anna.id] });
	});
	it('happens once: what opens a conversation that is there is a plain message', () => {
		const play = waiting().do({ kind: 'post', by: vera, text: 'again', opening });
		expect(play.events[1]?.body).toEqual({ text: 'again' });
	});
});

describe('who answers', () => {
	it('is the agent who writes first, then others are told to join', () => {
		const play = waiting().do({ kind: 'post', by: anna, text: 'Good day' });
		expect(play.state).toMatchObject({ status: 'active', assignee: anna.id });
		expect(inOneWord(play.try({ kind: 'post', by: ben, text: 'Me too' }))).toBe('not_participant');
		play.do({ kind: 'join', by: ben }).do({ kind: 'post', by: ben, text: 'Me too' });
		expect(play.state).toMatchObject({ assignee: anna.id, participants: [anna.id, ben.id] });
	});
	it('is the first of two who claim; the other is told', () => {
		const play = waiting().do({ kind: 'claim', by: anna });
		const decision = play.try({ kind: 'claim', by: ben });
		expect(decision).toMatchObject({ kind: 'refused', code: 'conversation_claimed' });
		expect(inOneWord(play.try({ kind: 'claim', by: anna }))).toBe('unchanged');
	});
	it('is whom the answering agent, a supervisor or the system hands it to', () => {
		const tom = agentId('tom');
		for (const by of [anna, sue, people.owner, people.system]) {
			const play = waiting().do({ kind: 'claim', by: anna });
			play.do({ kind: 'transfer', by, to: tom, reason: '' });
			expect(play.state).toMatchObject({
				status: 'active',
				assignee: tom,
				participants: [anna.id, tom],
			});
		}
	});
	it('is not changed by a transfer to the agent who has it', () => {
		const play = waiting().do({ kind: 'claim', by: anna });
		expect(inOneWord(play.try({ kind: 'transfer', by: anna, to: anna.id, reason: '' }))).toBe(
			'unchanged',
		);
	});
	it('is nobody after a requeue; who was in it may take it again', () => {
		const play = waiting()
			.do({ kind: 'claim', by: anna })
			.do({ kind: 'requeue', by: anna, reason: 'lunch' });
		expect(play.state).toMatchObject({ status: 'waiting', assignee: null });
		play.do({ kind: 'claim', by: ben });
		expect(play.state).toMatchObject({ status: 'active', assignee: ben.id });
	});
	it('cannot leave; who only joined can', () => {
		const play = waiting().do({ kind: 'claim', by: anna }).do({ kind: 'join', by: ben });
		expect(inOneWord(play.try({ kind: 'leave', by: anna }))).toBe('wrong_state');
		play.do({ kind: 'leave', by: ben });
		expect(play.state.participants).toEqual([anna.id]);
	});
	it('has reasons of up to 1000 characters', () => {
		const play = waiting().do({ kind: 'claim', by: anna });
		const tell = (reason: string): readonly string[] =>
			[
				play.try({ kind: 'transfer', by: anna, to: ben.id, reason }),
				play.try({ kind: 'requeue', by: anna, reason }),
				play.try({ kind: 'end', by: anna, reason }),
				play.try({ kind: 'rate', by: vera, score: 5, comment: reason }),
			].map(inOneWord);
		expect(tell(characters(1000))).toEqual(['transferred', 'requeued', 'ended', 'rating']);
		expect(tell(characters(1001))).toEqual(Array(4).fill('message_too_long'));
	});
});

describe('tags', () => {
	const tag = (
		add: readonly string[],
		remove: readonly string[] = [],
		had: readonly string[] = [],
	): Decision => {
		const play = waiting();
		if (had.length > 0) play.do({ kind: 'tag', by: anna, add: had, remove: [] });
		return play.try({ kind: 'tag', by: anna, add, remove });
	};
	const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `tag ${n}`);

	it.each([
		['up to 20', many(20), [], [], 'tagged'],
		['not 21', many(21), [], [], 'too_many_tags'],
		['not 20 and one more', ['one more'], [], many(20), 'too_many_tags'],
		['20 when one goes and one comes', ['one more'], ['tag 3'], many(20), 'tagged'],
		['of 40 characters', [characters(40)], [], [], 'tagged'],
		['not of 41', [characters(41)], [], [], 'bad_request'],
		['not an empty one', [' '], [], [], 'bad_request'],
		['not one that is there', ['a'], [], ['a'], 'unchanged'],
		['not without one that is not there', [], ['b'], ['a'], 'unchanged'],
	])('may be: %s', (_, add, remove, had, expected) => {
		expect(inOneWord(tag(add, remove, had))).toBe(expected);
	});
	it('are trimmed and each once; the event says only what changed', () => {
		const decision = tag([' a ', 'a', 'b', 'c'], ['d', 'x'], ['c', 'd']);
		expect(decision.kind === 'append' && decision.event.body).toEqual({
			add: ['a', 'b'],
			remove: ['d'],
		});
	});
});

describe('a rating', () => {
	it.each([0, 6, 2.5, -1, Number.NaN, Infinity])('is not %d', (score) => {
		expect(inOneWord(waiting().try({ kind: 'rate', by: vera, score, comment: '' }))).toBe(
			'bad_request',
		);
	});
	it('is 1 to 5, and the last one counts', () => {
		const play = waiting();
		for (const score of [1, 2, 3, 4, 5]) play.do({ kind: 'rate', by: vera, score, comment: '' });
		expect(play.state.rating).toBe(5);
	});
});

describe('after the end', () => {
	const over = (): Play =>
		waiting()
			.do({ kind: 'post', by: anna, text: 'Bye' })
			.do({ kind: 'end', by: anna, reason: 'done' });

	it('a note, an edit, a redaction, a tag and a rating still count', () => {
		const play = over();
		play
			.do({ kind: 'note', by: ben, text: 'Nice' })
			.do({ kind: 'edit', by: anna, target: play.target(2), text: 'Bye-bye' })
			.do({ kind: 'redact', by: vera, target: play.target(1) })
			.do({ kind: 'tag', by: anna, add: ['ok'], remove: [] })
			.do({ kind: 'rate', by: vera, score: 5, comment: '' });
		expect(play.state).toMatchObject({ status: 'ended', tags: ['ok'], rating: 5, redacted: [1] });
	});
	it('only reopening brings it back, to the queue and to nobody', () => {
		const play = over().do({ kind: 'reopen', by: vera, reason: 'link' });
		expect(play.state).toMatchObject({ status: 'waiting', assignee: null, endedBy: null });
		expect(play.state.waitingSince).toBe(noon);
	});
	it('says who ended it; a second end changes nothing', () => {
		for (const [by, who] of [
			[vera, 'visitor'],
			[sue, 'agent'],
			[people.system, 'system'],
		] as const) {
			const play = waiting().do({ kind: 'end', by, reason: '' });
			expect(play.state.endedBy).toBe(who);
			expect(inOneWord(play.try({ kind: 'end', by: people.system, reason: '' }))).toBe('unchanged');
		}
	});
	it('nobody waits', () => {
		expect(waiting().state.waitingSince).toBe(noon);
		expect(waiting().do({ kind: 'end', by: vera, reason: '' }).state.waitingSince).toBeNull();
	});
});

describe('who may read', () => {
	it('is the visitor, the system, and every role on its own sites', () => {
		const { state } = waiting();
		const may = everybody.filter((who) => mayRead(state, people[who]));
		const strangers = ['otherVisitor', 'visitorElsewhere', 'agentElsewhere', 'botElsewhere'];
		expect(may).toEqual(everybody.filter((who) => !strangers.includes(who)));
	});
	it('is nobody before the first message', () => {
		const none = noConversation(conversation);
		expect(everybody.filter((who) => mayRead(none, people[who]))).toEqual([]);
	});
});

it('no command by the clock alone: the same state and command give the same decision', () => {
	const { state } = waiting();
	const frozen = Object.freeze({ ...state });
	const play = new Play();
	play.state = frozen;
	const command = { kind: 'claim', by: anna, clientId: id('c'), at: noon } as const;
	expect(play.try(command)).toEqual(play.try(command));
});

it('the limits are those of the wire and the documents', () => {
	expect(limits).toMatchObject({ text: 4000, reason: 1000, tags: 20, tag: 40, files: 10 });
	expect(limits.visitorRedactionMs).toBe(5 * 60_000);
});

function file(name: string): FileRef {
	return { blob: `blob-${name}` as never, name, type: 'text/plain', size: 1 };
}
