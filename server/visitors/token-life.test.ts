import { Busy } from '../ports/errors.ts';
import { visitorTokensCollection, visitorsCollection } from './index.ts';
import { other, shop, world } from './testing/world.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** A browser whose visitor has done something, so that there is something to be protected. */
async function somebody() {
	const it = await world();
	const { id, token } = await it.newcomer();
	await it.visitors.ensure(id, shop);
	const { tokens, clock, store } = it;
	const arrive = (with_: string) => tokens.arrive(shop, with_);
	/** The token that a browser holds after hello with this one; null: it is nobody any more. */
	const after = async (with_: string): Promise<string | null> => {
		const arrival = await arrive(with_);
		if (arrival === null) return null;
		expect(arrival.visitor).toBe(id);
		return arrival.token ?? with_;
	};
	const kept = async () =>
		(
			await store.find(visitorTokensCollection, {
				index: 'byVisitor',
				eq: { visitor: id },
				limit: 50,
			})
		).items;
	/** A token that is old enough for the next one, and the next one. */
	const renewed = async () => {
		clock.jump(8 * day);
		return (await after(token)) ?? '';
	};
	return { ...it, id, token, arrive, after, kept, renewed };
}

describe('a visitor who only looks', () => {
	it('costs nothing in the store, however often and however long', async () => {
		const { store, tokens, clock, newcomer } = await world();
		const { id, token } = await newcomer();
		for (let n = 0; n < 5; n += 1) {
			expect(await tokens.arrive(shop, token)).toEqual({ visitor: id, token: null });
			clock.jump(20 * day);
		}
		expect(await tokens.revoke(shop, token)).toBeNull();
		for (const index of ['byVisitor', 'byExpiry'])
			expect(await store.count(visitorTokensCollection, { index }, 9)).toBe(0);
		expect(await store.count(visitorsCollection, { index: 'bySite' }, 9)).toBe(0);
	});
});

describe('a token that nobody uses', () => {
	it('means nothing after thirty days, also if nothing was ever noted of it', async () => {
		const { clock, token, after, tokens, id } = await somebody();
		clock.jump(30 * day - 1);
		expect(await tokens.visitorOf(shop, token)).toBe(id);
		clock.jump(1);
		expect(await tokens.visitorOf(shop, token)).toBeNull();
		expect(await after(token)).toBeNull();
	});

	it('is good for as long as it is used, and that is noted once a day at most', async () => {
		const { clock, token, after, kept, store } = await somebody();
		const writes = jest.spyOn(store, 'update');
		let held = token;
		for (let hours = 0; hours < 24 * 60; hours += 6) {
			held = (await after(held)) ?? '';
			clock.jump(6 * hour);
		}
		expect(held).not.toBe('');
		// Sixty days, and a handful for each of the eight new tokens.
		expect(writes.mock.calls.length).toBeLessThan(100);
		expect(await kept()).toHaveLength(9);
		clock.jump(30 * day);
		expect(await after(held)).toBeNull();
	});

	it('is found by the sweep, and stays dead without its row', async () => {
		const { clock, token, after, kept, store } = await somebody();
		await after(token);
		clock.jump(31 * day);
		const range = { lt: clock.now() };
		await store.removeRange(visitorTokensCollection, { index: 'byExpiry', range, limit: 9 });
		expect(await kept()).toEqual([]);
		expect(await after(token)).toBeNull();
	});

	it('of a server that noted no times is good for thirty days from when it was made', async () => {
		const { tokens, clock, id, store } = await somebody();
		const issued = await tokens.issue(shop, id);
		const { items } = await store.find(visitorTokensCollection, { index: 'byVisitor', limit: 9 });
		for (const row of items)
			await store.update(visitorTokensCollection, row.id, { unset: ['expiresAt', 'endsAt'] });
		const range = { lt: clock.now() + 99 * day };
		await store.removeRange(visitorTokensCollection, { index: 'byExpiry', range, limit: 9 });
		clock.jump(20 * day);
		expect(await tokens.visitorOf(shop, issued)).toBe(id);
		expect(await tokens.arrive(shop, issued)).toMatchObject({ visitor: id });
		clock.jump(20 * day);
		expect(await tokens.visitorOf(shop, issued)).toBe(id);
	});
});

