import type { Query, Scalar } from '../../ports/store.ts';
import { boxes, people } from './collections.ts';
import { newPerson } from './documents.ts';
import type { Topic } from './harness.ts';

/** Finding by declared indexes. */
export function findContract({ store }: Topic): void {
	async function found(query: Query): Promise<string[]> {
		return (await store().find(people, query)).items.map((person) => person.id);
	}
	async function inPages(query: Query): Promise<string[]> {
		const ids: string[] = [];
		let after: readonly Scalar[] | undefined;
		for (;;) {
			const page = await store().find(people, after === undefined ? query : { ...query, after });
			expect(page.items.length).toBeLessThanOrEqual(query.limit);
			ids.push(...page.items.map((person) => person.id));
			if (page.next === null) {
				return ids;
			}
			// What a client hands back was text on the way.
			after = JSON.parse(JSON.stringify(page.next)) as Scalar[];
		}
	}

	describe('a site with ties, gaps and nothing', () => {
		const site = 'find-site';
		const at = (eq: Query['eq'] = {}): Query => ({
			index: 'seen',
			eq: { site, ...eq },
			limit: 100,
		});
		const ascending = ['f-e', 'f-h', 'f-c', 'f-a', 'f-b', 'f-g', 'f-d', 'f-f'];
		const seen: Record<string, number | null | undefined> = {
			'f-a': 20,
			'f-b': 20,
			'f-c': -5,
			'f-d': 30.5,
			'f-e': null,
			'f-f': 1_700_000_000_000,
			'f-g': 20,
			'f-h': undefined,
		};

		beforeAll(async () => {
			for (const [id, seenAt] of Object.entries(seen)) {
				await store().insert(people, {
					...newPerson({ id, site, online: id < 'f-d' }),
					...(seenAt === undefined ? {} : { seenAt }),
				});
			}
			for (const other of ['find-sitf', 'find-sit', 'find-site ', 'FIND-SITE']) {
				await store().insert(people, newPerson({ site: other, seenAt: 20 }));
			}
		});

		it('orders by the index, nothing before everything, ties by id', async () => {
			expect(await found(at())).toEqual(ascending);
			expect(await found({ ...at(), direction: -1 })).toEqual(ascending.toReversed());
		});

		it.each([1, 2, 3, 7, 8, 9])('reads in pages of %i, both ways', async (limit) => {
			expect(await inPages({ ...at(), limit })).toEqual(ascending);
			expect(await inPages({ ...at(), limit, direction: -1 })).toEqual(ascending.toReversed());
		});

		it('has no next page after the last document', async () => {
			const { items, next } = await store().find(people, { ...at(), limit: 8 });
			expect(items).toHaveLength(8);
			expect(next).toBeNull();
		});

		it('names a place by what the index has behind the fields that were given, and the id', async () => {
			const { next } = await store().find(people, { ...at(), limit: 3 });
			expect(next).toEqual([-5, 'f-c']);
		});

		it('finds by ranges, in which nothing never is', async () => {
			expect(await found({ ...at(), range: { gt: 20 } })).toEqual(['f-d', 'f-f']);
			expect(await found({ ...at(), range: { gte: 20, lt: 31 } })).toEqual([
				'f-a',
				'f-b',
				'f-g',
				'f-d',
			]);
			expect(await found({ ...at(), range: { lte: 20 } })).toEqual(['f-c', 'f-a', 'f-b', 'f-g']);
			expect(await found({ ...at(), range: { lt: 20 }, direction: -1 })).toEqual(['f-c']);
			expect(await found({ ...at(), range: { gt: 20, lt: 20 } })).toEqual([]);
			const paged: Query = { ...at(), range: { gte: 20 }, limit: 2 };
			expect(await inPages(paged)).toEqual(['f-a', 'f-b', 'f-g', 'f-d', 'f-f']);
		});

		it('finds equal values, nothing among them', async () => {
			expect(await found(at({ seenAt: 20 }))).toEqual(['f-a', 'f-b', 'f-g']);
			expect(await found(at({ seenAt: null }))).toEqual(['f-e', 'f-h']);
			expect(await found(at({ seenAt: 21 }))).toEqual([]);
			expect(await inPages({ ...at({ seenAt: 20 }), limit: 1, direction: -1 })).toEqual([
				'f-g',
				'f-b',
				'f-a',
			]);
		});

		it('finds by three fields, one of them true or false', async () => {
			const query: Query = { index: 'status', eq: { site, online: true }, limit: 10 };
			expect(await found(query)).toEqual(['f-c', 'f-a', 'f-b']);
			expect(await found({ ...query, range: { gte: 0 } })).toEqual(['f-a', 'f-b']);
			expect(await found({ ...query, eq: { site, online: false }, range: { gt: 20 } })).toEqual([
				'f-d',
				'f-f',
			]);
			expect(await inPages({ ...query, eq: { site, online: false }, limit: 2 })).toEqual([
				'f-e',
				'f-h',
				'f-g',
				'f-d',
				'f-f',
			]);
		});

		it('counts no further than asked', async () => {
			const { limit: _limit, ...query } = at();
			expect(await store().count(people, query, 100)).toBe(8);
			expect(await store().count(people, query, 8)).toBe(8);
			expect(await store().count(people, query, 3)).toBe(3);
			expect(await store().count(people, { ...query, range: { gt: 20 } }, 100)).toBe(2);
			expect(await store().count(people, { ...query, eq: { site: 'nowhere' } }, 100)).toBe(0);
		});

		it('finds by another index of the same documents', async () => {
			const [first] = (await store().find(people, { ...at(), limit: 1 })).items;
			const query: Query = { index: 'number', eq: { site }, limit: 100 };
			expect((await found(query)).sort()).toEqual([...ascending].sort());
			const one = { ...query, eq: { site, number: first!.number } };
			expect(await found(one)).toEqual([first!.id]);
		});
	});

	it('finds by a unique value that others have not', async () => {
		const person = newPerson({ email: 'find@example.org' });
		await store().insert(people, person);
		await store().insert(people, newPerson());
		const query: Query = { index: 'email', eq: { email: 'find@example.org' }, limit: 10 };
		expect(await found(query)).toEqual([person.id]);
		await store().update(people, person.id, { unset: ['email'] });
		expect(await found(query)).toEqual([]);
	});

	describe('a unique index, in which not every document has a value', () => {
		const badges = { 'u-3': 'c', 'u-1': 'e', 'u-4': 'a', 'u-2': '\uffee', 'u-5': '😀' };
		const ascending = ['u-4', 'u-3', 'u-1', 'u-2', 'u-5'];
		const all: Query = { index: 'badge', limit: 100 };

		beforeAll(async () => {
			for (const [id, badge] of Object.entries(badges)) {
				await store().insert(people, newPerson({ id, badge }));
			}
			for (let other = 0; other < 4; other += 1) {
				await store().insert(people, newPerson(other % 2 ? { badge: null } : {}));
			}
		});

		it.each([1, 2, 4, 5, 6])(
			'gives those with a value in pages of %i, both ways',
			async (limit) => {
				expect(await inPages({ ...all, limit })).toEqual(ascending);
				expect(await inPages({ ...all, limit, direction: -1 })).toEqual(ascending.toReversed());
			},
		);

		it('finds nothing by null, and what a range has', async () => {
			expect(await found({ ...all, eq: { badge: null } })).toEqual([]);
			expect(await found({ ...all, range: { lt: 'e' } })).toEqual(['u-4', 'u-3']);
			expect(await inPages({ ...all, range: { gte: 'e' }, limit: 2, direction: -1 })).toEqual([
				'u-5',
				'u-2',
				'u-1',
			]);
		});

		it('counts and removes those alone', async () => {
			const { limit: _limit, ...query } = all;
			expect(await store().count(people, query, 100)).toBe(5);
			expect(await store().count(people, { ...query, eq: { badge: null } }, 100)).toBe(0);
			expect(await store().removeRange(people, { ...all, eq: { badge: null } })).toBe(0);
			await store().update(people, 'u-3', { unset: ['badge'] });
			await store().update(people, 'u-1', { set: { badge: null } });
			expect(await found(all)).toEqual(['u-4', 'u-2', 'u-5']);
			expect(await store().removeRange(people, all)).toBe(3);
			const left = await store().getMany(people, Object.keys(badges));
			expect(left.map((person) => person.id).sort()).toEqual(['u-1', 'u-3']);
		});
	});

	it('gives nothing where nothing is asked for', async () => {
		await store().insert(people, newPerson({ site: 'limit-site' }));
		for (const limit of [0, -1]) {
			const query = { index: 'seen', eq: { site: 'limit-site' }, limit } as const;
			expect((await store().find(people, query)).items).toEqual([]);
			expect(await store().removeRange(people, query)).toBe(0);
		}
		expect(await store().count(people, { index: 'seen', eq: { site: 'limit-site' } }, 0)).toBe(0);
	});

	it('finds nothing lower or greater than null', async () => {
		const site = 'null-site';
		await store().insert(people, newPerson({ site, seenAt: null }));
		await store().insert(people, newPerson({ site, seenAt: 5 }));
		for (const op of ['gt', 'gte', 'lt', 'lte'] as const) {
			const query: Query = { index: 'seen', eq: { site }, range: { [op]: null }, limit: 9 };
			expect(await found(query)).toEqual([]);
			expect(await store().count(people, query, 9)).toBe(0);
		}
	});

	it('orders text by its characters, in pages too', async () => {
		const names = [
			'',
			' ',
			'10',
			'9',
			'B',
			'a',
			'a\u0000',
			'a0',
			'ab',
			'z',
			'é',
			'中',
			'\uffee',
			'😀',
		];
		for (const name of names.toReversed()) {
			await store().insert(boxes, { id: `box ${name}`, content: null, label: name });
		}
		const labels: (string | undefined)[] = [];
		let after: readonly Scalar[] | undefined;
		do {
			const query: Query = { index: 'label', limit: 4, ...(after ? { after } : {}) };
			const page = await store().find(boxes, query);
			labels.push(...page.items.map((box) => box.label));
			after = page.next ?? undefined;
		} while (after !== undefined);
		expect(labels).toEqual(names);
		const range = { gte: '9', lt: 'ab' };
		const between = await store().find(boxes, { index: 'label', range, limit: 9 });
		expect(between.items.map((box) => box.label)).toEqual(['9', 'B', 'a', 'a\u0000', 'a0']);
	});

	it('finds what an update and a put made of a document', async () => {
		const [site, other] = ['update-site', 'update-site-2'];
		const person = newPerson({ site, seenAt: 1 });
		await store().insert(people, person);
		await store().update(people, person.id, { set: { site: other, seenAt: 2 } });
		expect(await found({ index: 'seen', eq: { site }, limit: 9 })).toEqual([]);
		expect(await found({ index: 'seen', eq: { site: other, seenAt: 2 }, limit: 9 })).toEqual([
			person.id,
		]);
		await store().put(people, person);
		expect(await found({ index: 'seen', eq: { site }, limit: 9 })).toEqual([person.id]);
	});

	it('goes on where it was while documents come and go', async () => {
		const site = 'moving-site';
		for (let seenAt = 1; seenAt <= 6; seenAt += 1) {
			await store().insert(people, newPerson({ id: `m-${seenAt}`, site, seenAt }));
		}
		const query: Query = { index: 'seen', eq: { site }, limit: 2 };
		const { next } = await store().find(people, query);
		await store().remove(people, 'm-2');
		await store().remove(people, 'm-3');
		await store().insert(people, newPerson({ id: 'm-0', site, seenAt: 0 }));
		await store().insert(people, newPerson({ id: 'm-45', site, seenAt: 4.5 }));
		const rest = await store().find(people, { ...query, limit: 9, after: next! });
		expect(rest.items.map((person) => person.id)).toEqual(['m-4', 'm-45', 'm-5', 'm-6']);
	});

	it('removes what a query finds, no more than asked, in its order', async () => {
		const site = 'remove-site';
		for (let seenAt = 1; seenAt <= 6; seenAt += 1) {
			await store().insert(people, newPerson({ id: `r-${seenAt}`, site, seenAt }));
		}
		const old: Query = { index: 'seen', eq: { site }, range: { lt: 5 }, limit: 3 };
		expect(await store().removeRange(people, old)).toBe(3);
		expect(await found({ index: 'seen', eq: { site }, limit: 9 })).toEqual(['r-4', 'r-5', 'r-6']);
		expect(await store().removeRange(people, old)).toBe(1);
		expect(await store().removeRange(people, old)).toBe(0);
		const newest: Query = { index: 'seen', eq: { site }, direction: -1, limit: 1 };
		expect(await store().removeRange(people, newest)).toBe(1);
		expect(await found({ index: 'seen', eq: { site }, limit: 9 })).toEqual(['r-5']);
	});
}
