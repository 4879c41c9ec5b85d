import type { MetricView } from '../../../shared/views/report-view.ts';
import { deltaOf, shareOf, shownOf } from './figures.ts';
import { classesOf, frameOf, hoursShown } from './heat-cells.ts';
import { lineOf, ticksOf } from './scale.ts';

const figure = (value: number | null, cases = 50) => ({
	value,
	nineOfTen: null,
	cases,
	hits: null,
});
const delta = (
	kind: MetricView['kind'],
	now: number | null,
	before: number | null,
	change: MetricView['change'],
) =>
	deltaOf({
		id: 'wait',
		kind,
		better: null,
		now: figure(now),
		before: figure(before),
		change,
		days: [],
	});

describe('a change in words', () => {
	it('says how much and whether that is good', () => {
		expect(delta('time', 34, 40, 'better')).toEqual({
			text: '0:06 less, better',
			tone: 'good',
			direction: 'down',
		});
		expect(delta('share', 0.93, 0.94, 'worse')?.text).toBe('1 point less, worse');
		expect(delta('share', 0.022, 0.031, 'better')?.text).toBe('0.9 points less, better');
	});
	it('judges nothing where neither direction is good, and says when nothing changed', () => {
		expect(delta('count', 110, 100, null)).toMatchObject({ text: '10\u00a0% more', tone: '' });
		expect(delta('time', 40.2, 39.9, 'same')?.text).toBe('as before');
		expect(delta('count', 5, 0, null)?.text).toBe('5 more');
	});
	it('says too few, on either side', () => {
		expect(delta('time', null, 40, null)).toBeNull();
		expect(delta('time', 40, null, null)?.text).toBe('too few before to compare');
		expect(shownOf('share', figure(null, 14))).toBe('too few, 14');
	});
	it('shows tenths of a small share only', () => {
		expect([shareOf(0.0224), shareOf(0.944)]).toEqual(['2.2\u00a0%', '94\u00a0%']);
	});
});

describe('the picture of the week', () => {
	const week = (hours: number[]) => Array.from({ length: 7 }, () => hours);
	const day = (from: number, to: number, value: number) =>
		Array.from({ length: 24 }, (_, hour) => (hour >= from && hour < to ? value : 0));

	it('shows the hours that are used or open', () => {
		const open = Array.from({ length: 7 }, () => day(9, 18, 1).map(Boolean));
		expect(hoursShown(week(day(8, 20, 3)), open)).toEqual([
			8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
		]);
		expect(hoursShown(week(day(0, 0, 0)), null)).toHaveLength(10);
	});
	it.each([1, 2, 5, 17, 400])('has a class for each count up to %d, without a gap', (most) => {
		const classes = classesOf(most);
		for (let count = 0; count <= most; count += 1)
			expect(classes.filter(({ from, upTo }) => count >= from && count <= upTo)).toHaveLength(1);
		expect(classes.length).toBeLessThanOrEqual(6);
	});
	it('frames what is open, once around', () => {
		const open = Array.from({ length: 7 }, (_, weekday) =>
			day(9, weekday === 0 ? 11 : 9, 1).map(Boolean),
		);
		const at = (weekday: number, n: number) => [n, weekday] as const;
		expect(frameOf(open, [8, 9, 10, 11], at, [1, 1], false).split('M')).toHaveLength(1 + 6);
	});
});

describe('a scale', () => {
	it('begins at zero and holds the largest value, in steps that people count in', () => {
		expect(ticksOf(195, true)).toEqual([0, 60, 120, 180, 240]);
		expect(ticksOf(17)).toEqual([0, 5, 10, 15, 20]);
		expect(ticksOf(0).length).toBeGreaterThan(1);
	});
	it('breaks a line where a day is missing', () => {
		expect(lineOf([[0, 1], null, [2, 3], [4, 5]])).toBe('M0.0 1.0M2.0 3.0L4.0 5.0');
	});
});
