import type { ConversationId, VisitorId } from '../../shared/ids.ts';
import type { VisitView } from '../../shared/views/event-view.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { createVisits } from './index.ts';
import { other, shop } from './testing/world.ts';

const vera = 'v_vera' as VisitorId;
const page = (n: number) => ({ url: `https://shop.example/${n}`, title: `Page ${n}` });

function start() {
	const clock = new FakeClock();
	const visits = createVisits(clock);
	const told: (VisitView | null)[] = [];
	const stop = visits.onChange((_site, _visitor, visit) => void told.push(visit));
	return { clock, visits, told, stop };
}

describe('who is on a site', () => {
	it('is told page by page, with the way that was gone and since when', () => {
		const { clock, visits, told } = start();
		visits.onPage(vera, shop, page(1), { referrer: 'https://search.example/', locale: 'de' });
		clock.jump(5000);
		visits.onPage(vera, shop, page(2), {});
		expect(told).toHaveLength(2);
		expect(told[1]).toMatchObject({
			page: page(2),
			referrer: 'https://search.example/',
			locale: 'de',
			since: '2026-01-05T09:00:00.000Z',
			trail: [page(1), { ...page(2), at: '2026-01-05T09:00:05.000Z' }],
		});
	});

	it('is not told again for the same page, but for another title', () => {
		const { visits, told } = start();
		visits.onPage(vera, shop, page(1), {});
		visits.onPage(vera, shop, page(1), {});
		expect(told).toHaveLength(1);
		visits.onPage(vera, shop, { ...page(1), title: 'Sale' }, {});
		expect(told).toHaveLength(2);
	});

	it('keeps the latest 50 pages', () => {
		const { visits } = start();
		for (let n = 1; n <= 51; n += 1) visits.onPage(vera, shop, page(n), {});
		const trail = visits.of(vera)?.trail ?? [];
		expect(trail).toHaveLength(50);
		expect(trail[0]).toMatchObject(page(2));
		expect(trail.at(-1)).toMatchObject(page(51));
	});

	it('changes name and conversation of those who are here only, and only if they are others', () => {
		const { visits, told } = start();
		visits.changed(vera, { name: 'Vera' });
		expect(told).toEqual([]);
		visits.onPage(vera, shop, page(1), {});
		visits.changed(vera, { name: 'Vera' });
		visits.changed(vera, { name: 'Vera' });
		visits.changed(vera, { conversation: 'v_vera.1' as ConversationId });
		expect(told).toHaveLength(3);
		expect(visits.of(vera)).toMatchObject({ name: 'Vera', conversation: 'v_vera.1' });
	});

	it('is null when somebody leaves, once, and begins anew after that', () => {
		const { visits, told } = start();
		visits.onPage(vera, shop, page(1), {});
		visits.left(vera);
		visits.left(vera);
		expect(told.slice(1)).toEqual([null]);
		expect(visits.of(vera)).toBeNull();
		visits.onPage(vera, shop, page(2), {});
		expect(visits.of(vera)?.trail).toHaveLength(1);
	});

	it('is listed for the sites that somebody sees, and no longer told after stopping', () => {
		const { visits, told, stop } = start();
		stop();
		visits.onPage(vera, shop, page(1), {});
		visits.onPage('v_max' as VisitorId, other, page(1), {});
		expect(told).toEqual([]);
		expect(visits.list((site) => site === shop).map(({ visitor }) => visitor)).toEqual([vera]);
	});
});
