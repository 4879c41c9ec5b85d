import { siteSettings, type SiteSettings } from '../../shared/site/site-settings.ts';
import { hoursAt } from './hours.ts';

type Hours = SiteSettings['hours'];
type Span = readonly [from: string, to: string];
const spans = (...given: Span[]) => given.map(([from, to]) => ({ from, to }));
const everyDay = (...given: Span[]) => Array.from({ length: 7 }, () => spans(...given));
/** Monday to Friday. */
const workdays = (...given: Span[]) => everyDay(...given).map((day, n) => (n < 5 ? day : []));

const hoursOf = (
	timeZone: string,
	week: Hours['week'],
	days: Readonly<Record<string, Span[]>> = {},
): Hours =>
	siteSettings.parse({
		hours: {
			timeZone,
			week,
			days: Object.entries(days).map(([date, given]) => ({ date, spans: spans(...given) })),
		},
	}).hours;

/** Times are given and told in UTC. */
const told = (moment: number | null): string | null =>
	moment === null ? null : new Date(moment).toISOString().slice(0, 16);
function at(hours: Hours, now: string): string {
	const { isOpen, until, backAt } = hoursAt(hours, Date.parse(`${now}Z`));
	expect(isOpen ? backAt : until).toBeNull();
	return isOpen ? `open until ${told(until)}` : `back at ${told(backAt)}`;
}

describe('on plain days', () => {
	const shop = hoursOf('Europe/Berlin', workdays(['09:00', '12:30'], ['13:30', '18:00']));
	it.each([
		// 2026-01-05 is a Monday; Berlin is an hour before UTC.
		['2026-01-05T07:59:59', 'back at 2026-01-05T08:00'],
		['2026-01-05T08:00', 'open until 2026-01-05T11:30'],
		['2026-01-05T11:29:59', 'open until 2026-01-05T11:30'],
		['2026-01-05T11:30', 'back at 2026-01-05T12:30'],
		['2026-01-05T17:00', 'back at 2026-01-06T08:00'],
		['2026-01-09T17:00', 'back at 2026-01-12T08:00'],
		// Already Monday there, still Sunday in UTC.
		['2026-01-11T23:30', 'back at 2026-01-12T08:00'],
	])('at %s the shop is %s', (now, expected) => {
		expect(at(shop, now)).toBe(expected);
	});

	it('the day is that of the site, not of UTC', () => {
		const auckland = hoursOf('Pacific/Auckland', workdays(['09:00', '17:00']));
		// Friday evening in UTC, Saturday there.
		expect(at(auckland, '2026-01-09T21:00')).toBe('back at 2026-01-11T20:00');
		expect(at(auckland, '2026-01-08T21:00')).toBe('open until 2026-01-09T04:00');
	});

	it('without a week it is always open', () => {
		const always = hoursOf('Europe/Berlin', null, { '2026-01-05': [] });
		expect(at(always, '2026-01-05T12:00')).toBe('open until null');
	});

	it('spans need no order, and those that touch or overlap are one', () => {
		const odd = hoursOf(
			'UTC',
			everyDay(['12:00', '15:00'], ['08:00', '10:00'], ['10:00', '11:00'], ['14:00', '16:00']),
		);
		expect(at(odd, '2026-01-05T08:30')).toBe('open until 2026-01-05T11:00');
		expect(at(odd, '2026-01-05T11:00')).toBe('back at 2026-01-05T12:00');
		expect(at(odd, '2026-01-05T13:00')).toBe('open until 2026-01-05T16:00');
	});
});

describe('over midnight', () => {
	it('a span up to 24:00 goes on in one that begins at 00:00', () => {
		const bar = hoursOf('Europe/Berlin', everyDay(['00:00', '02:00'], ['18:00', '24:00']));
		expect(at(bar, '2026-01-05T20:00')).toBe('open until 2026-01-06T01:00');
		expect(at(bar, '2026-01-05T23:30')).toBe('open until 2026-01-06T01:00');
		expect(at(bar, '2026-01-06T01:00')).toBe('back at 2026-01-06T17:00');
	});
	it('a span up to 24:00 ends then when the next day begins later', () => {
		const bar = hoursOf('Europe/Berlin', everyDay(['18:00', '24:00']));
		expect(at(bar, '2026-01-05T20:00')).toBe('open until 2026-01-05T23:00');
		expect(at(bar, '2026-01-05T23:00')).toBe('back at 2026-01-06T17:00');
	});
	it('open round the clock has no end', () => {
		const always = hoursOf('Europe/Berlin', everyDay(['00:00', '24:00']));
		expect(at(always, '2026-01-05T20:00')).toBe('open until null');
		expect(at(always, '2026-03-28T20:00')).toBe('open until null');
		const weekend = workdays(['00:00', '24:00']);
		expect(at(hoursOf('UTC', weekend), '2026-01-06T05:00')).toBe('open until 2026-01-10T00:00');
	});
});

