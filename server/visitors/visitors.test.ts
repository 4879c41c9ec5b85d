import { visitorIdOf, visitorsCollection, visitorViewOf, type Visitor } from './index.ts';
import { other, shop, world } from './testing/world.ts';

async function known() {
	const it = await world();
	const { id } = await it.newcomer();
	return { ...it, id, learn: it.visitors.learn };
}

describe('what is known of a visitor', () => {
	it('is nothing before the first act, and one row after many at once', async () => {
		const { store, visitors, id } = await known();
		expect(await visitors.get(id)).toBeNull();
		await Promise.all([1, 2, 3].map(() => visitors.ensure(id, shop)));
		const { items } = await store.find(visitorsCollection, {
			index: 'bySite',
			eq: { site: shop },
			limit: 9,
		});
		expect(items).toHaveLength(1);
		expect(visitors.isKnown(id)).toBe(true);
	});

	it('stays unless it is named, and goes when it is null or empty', async () => {
		const { id, learn } = await known();
		await learn(id, shop, { name: 'Vera', email: 'vera@example.com', phone: '1' }, 'visitor');
		await learn(id, shop, { name: null, email: undefined, phone: '' }, 'visitor');
		expect(visitorViewOf((await learn(id, shop, {}, 'visitor')) as Visitor)).toMatchObject({
			name: null,
			email: 'vera@example.com',
			phone: null,
		});
	});

	it('is not changed by the visitor where the site has vouched for it', async () => {
		const { id, learn } = await known();
		await learn(id, shop, { externalId: 'c7', name: 'Vera', email: 'v@example.com' }, 'site');
		const facts = { name: 'The boss', email: 'boss@example.com', phone: '1' };
		const now = await learn(id, shop, facts, 'visitor');
		expect(visitorViewOf(now)).toMatchObject({
			name: 'Vera',
			email: 'v@example.com',
			phone: '1',
			isVerified: true,
		});
	});

	it('takes an address from the visitor when the site has vouched for the name only', async () => {
		const { id, learn } = await known();
		await learn(id, shop, { externalId: 'c7', name: 'Vera' }, 'site');
		const now = await learn(id, shop, { name: 'The boss', email: 'v@example.com' }, 'visitor');
		expect(visitorViewOf(now)).toMatchObject({ name: 'Vera', email: 'v@example.com' });
	});

	it('remembers when somebody agreed, from the first time on, and forgets it when taken back', async () => {
		const { clock, id, learn } = await known();
		const first = await learn(id, shop, { consent: true }, 'visitor');
		expect(first.consentAt).toBe(clock.now());
		clock.jump(1000);
		expect((await learn(id, shop, { consent: true }, 'visitor')).consentAt).toBe(first.consentAt);
		expect((await learn(id, shop, { consent: false }, 'visitor')).consentAt).toBeNull();
	});

	it('keeps twenty of the site’s own fields, the latest ones', async () => {
		const { id, learn } = await known();
		const fields = (from: number, count: number) =>
			Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${from + n}`, n]));
		await learn(id, shop, { custom: fields(1, 20) }, 'visitor');
		const now = await learn(id, shop, { custom: fields(21, 1) }, 'visitor');
		const names = Object.keys(now.custom ?? {});
		expect(names).toHaveLength(20);
		expect(names).toContain('f21');
		expect(names).not.toContain('f1');
	});

	it('is merged when two changes come at the same moment', async () => {
		const { id, learn } = await known();
		await Promise.all([
			learn(id, shop, { name: 'Vera' }, 'visitor'),
			learn(id, shop, { phone: '1' }, 'visitor'),
			learn(id, shop, { custom: { a: true } }, 'visitor'),
		]);
		expect(await learn(id, shop, {}, 'visitor')).toMatchObject({
			name: 'Vera',
			phone: '1',
			custom: { a: true },
		});
	});

	it('is begun anew after an erasure', async () => {
		const { store, id, learn } = await known();
		await learn(id, shop, { name: 'Vera' }, 'visitor');
		await store.remove(visitorsCollection, id);
		const now = await learn(id, shop, { phone: '1' }, 'visitor');
		expect(visitorViewOf(now)).toMatchObject({ name: null, phone: '1' });
	});

	it('is stored under an id that follows from the token and the site, and does not lead back', () => {
		const token = 'x'.repeat(43);
		expect(visitorIdOf(shop, token)).toBe(visitorIdOf(shop, token));
		expect(visitorIdOf(shop, token)).not.toBe(visitorIdOf(other, token));
		expect(visitorIdOf(shop, token)).toMatch(/^v_[\w-]{22}$/);
		expect(visitorIdOf(shop, token)).not.toContain('xxx');
	});
});