describe('a token that has grown old', () => {
	it('is replaced after a week by one that begins the same and is a secret of its own', async () => {
		const { clock, token, arrive, after } = await somebody();
		clock.jump(7 * day - 1);
		expect(await after(token)).toBe(token);
		clock.jump(1);
		const made = (await arrive(token))?.token ?? '';
		expect(made).toHaveLength(52);
		expect(made.slice(0, 8)).toBe(token.slice(0, 8));
		expect(made.slice(8)).not.toContain(token.slice(8, 20));
		// And again, for as long as the visitor comes.
		clock.jump(7 * day);
		const third = (await arrive(made))?.token ?? '';
		expect(third).toHaveLength(52);
		expect(third).not.toBe(made);
	});

	it('is replaced by the same one for two tabs, also at the same moment', async () => {
		const { clock, token, after, kept } = await somebody();
		clock.jump(8 * day);
		const tabs = await Promise.all([after(token), after(token), after(token)]);
		expect(new Set(tabs).size).toBe(1);
		expect(await after(token)).toBe(tabs[0]);
		expect(await kept()).toHaveLength(2);
	});

	it('is good for a day more once the next one has come, and not a moment longer', async () => {
		const { clock, token, after, renewed } = await somebody();
		const next = await renewed();
		expect(await after(next)).toBe(next);
		clock.jump(day - 1);
		expect(await after(token)).toBe(next);
		expect(await after(next)).toBe(next);
		clock.jump(1);
		expect(await after(token)).toBeNull();
		expect(await after(next)).toBe(next);
	});

	it('stays good as long as its browser was not told of the next one: the server died in between', async () => {
		const { clock, token, after, renewed } = await somebody();
		const never = await renewed();
		for (let n = 0; n < 10; n += 1) {
			clock.jump(5 * day);
			expect(await after(token)).toBe(never);
		}
	});

	it('is no less good where nothing can be written', async () => {
		const { clock, token, store, arrive, id, faults } = await somebody();
		clock.jump(8 * day);
		for (const verb of ['insert', 'update'] as const)
			jest.spyOn(store, verb).mockRejectedValue(new Busy('disk_full'));
		expect(await arrive(token)).toEqual({ visitor: id, token: null });
		expect(faults).toHaveLength(1);
		jest.restoreAllMocks();
		expect((await arrive(token))?.token).toHaveLength(52);
	});

	it('names nobody on another site, nor does the next one', async () => {
		const { tokens, renewed } = await somebody();
		const next = await renewed();
		expect(await tokens.visitorOf(other, next)).toBeNull();
		expect(await tokens.arrive(other, next)).toBeNull();
	});

	it('is not what the store holds', async () => {
		const { renewed, kept } = await somebody();
		const next = await renewed();
		expect(JSON.stringify(await kept())).not.toContain(next.slice(9));
	});
});

describe('log-out', () => {
	it('ends a first token, whether or not anything was noted of it', async () => {
		for (const isNoted of [false, true]) {
			const { tokens, token, after, id } = await somebody();
			if (isNoted) await after(token);
			expect(await tokens.revoke(shop, token)).toBe(id);
			expect(await after(token)).toBeNull();
			expect(await tokens.revoke(shop, token)).toBeNull();
		}
	});

	it('ends the one before and the next one too, by whichever of them', async () => {
		for (const by of ['old', 'next'] as const) {
			const { tokens, token, after, renewed } = await somebody();
			const next = await renewed();
			await tokens.revoke(shop, by === 'old' ? token : next);
			expect([await after(token), await after(next)]).toEqual([null, null]);
		}
	});

	it('does not end the tokens of other devices', async () => {
		const { tokens, token, after, id } = await somebody();
		const phone = await tokens.issue(shop, id);
		await tokens.revoke(shop, token);
		expect(await after(phone)).toBe(phone);
	});

	it('needs the token itself, on its own site', async () => {
		const { tokens, token, after } = await somebody();
		expect(await tokens.revoke(other, token)).toBeNull();
		expect(await tokens.revoke(shop, `${token.slice(0, 8)}.${'x'.repeat(43)}`)).toBeNull();
		expect(await after(token)).toBe(token);
	});

	it('lasts: the token stays dead when its row has been swept', async () => {
		const { tokens, token, after, clock, store } = await somebody();
		clock.jump(9 * day);
		await tokens.revoke(shop, token);
		clock.jump(31 * day);
		const range = { lt: clock.now() };
		await store.removeRange(visitorTokensCollection, { index: 'byExpiry', range, limit: 9 });
		expect(await after(token)).toBeNull();
	});
});
