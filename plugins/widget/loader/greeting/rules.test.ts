import type { ShownGreeting } from '../../settings.ts';
import { isDue, type Visit } from './rules.ts';

const greeting: ShownGreeting = {
	id: 'fits',
	text: 'Not sure which one fits?',
	who: 'Tandem & Sons',
	site: '',
	letters: 'TS',
	label: 'Message from Tandem & Sons',
	replies: [],
	pages: '',
	afterSeconds: 15,
	scrolled: 0,
	pagesSeen: 1,
	device: 'any',
};
const visit: Visit = { path: '/parts/', seconds: 15, scrolled: 40, pages: 2, isPhone: false };

test.each<[string, Partial<ShownGreeting>, Partial<Visit>, boolean]>([
	['comes when its time is there', {}, {}, true],
	['waits for its time', {}, { seconds: 14 }, false],
	['comes at once where it says so', { afterSeconds: 0 }, { seconds: 0 }, true],
	['waits until that much of the page was seen', { scrolled: 41 }, {}, false],
	['comes when that much of the page was seen', { scrolled: 40 }, {}, true],
	['waits for the third page', { pagesSeen: 3 }, {}, false],
	['comes on the third page', { pagesSeen: 3 }, { pages: 3 }, true],
	['comes on one of its pages', { pages: '^(/never|/parts.*)$' }, {}, true],
	['stays away from other pages', { pages: '^(/basket|/checkout.*)$' }, {}, false],
	['for phones, not at the desk', { device: 'phone' }, {}, false],
	['for phones, on one', { device: 'phone' }, { isPhone: true }, true],
	['for the desk, not on a phone', { device: 'desktop' }, { isPhone: true }, false],
])('a greeting %s', (_, of, at, isExpected) => {
	expect(isDue({ ...greeting, ...of }, { ...visit, ...at })).toBe(isExpected);
});
