import type { AgentId, GroupId } from '../../shared/ids.ts';
import { noon, opening, Play, waiting } from '../conversations/testing/commands.ts';
import { anna, ben, people, sue, vera } from '../conversations/testing/people.ts';
import { isMissed, type Row } from './facts.ts';
import { foldFacts, type Judge } from './fold-facts.ts';
import { metricOf } from './metrics.ts';
import { quantile } from './spread.ts';

const s = (seconds: number): number => noon + seconds * 1000;
const { system } = people;
const always: Judge = () => true;
const never: Judge = () => false;
function rowOf(play: Play, judge: Judge = always): Row {
	const row = foldFacts(null, play.events, judge);
	if (row === null) throw new Error('The conversation was not opened.');
	return row;
}
/** The median of a figure in one conversation. */
function of(row: Row, id: string, who: AgentId | null = null): number | boolean | null {
	const metric = metricOf(id);
	if (metric === null) throw new Error(`There is no figure ${id}.`);
	if (metric.kind === 'count') return metric.count(row, who);
	if (metric.kind === 'share') return metric.holds(row, who, { nextAt: null, now: s(9e6) });
	return quantile(metric.values(row, who), 0.5);
}
const say = (by: typeof vera | typeof anna, at: number, text = 'Hi') =>
	({ kind: 'post', by, at: s(at), text }) as const;

describe('missed [H12] [G86]', () => {
	const missed = (play: Play, judge?: Judge): boolean => isMissed(rowOf(play, judge));

	it('is a visitor who ends it before an agent has written, while hours are open', () => {
		const gone = () => waiting().do({ kind: 'end', by: vera, at: s(60), reason: '' });
		expect(missed(gone())).toBe(true);
		expect(missed(gone(), never)).toBe(false);
	});

	it('is a visitor who is put off, and a later answer does not undo it', () => {
		const play = waiting()
			.do({ kind: 'defer', by: vera, at: s(90) })
			.do(say(anna, 5000));
		expect(missed(play)).toBe(true);
	});

	it('is one who finds nobody there and leaves a message while hours are open', () => {
		const play = () => new Play().do({ ...say(vera, 0), opening, status: 'pending' } as never);
		expect(missed(play())).toBe(true);
		expect(missed(play(), never)).toBe(false);
	});

	it('is one whom an agent has claimed without writing', () => {
		const play = waiting()
			.do({ kind: 'claim', by: anna, at: s(5) })
			.do({ kind: 'end', by: vera, at: s(60), reason: '' });
		expect(missed(play)).toBe(true);
	});

	it('is none whom an agent has answered, nor one that an agent ended, whatever a bot said', () => {
		const answered = waiting()
			.do(say(anna, 9))
			.do({ kind: 'end', by: vera, at: s(20), reason: '' });
		expect(missed(answered)).toBe(false);
		const closed = waiting().do({ kind: 'end', by: anna, at: s(20), reason: 'spam' });
		expect(missed(closed)).toBe(false);
		const bot = waiting()
			.do({ kind: 'post', by: people.bot, at: s(1), text: 'Hello' })
			.do({ kind: 'end', by: vera, at: s(20), reason: '' });
		expect(missed(bot)).toBe(true);
	});

	it('is judged at the last message when the server ends what the visitor has left', () => {
		const play = waiting().do({ kind: 'end', by: system, at: s(3600), reason: 'gone' });
		const until =
			(moment: number): Judge =>
			(_site, at) =>
				at <= moment;
		expect(missed(play, until(s(10)))).toBe(true);
		expect(missed(play, until(s(-10)))).toBe(false);
	});

	it('is judged once where it was put off before it was ended', () => {
		const play = waiting()
			.do({ kind: 'defer', by: vera, at: s(90) })
			.do({ kind: 'end', by: system, at: s(99), reason: '' });
		expect(rowOf(play).leavings).toEqual([{ seq: 2, isOpen: true }]);
	});
});

describe('waits and replies [G75] [L42] [L43] [L45]', () => {
	it('a wait ends with the agent, the first reply with the first message', () => {
		const row = rowOf(
			waiting()
				.do({ kind: 'claim', by: anna, at: s(30) })
				.do(say(anna, 41)),
		);
		expect(of(row, 'wait')).toBe(30);
		expect(of(row, 'first_reply')).toBe(41);
		expect(row.firstReply?.by).toBe(anna.id);
	});

	it('who goes back to the queue unanswered has waited for the first reply all along', () => {
		const row = rowOf(
			waiting()
				.do({ kind: 'claim', by: anna, at: s(10) })
				.do({ kind: 'requeue', by: anna, at: s(50), reason: 'gone' })
				.do({ kind: 'claim', by: ben, at: s(70) })
				.do(say(ben, 75)),
		);
		expect(row.waits).toEqual([10_000, 20_000]);
		expect(of(row, 'first_reply')).toBe(75);
		expect(of(row, 'first_reply', anna.id)).toBeNull();
		expect(row.transfers).toBe(0);
	});

	it('what was put off has no first reply, and no response time of a night', () => {
		const row = rowOf(
			waiting()
				.do({ kind: 'defer', by: vera, at: s(60) })
				.do({ kind: 'claim', by: anna, at: s(50_000) })
				.do(say(anna, 50_060))
				.do(say(vera, 50_090))
				.do(say(anna, 50_100)),
		);
		expect(of(row, 'first_reply')).toBeNull();
		// The second one is live again.
		expect(of(row, 'response')).toBe(10);
	});

	it('responses count from the oldest unanswered message, after the first reply [H71] [G81]', () => {
		const row = rowOf(
			waiting()
				.do(say(anna, 100))
				.do(say(vera, 110))
				.do(say(vera, 125))
				.do(say(anna, 130))
				// Nobody had asked.
				.do(say(anna, 140)),
		);
		expect(of(row, 'response')).toBe(20);
		expect(of(row, 'response', anna.id)).toBe(20);
		expect(of(row, 'replies')).toBe(3);
		expect(of(row, 'messages')).toBe(6);
	});

	it('a clock that steps back makes no negative time', () => {
		const row = rowOf(
			waiting()
				.do({ kind: 'claim', by: anna, at: s(-5) })
				.do(say(anna, -4)),
		);
		expect([of(row, 'wait'), of(row, 'first_reply')]).toEqual([0, 0]);
	});
});

