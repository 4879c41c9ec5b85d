import fc from 'fast-check';
import type { ConversationId, SiteId } from '../../shared/ids.ts';
import { createLine } from './index.ts';

const shop = 's_shop' as SiteId;
const other = 's_other' as SiteId;
const id = (n: number): ConversationId => `v_${n}.1` as ConversationId;

describe('the line', () => {
	it('is in the order in which people came, on each site by itself', () => {
		const line = createLine();
		line.add({ id: id(2), site: shop, since: 20 });
		line.add({ id: id(1), site: shop, since: 10 });
		line.add({ id: id(3), site: other, since: 5 });
		expect([1, 2, 3, 4].map((n) => line.position(id(n)))).toEqual([1, 2, 1, null]);
		expect([line.size(shop), line.size(other)]).toEqual([2, 1]);
	});

	it('tells only places that changed, and once', () => {
		const line = createLine();
		for (const n of [1, 2, 3]) line.add({ id: id(n), site: shop, since: n });
		expect([...line.changed()]).toEqual([
			[id(1), 1],
			[id(2), 2],
			[id(3), 3],
		]);
		expect(line.changed().size).toBe(0);
		line.remove(id(2));
		expect([...line.changed()]).toEqual([
			[id(2), null],
			[id(3), 2],
		]);
		expect(line.changed().size).toBe(0);
	});

	it('tells nothing of somebody who came and went between two looks', () => {
		const line = createLine();
		line.add({ id: id(1), site: shop, since: 1 });
		line.remove(id(1));
		expect(line.changed().size).toBe(0);
	});

	it('leaves somebody who waits already where they are', () => {
		const line = createLine();
		line.add({ id: id(1), site: shop, since: 1 });
		line.add({ id: id(2), site: shop, since: 2 });
		line.add({ id: id(1), site: shop, since: 99 });
		expect(line.position(id(1))).toBe(1);
		expect(line.size(shop)).toBe(2);
	});

	it('is the sorted order whoever comes and goes, and what was told is always what is', () => {
		const step = fc.record({
			n: fc.nat(12),
			since: fc.nat(5),
			site: fc.constantFrom(shop, other),
			kind: fc.constantFrom('add', 'add', 'remove', 'look'),
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				const line = createLine();
				const model = new Map<ConversationId, { since: number; site: SiteId }>();
				const told = new Map<ConversationId, number>();
				const look = (): void => {
					for (const [who, place] of line.changed()) {
						if (place === null) told.delete(who);
						else told.set(who, place);
					}
				};
				for (const { n, since, site, kind } of steps) {
					const who = id(n);
					if (kind === 'look') look();
					if (kind === 'add' && !model.has(who)) model.set(who, { since, site });
					if (kind === 'add') line.add({ id: who, site, since });
					if (kind === 'remove') model.delete(who);
					if (kind === 'remove') line.remove(who);
				}
				look();
				for (const site of [shop, other]) {
					const sorted = [...model]
						.filter(([, waiting]) => waiting.site === site)
						.sort(([a, x], [b, y]) => x.since - y.since || (a < b ? -1 : 1))
						.map(([who]) => who);
					expect(sorted.map((who) => line.position(who))).toEqual(sorted.map((_, i) => i + 1));
					expect(sorted.map((who) => told.get(who))).toEqual(sorted.map((_, i) => i + 1));
					expect(line.size(site)).toBe(sorted.length);
				}
				expect(told.size).toBe(model.size);
			}),
			{ numRuns: 500 },
		);
	});
});