describe('days that differ', () => {
	const week = workdays(['09:00', '18:00']);
	it('are closed, or open at other times', () => {
		const shop = hoursOf('Europe/Berlin', week, {
			'2026-12-24': [['09:00', '12:00']],
			'2026-12-25': [],
			'2026-12-27': [['10:00', '11:00']],
		});
		expect(at(shop, '2026-12-24T10:00')).toBe('open until 2026-12-24T11:00');
		expect(at(shop, '2026-12-24T11:00')).toBe('back at 2026-12-27T09:00');
		expect(at(shop, '2026-12-25T10:00')).toBe('back at 2026-12-27T09:00');
	});

	it('a shop that opens on the last of 60 days is back then, and one that opens later has no time', () => {
		const never = everyDay();
		const within = hoursOf('UTC', never, { '2026-03-06': [['09:00', '10:00']] });
		// 60 days before that hour, and an hour more than 60 days.
		expect(at(within, '2026-01-05T09:00')).toBe('back at 2026-03-06T09:00');
		expect(at(within, '2026-01-05T08:00')).toBe('back at null');
		expect(at(hoursOf('UTC', never), '2026-01-05T08:00')).toBe('back at null');
	});
});

describe('on the nights when clocks change', () => {
	it.each([
		// Forward: 02:00 becomes 03:00 on the 29th of March, so that night is an hour shorter.
		['2026-03-28T20:00', 'open until 2026-03-29T07:00', ['00:00', '09:00'], ['18:00', '24:00']],
		['2026-03-28T23:30', 'open until 2026-03-29T01:00', ['00:00', '02:30'], ['18:00', '24:00']],
		['2026-03-29T00:30', 'back at 2026-03-29T01:00', ['02:30', '04:00']],
		['2026-03-29T01:00', 'open until 2026-03-29T02:00', ['02:30', '04:00']],
		['2026-03-28T09:00', 'back at 2026-03-29T07:00', ['09:00', '10:00']],
		// Back: 03:00 becomes 02:00 on the 25th of October, so what lies in between comes twice.
		['2026-10-24T20:00', 'open until 2026-10-25T08:00', ['00:00', '09:00'], ['18:00', '24:00']],
		['2026-10-25T00:00', 'open until 2026-10-25T01:30', ['02:00', '02:30']],
		['2026-10-24T23:59', 'back at 2026-10-25T00:00', ['02:00', '02:30']],
		['2026-10-24T09:00', 'back at 2026-10-25T08:00', ['09:00', '10:00']],
	] as [string, string, ...Span[]][])(
		'in Berlin at %s: %s with %j %j',
		(now, expected, ...open) => {
			expect(at(hoursOf('Europe/Berlin', everyDay(...open)), now)).toBe(expected);
		},
	);

	it.each([
		// Forward on the 8th of March, back on the 1st of November.
		['2026-03-07T23:00', 'open until 2026-03-08T13:00', ['00:00', '09:00'], ['18:00', '24:00']],
		['2026-03-08T06:30', 'back at 2026-03-08T07:00', ['02:30', '04:00']],
		['2026-03-08T07:00', 'open until 2026-03-08T08:00', ['02:30', '04:00']],
		['2026-03-07T15:00', 'back at 2026-03-08T13:00', ['09:00', '10:00']],
		['2026-10-31T23:00', 'open until 2026-11-01T14:00', ['00:00', '09:00'], ['18:00', '24:00']],
		['2026-11-01T05:00', 'open until 2026-11-01T06:30', ['01:00', '01:30']],
		['2026-11-01T04:59', 'back at 2026-11-01T05:00', ['01:00', '01:30']],
		['2026-10-31T15:00', 'back at 2026-11-01T14:00', ['09:00', '10:00']],
	] as [string, string, ...Span[]][])(
		'in New York at %s: %s with %j %j',
		(now, expected, ...open) => {
			expect(at(hoursOf('America/New_York', everyDay(...open)), now)).toBe(expected);
		},
	);

	it('also where the day itself begins at one', () => {
		// In Santiago midnight of the 6th of September 2026 is skipped.
		const hours = hoursOf('America/Santiago', everyDay(['00:00', '08:00'], ['20:00', '24:00']));
		expect(at(hours, '2026-09-06T02:00')).toBe('open until 2026-09-06T11:00');
	});
});