describe('handle time, both meanings [G77]', () => {
	it('time to send counts from when the agent was in it and was asked', () => {
		const row = rowOf(
			waiting()
				.do({ kind: 'claim', by: anna, at: s(60) })
				.do(say(anna, 72))
				.do(say(vera, 100))
				.do(say(anna, 140)),
		);
		expect(row.agents[anna.id]?.sends).toEqual({ 12: 1, 40: 1 });
	});

	it('who takes a conversation by writing gives no time to send', () => {
		expect(of(rowOf(waiting().do(say(anna, 50))), 'send')).toBeNull();
	});

	it('joining to end goes on after a transfer, the own time of the first agent does not [H85]', () => {
		const row = rowOf(
			waiting()
				.do({ kind: 'claim', by: anna, at: s(10) })
				.do(say(anna, 20))
				.do({ kind: 'transfer', by: anna, at: s(40), to: ben.id, reason: '' })
				.do(say(ben, 55))
				.do({ kind: 'end', by: ben, at: s(100), reason: '' }),
		);
		expect(of(row, 'handle')).toBe(90);
		expect(of(row, 'handle', anna.id)).toBe(30);
		expect(of(row, 'handle', ben.id)).toBe(60);
		expect([row.transfers, of(row, 'transfers', anna.id), of(row, 'transfers', ben.id)]).toEqual([
			1, 1, 0,
		]);
		expect(row.owner).toBe(ben.id);
	});
});

describe('transfers [H85]', () => {
	it('to a group count; giving a waiting conversation to somebody does not', () => {
		const given = waiting().do({ kind: 'transfer', by: sue, at: s(9), to: ben.id, reason: '' });
		expect(rowOf(given).transfers).toBe(0);
		const group = 'billing' as GroupId;
		const moved = waiting()
			.do({ kind: 'claim', by: anna, at: s(9) })
			.do({ kind: 'requeue', by: anna, at: s(12), reason: '', group });
		expect(rowOf(moved)).toMatchObject({ transfers: 1, group, status: 'waiting' });
		expect(of(rowOf(moved), 'transfers', anna.id)).toBe(1);
	});
});

describe('sessions and resolution [G76] [L44]', () => {
	const twice = (): Play =>
		waiting()
			.do(say(anna, 10))
			.do({ kind: 'end', by: anna, at: s(100), reason: '' })
			.do({ kind: 'reopen', by: vera, at: s(1000), reason: 'link' } as never)
			.do(say(anna, 1010))
			.do({ kind: 'end', by: anna, at: s(1050), reason: '' });

	it('the duration leaves the time between out, the resolution does not', () => {
		const row = rowOf(twice());
		expect(row.sessionMs).toBe(150_000);
		expect(quantile(metricValues(row, 'resolution'), 1)).toBeCloseTo(1050, -1);
		expect(of(row, 'first_contact')).toBe(false);
	});

	it('solved at first contact needs an answer, an end, and no return in three days [G78]', () => {
		const row = rowOf(
			waiting()
				.do(say(anna, 10))
				.do({ kind: 'end', by: anna, at: s(60), reason: '' }),
		);
		const holds = (nextAt: number | null, now = s(9e6)) => {
			const metric = metricOf('first_contact');
			return metric?.kind === 'share' ? metric.holds(row, null, { nextAt, now }) : undefined;
		};
		const day = 86_400;
		expect([holds(null), holds(s(day)), holds(s(5 * day))]).toEqual([true, false, true]);
		expect(holds(null, s(day))).toBeNull();
	});
});

describe('ratings', () => {
	const rated = (): Play =>
		waiting()
			.do(say(anna, 10))
			.do({ kind: 'end', by: anna, at: s(100), reason: '' })
			.do({ kind: 'rate', by: vera, at: s(200), score: 2, effort: 4, comment: 'no' });

	it('the last one counts, and goes to who had it last [H77] [G88] [G89]', () => {
		const row = rowOf(rated());
		expect([of(row, 'satisfied'), of(row, 'easy'), of(row, 'satisfied', anna.id)]).toEqual([
			false,
			true,
			false,
		]);
		expect(of(row, 'satisfied', ben.id)).toBeNull();
		const again = rowOf(rated().do({ kind: 'rate', by: vera, at: s(300), score: 5, comment: '' }));
		expect([of(again, 'satisfied'), of(again, 'easy')]).toEqual([true, null]);
	});

	it('a bad one is followed up by a note that comes later [G98]', () => {
		expect(rowOf(rated()).followedAt).toBeNull();
		const noted = rated().do({ kind: 'note', by: sue, at: s(9000), text: 'Called her' });
		expect(rowOf(noted).followedAt).toBe(s(9000));
	});
});

const metricValues = (row: Row, id: string) => {
	const metric = metricOf(id);
	return metric?.kind === 'time' ? metric.values(row, null) : {};
};
