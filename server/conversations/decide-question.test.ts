import type { GroupId } from '../../shared/ids.ts';
import { inOneWord, waiting } from './testing/commands.ts';
import { agentId, anna, ben, vera } from './testing/people.ts';

describe('a conversation that is handed to somebody who answers later', () => {
	const tom = { ...anna, id: agentId('tom') };
	const handed = () =>
		waiting()
			.do({ kind: 'claim', by: anna })
			.do({ kind: 'transfer', by: anna, to: tom.id, reason: '', later: true });

	it('is pending for that agent, who takes it up by claiming or answering', () => {
		expect(handed().state).toMatchObject({ status: 'pending', assignee: tom.id });
		expect(inOneWord(handed().try({ kind: 'claim', by: ben }))).toBe('conversation_claimed');
		expect(handed().do({ kind: 'claim', by: tom }).state.status).toBe('active');
		const answer = handed().do({ kind: 'post', by: tom, text: 'Here I am' });
		expect(answer.state).toMatchObject({ status: 'active', assignee: tom.id });
	});
	it('is put back in the line by that agent, and waits there', () => {
		const { state } = handed().do({ kind: 'requeue', by: tom, reason: '' });
		expect(state).toMatchObject({ status: 'waiting', assignee: null });
	});
	it('is pending in the line of a group that is not there', () => {
		const group = 'g_returns' as GroupId;
		const play = waiting().do({ kind: 'requeue', by: anna, reason: '', group, later: true });
		expect(play.state).toMatchObject({ status: 'pending', group, assignee: null });
	});
});

describe('a question', () => {
	const active = () => waiting().do({ kind: 'claim', by: anna });
	const ask = { kind: 'ask', by: anna, asked: { about: 'resolved' } } as const;
	const yes = { kind: 'answer', by: vera, about: 'resolved', yes: true } as const;

	it('is there until it is answered, whatever is written meanwhile', () => {
		const play = active().do(ask).do({ kind: 'post', by: vera, text: 'Wait' });
		expect(play.state.question).toEqual({ about: 'resolved' });
		expect(inOneWord(play.try(ask))).toBe('unchanged');
		expect(play.do(yes).state.question).toBeNull();
		expect(inOneWord(play.try(yes))).toBe('wrong_state');
	});
	it('gives way to the next one', () => {
		const to = { kind: 'agent', id: ben.id } as const;
		const play = active().do(ask);
		play.do({ kind: 'ask', by: anna, asked: { about: 'transfer', to, reason: '' } });
		expect(inOneWord(play.try(yes))).toBe('wrong_state');
		expect(inOneWord(play.try({ ...yes, about: 'transfer' }))).toBe('answered');
	});
	it('is over when the conversation is handed on, given back or ended', () => {
		const over = [
			{ kind: 'transfer', by: anna, to: ben.id, reason: '' },
			{ kind: 'requeue', by: anna, reason: '' },
			{ kind: 'end', by: anna, reason: '' },
		] as const;
		for (const command of over) expect(active().do(ask).do(command).state.question).toBeNull();
	});
});
