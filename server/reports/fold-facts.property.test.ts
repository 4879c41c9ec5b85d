import fc from 'fast-check';
import { noon, Play, waiting } from '../conversations/testing/commands.ts';
import { anna } from '../conversations/testing/people.ts';
import { commandOf, steps } from '../conversations/testing/random-commands.ts';
import type { Row } from './facts.ts';
import { foldFacts, type Judge } from './fold-facts.ts';

const s = (seconds: number): number => noon + seconds * 1000;
const rowOf = (play: Play): Row | null => foldFacts(null, play.events, () => true);
const say = (by: typeof anna, at: number) => ({ kind: 'post', by, at: s(at), text: 'Hi' }) as const;

describe('a row', () => {
	it('is changed by no edit, no redaction and no text', () => {
		const before = waiting().do(say(anna, 10));
		const edited = waiting().do(say(anna, 10));
		edited.do({ kind: 'edit', by: anna, at: s(20), target: edited.target(2), text: 'Better' });
		edited.do({ kind: 'redact', by: anna, at: s(30), target: edited.target(2) });
		expect({ ...rowOf(edited), through: 0 }).toEqual({ ...rowOf(before), through: 0 });
		expect(JSON.stringify(rowOf(edited))).not.toMatch(/Hi|Better/);
	});

	/** Any commands by anybody: what the row is after each event, and in any pieces, is one and the same. */
	it('folded in any pieces, with repeats, is the whole computed at once', () => {
		fc.assert(
			fc.property(steps(50), fc.array(fc.nat(9), { minLength: 1 }), (list, cuts) => {
				const play = new Play();
				let at = noon;
				list.forEach((step, index) => {
					at += step.waitMs;
					const decision = play.try(commandOf(step, index, play.events, at));
					if (decision.kind === 'append') play.add(decision.event);
				});
				const judge: Judge = (_site, moment) => moment % 7 < 4;
				const whole = foldFacts(null, play.events, judge);
				let row: Row | null = null;
				for (let from = 0, n = 0; from < play.events.length; n += 1) {
					const size = 1 + (cuts[n % cuts.length] ?? 0);
					const repeated = Math.max(0, from - (cuts[(n + 1) % cuts.length] ?? 0));
					// As a store gives it back, and with events that are in it already.
					row = JSON.parse(JSON.stringify(row)) as Row | null;
					row = foldFacts(row, play.events.slice(repeated, from + size), judge);
					from += size;
				}
				expect(row).toEqual(whole);
				if (whole === null) return;
				expect(whole).toMatchObject({
					through: play.state.seq,
					status: play.state.status,
					rating: play.state.rating,
					priority: play.state.priority,
					tags: play.state.tags,
					group: play.state.group,
				});
				expect(whole.running.assignee).toBe(
					play.state.status === 'ended' ? null : play.state.assignee,
				);
				const lengths = [...whole.waits, whole.sessionMs, whole.firstReply?.ms ?? 0];
				expect(Math.min(...lengths)).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 300, seed: 1 },
		);
	});
});
