import type { GroupId, SiteId } from '../../shared/ids.ts';
import { siteSettings } from '../../shared/site/site-settings.ts';
import { groupFor } from './group-of.ts';
import type { Group } from './groups.ts';

const shop = 's_shop' as SiteId;
const group = (id: string, sites: Group['sites'] = 'all') =>
	({ id: id as GroupId, sites }) as Group;
const all = [group('sales'), group('returns'), group('elsewhere', ['s_other' as SiteId])];
const groups = { get: (id: string) => all.find((one) => one.id === id) ?? null };
const settings = siteSettings.parse({
	prechat: {
		topics: [
			{ id: 'advice', label: 'Which lamp fits', group: 'sales' },
			{ id: 'returns', label: 'A return' },
			{ id: 'other', label: 'Something else' },
			{ id: 'gone', label: 'Old', group: 'was-removed' },
			{ id: 'far', label: 'Far', group: 'elsewhere' },
		],
	},
	routing: {
		byPage: [
			{ pages: ['/shop/*', '/Lämpchen'], group: 'sales' },
			{ pages: ['/shop/returns'], group: 'returns' },
			{ pages: ['/far'], group: 'elsewhere' },
		],
	},
});

it.each([
	[null, null, null],
	['advice', null, 'sales'],
	['returns', null, 'returns'],
	['sales', null, 'sales'],
	['other', null, null],
	['gone', null, null],
	['far', null, null],
	['nonsense', 'not an address', null],
	[null, 'https://shop.example/shop/lamps?page=2#top', 'sales'],
	[null, 'https://shop.example/shop/returns', 'sales'],
	[null, `https://shop.example/${encodeURI('Lämpchen')}`, 'sales'],
	[null, 'https://shop.example/about/shop/', null],
	[null, 'https://shop.example/far', null],
	['returns', 'https://shop.example/shop/lamps', 'returns'],
	['other', 'https://shop.example/shop/lamps', 'sales'],
] as const)('topic %j on page %j: group %j', (topic, page, expected) => {
	expect(groupFor(groups, { id: shop, settings }, { topic, page })).toBe(expected);
});
