import type { Patch } from '../../ports/store.ts';
import { DuplicateKey } from '../../ports/errors.ts';
import { people, type Person } from './collections.ts';
import { newPerson } from './documents.ts';
import type { Topic } from './harness.ts';

/** What may be there once only, and documents that have none of it. */
export function uniqueContract({ store }: Topic): void {
	async function refusedBy(work: Promise<unknown>): Promise<string> {
		const error = await work.then(
			() => null,
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(DuplicateKey);
		return (error as DuplicateKey).index;
	}

	it('refuses a second document of the same id', async () => {
		const person = newPerson();
		await store().insert(people, person);
		expect(await refusedBy(store().insert(people, newPerson({ id: person.id })))).toBe('id');
		expect(await store().get(people, person.id)).toEqual({ ...person, rev: 1 });
	});

	it('names the index that refuses an insert', async () => {
		await store().insert(people, newPerson({ email: 'one@example.org', badge: 'one' }));
		const sameMail = newPerson({ email: 'one@example.org' });
		expect(await refusedBy(store().insert(people, sameMail))).toBe('email');
		const sameBadge = newPerson({ badge: 'one' });
		expect(await refusedBy(store().insert(people, sameBadge))).toBe('badge');
		expect(await store().getMany(people, [sameMail.id, sameBadge.id])).toEqual([]);
	});

	it('names the index that refuses an update or a put, and changes nothing', async () => {
		const [one, two] = [newPerson({ email: 'two@example.org', badge: 'two' }), newPerson()];
		await store().insert(people, one);
		await store().insert(people, two);
		const patch: Patch = { set: { email: 'two@example.org', name: 'changed' } };
		expect(await refusedBy(store().update(people, two.id, patch))).toBe('email');
		const taken: Patch = { set: { badge: 'two' } };
		expect(await refusedBy(store().update(people, two.id, taken))).toBe('badge');
		const put = { ...two, email: 'two@example.org' };
		expect(await refusedBy(store().put(people, put))).toBe('email');
		expect(await refusedBy(store().put(people, newPerson({ email: 'two@example.org' })))).toBe(
			'email',
		);
		expect(await store().get(people, two.id)).toEqual({ ...two, rev: 1 });
	});

	it.each<[string, Patch, Partial<Person>]>([
		['both to values', { set: { email: 'a@x', badge: 'a' } }, { email: 'a@x', badge: 'a' }],
		[
			'one to a value, one to null',
			{ set: { email: 'b@x', badge: null } },
			{ email: 'b@x', badge: null },
		],
		['both to null', { set: { email: null, badge: null } }, { email: null, badge: null }],
		['one to null, one away', { set: { email: null }, unset: ['badge'] }, { email: null }],
		['both away', { unset: ['email', 'badge'] }, {}],
	])('changes two unique fields at once: %s', async (_name, patch, expected) => {
		for (const before of [{ email: null, badge: null }, { email: 'old@x', badge: 'old' }, {}]) {
			const person = newPerson(before);
			await store().insert(people, person);
			const { email: _email, badge: _badge, ...rest } = person;
			const changed = await store().update(people, person.id, patch);
			expect(changed).toEqual({ ...rest, ...expected, rev: 2 });
			expect(await store().get(people, person.id)).toEqual(changed);
			await store().remove(people, person.id);
		}
	});

	it('lets many have no value, and frees a value that is given up', async () => {
		const [one, two] = [newPerson({ email: null }), newPerson({ email: null })];
		for (const person of [one, two, newPerson(), newPerson()]) {
			await store().insert(people, person);
		}
		expect((await store().get(people, one.id))?.email).toBeNull();
		await store().update(people, one.id, { set: { email: 'three@example.org' } });
		expect(
			await refusedBy(store().update(people, two.id, { set: { email: 'three@example.org' } })),
		).toBe('email');
		await store().update(people, one.id, { unset: ['email'] });
		const taken = await store().update(people, two.id, { set: { email: 'three@example.org' } });
		expect(taken?.email).toBe('three@example.org');
		await store().remove(people, two.id);
		await store().insert(people, newPerson({ email: 'three@example.org' }));
	});

	it('keeps a null in a document, whatever else is changed', async () => {
		const person = newPerson({ email: null, badge: null });
		const twin = newPerson({ email: null, badge: null });
		expect(await store().insert(people, person)).toStrictEqual({ ...person, rev: 1 });
		await store().insert(people, twin);
		expect(await store().get(people, person.id)).toStrictEqual({ ...person, rev: 1 });
		expect(await store().getMany(people, [person.id])).toStrictEqual([{ ...person, rev: 1 }]);
		const { items } = await store().find(people, {
			index: 'name',
			eq: { name: person.name },
			limit: 9,
		});
		expect(items).toStrictEqual([{ ...person, rev: 1 }]);
		const renamed = await store().update(people, person.id, { set: { name: 'Other' } });
		expect(renamed).toStrictEqual({ ...person, name: 'Other', rev: 2 });
		expect(await store().put(people, person)).toStrictEqual({ ...person, rev: 3 });
		expect(await store().get(people, person.id)).toStrictEqual({ ...person, rev: 3 });
		expect(await store().get(people, twin.id)).toStrictEqual({ ...twin, rev: 1 });
	});

	it('tells a null from nothing, and takes a value in place of either', async () => {
		const { id } = await store().insert(people, newPerson({ email: null, badge: null }));
		const changed = async (patch: Patch) => {
			const updated = await store().update(people, id, patch);
			expect(await store().get(people, id)).toStrictEqual(updated);
			return updated;
		};
		const withoutMail = await changed({ unset: ['email'] });
		expect(withoutMail).not.toHaveProperty('email');
		expect(withoutMail?.badge).toBeNull();
		expect((await changed({ set: { email: null } }))?.email).toBeNull();
		const email = 'five@example.org';
		const withMail = await changed({ set: { email } });
		expect(withMail).toMatchObject({ email, badge: null });
		expect(await refusedBy(store().insert(people, newPerson({ email })))).toBe('email');
		expect((await changed({ set: { email: null } }))?.email).toBeNull();
		await store().insert(people, newPerson({ email }));
		expect(await changed({ unset: ['email', 'badge'] })).not.toHaveProperty('badge');
		expect(await refusedBy(store().update(people, id, { set: { email } }))).toBe('email');
		const isNull = { if: [{ field: 'email', op: 'eq', value: null }] } as const;
		expect(await store().update(people, id, { set: { email: null } }, isNull)).not.toBeNull();
		const met = await store().update(people, id, { set: { badge: 'five' } }, isNull);
		expect(met).toMatchObject({ email: null, badge: 'five' });
	});

	it('lets a document keep its own value', async () => {
		const person = newPerson({ email: 'four@example.org' });
		await store().insert(people, person);
		await store().update(people, person.id, { set: { email: 'four@example.org' } });
		expect((await store().put(people, person))?.rev).toBe(3);
	});

	it('tells values apart letter by letter', async () => {
		for (const email of ['x', 'X', 'x ', 'ẍ', 'x\u0308', '', '%', '_', "'", '0', 'null']) {
			await store().insert(people, newPerson({ email }));
		}
	});
}
