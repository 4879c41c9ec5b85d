import type { Author } from './commands.ts';
import { inOneWord, noon, waiting } from './testing/commands.ts';
import { anna, ben, people, sue, vera } from './testing/people.ts';

const minute = 60_000;
const { bot } = people;

describe('taking back', () => {
	const redact = (by: Author, afterMs: number, play = waiting()): string =>
		inOneWord(play.try({ kind: 'redact', by, target: play.target(1), at: noon + afterMs }));

	it('is possible for the visitor within five minutes, to the millisecond', () => {
		expect(redact(vera, 5 * minute)).toBe('redaction');
		expect(redact(vera, 5 * minute + 1)).toBe('redaction_too_late');
	});
	it('has no such limit for supervisors and the system', () => {
		expect([sue, people.system].map((by) => redact(by, 600 * minute))).toEqual([
			'redaction',
			'redaction',
		]);
	});
	it('is for the author only, among agents', () => {
		const play = waiting().do({ kind: 'post', by: anna, text: 'Oops' });
		const by = (who: Author): string =>
			inOneWord(
				play.try({ kind: 'redact', by: who, target: play.target(2), at: noon + 9 * minute }),
			);
		expect([anna, ben, vera, sue].map(by)).toEqual([
			'redaction',
			'forbidden',
			'forbidden',
			'redaction',
		]);
	});
	it('never tells a visitor that there is a note', () => {
		const play = waiting().do({ kind: 'note', by: anna, text: 'Careful' });
		expect(inOneWord(play.try({ kind: 'redact', by: vera, target: play.target(2) }))).toBe(
			'event_not_found',
		);
	});
	it('happens once, and forbids later edits', () => {
		const play = waiting().do({ kind: 'post', by: anna, text: 'Oops' });
		play.do({ kind: 'redact', by: anna, target: play.target(2) });
		expect(inOneWord(play.try({ kind: 'redact', by: anna, target: play.target(2) }))).toBe(
			'unchanged',
		);
		expect(inOneWord(play.try({ kind: 'edit', by: anna, target: play.target(2), text: 'a' }))).toBe(
			'wrong_state',
		);
	});
	it('is for messages and notes only', () => {
		const play = waiting().do({ kind: 'claim', by: anna });
		expect(inOneWord(play.try({ kind: 'redact', by: sue, target: play.target(2) }))).toBe(
			'event_not_found',
		);
		expect(inOneWord(play.try({ kind: 'edit', by: anna, target: play.target(2), text: 'a' }))).toBe(
			'event_not_found',
		);
	});
});

describe('an edit', () => {
	it('is for the author only, not even for a supervisor', () => {
		const play = waiting().do({ kind: 'post', by: anna, text: 'Helo' });
		const by = (who: Author): string =>
			inOneWord(play.try({ kind: 'edit', by: who, target: play.target(2), text: 'Hello' }));
		expect([anna, ben, sue, people.owner, vera, bot].map(by)).toEqual([
			'edit',
			...Array<string>(5).fill('forbidden'),
		]);
	});
	it('takes another kind of author with the same id for another author', () => {
		const play = waiting().do({ kind: 'post', by: bot, text: 'Beep' });
		const namesake = { ...anna, id: bot.id as never };
		expect(
			inOneWord(play.try({ kind: 'edit', by: namesake, target: play.target(2), text: 'b' })),
		).toBe('forbidden');
		expect(inOneWord(play.try({ kind: 'edit', by: bot, target: play.target(2), text: 'b' }))).toBe(
			'edit',
		);
	});
	it('names its target by both numbers', () => {
		const play = waiting().do({ kind: 'note', by: anna, text: 'n' });
		play.do({ kind: 'post', by: anna, text: 'Helo' });
		play.do({ kind: 'edit', by: anna, target: play.target(3), text: 'Hello' });
		play.do({ kind: 'edit', by: anna, target: play.target(2), text: 'note' });
		expect(play.events[3]).toMatchObject({ target: 3, vseq: 3, body: { targetVseq: 2 } });
		expect(play.events[4]).toMatchObject({ target: 2, vseq: null, body: { targetVseq: null } });
	});
});
