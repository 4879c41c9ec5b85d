import { siteSettings } from '../../shared/site/site-settings.ts';
import { hoursLines } from './hours-lines.ts';

const span = (from: string, to: string) => ({ from, to });
const linesOf = (week: unknown, locale: string, closed = 'Closed') =>
	hoursLines(siteSettings.parse({ hours: { week } }).hours, locale, closed).map(
		// Which spaces stand around a dash is the locale's business.
		({ days, times }) => `${days}: ${times}`.replace(/\s+/g, ' '),
	);
const work = [span('09:00', '18:00')];
const shop = [work, work, work, work, work, [span('10:00', '14:00')], []];

it.each([
	['en', ['Monday – Friday: 9:00 AM – 6:00 PM', 'Saturday: 10:00 AM – 2:00 PM', 'Sunday: Closed']],
	['en-GB', ['Monday – Friday: 9:00 – 18:00', 'Saturday: 10:00 – 14:00', 'Sunday: Closed']],
	['de', ['Montag – Freitag: 9:00 – 18:00', 'Samstag: 10:00 – 14:00', 'Sonntag: Closed']],
])('the week in %s has equal neighbouring days in one line', (locale, lines) => {
	expect(linesOf(shop, locale)).toEqual(lines);
});

it('takes the word for closed and the digits of the language', () => {
	const lines = linesOf(shop, 'ar-EG', 'مغلق');
	expect(lines).toHaveLength(3);
	expect(lines[0]).toContain('٩:٠٠');
	expect(lines[2]).toContain('مغلق');
});

it('equal days that are not neighbours stay apart', () => {
	const lines = linesOf([work, [], work, work, [], [], []], 'en-GB');
	expect(lines).toEqual([
		'Monday: 9:00 – 18:00',
		'Tuesday: Closed',
		'Wednesday – Thursday: 9:00 – 18:00',
		'Friday – Sunday: Closed',
	]);
});

it('several spans stand in order, and the end of the day has no date', () => {
	const day = [span('18:00', '24:00'), span('09:00', '12:00')];
	const week = Array.from({ length: 7 }, () => day);
	expect(linesOf(week, 'en-GB')).toEqual(['Monday – Sunday: 9:00 – 12:00, 18:00 – 24:00']);
	expect(linesOf(week, 'en')).toEqual(['Monday – Sunday: 9:00 AM – 12:00 PM, 6:00 PM – 12:00 AM']);
});

it('a whole day is told with 24 hours in every language', () => {
	const week = Array.from({ length: 7 }, () => [span('00:00', '24:00')]);
	for (const locale of ['en', 'de', 'fr']) {
		expect(linesOf(week, locale)[0]).toMatch(/: 0?0:00 – 24:00( Uhr)?$/);
	}
});

it('there are none without a week', () => {
	expect(linesOf(null, 'en')).toEqual([]);
});
