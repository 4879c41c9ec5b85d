import type { Patch } from '../../ports/store.ts';
import { boxes, facts, people, type Person } from './collections.ts';
import type { Topic } from './harness.ts';

let count = 0;
/** A person that no other test collides with. */
export function newPerson(parts: Partial<Person> = {}): Omit<Person, 'rev'> {
	count += 1;
	return {
		id: `p${count}`,
		site: `site-${count}`,
		number: count,
		name: `Person ${count}`,
		...parts,
	};
}

/** Documents by one writer. */
export function documentsContract({ store }: Topic): void {
	describe('insert and get', () => {
		it('stores a document with rev 1 and gives it back', async () => {
			const person = newPerson({ extra: { tags: ['a', 'b'], deep: { more: null } } });
			expect(await store().insert(people, person)).toEqual({ ...person, rev: 1 });
			expect(await store().get(people, person.id)).toEqual({ ...person, rev: 1 });
			expect(await store().get(people, `${person.id} `)).toBeNull();
			expect(await store().get(facts, person.id)).toBeNull();
		});

		it('hands out copies, and keeps none that the caller may change', async () => {
			const extra = { list: [1] };
			const person = newPerson({ extra });
			const inserted = await store().insert(people, person);
			extra.list.push(2);
			(inserted.extra as { list: number[] }).list.push(3);
			const read = await store().get(people, person.id);
			expect(read?.extra).toEqual({ list: [1] });
			(read!.extra as { list: number[] }).list.push(4);
			expect((await store().get(people, person.id))?.extra).toEqual({ list: [1] });
		});

		it('gets many, leaving out the unknown, each once', async () => {
			const [one, two] = [newPerson(), newPerson()];
			await store().insert(people, one);
			await store().insert(people, two);
			const found = await store().getMany(people, [two.id, 'nobody', one.id, two.id]);
			expect(found.map((person) => person.id).sort()).toEqual([one.id, two.id].sort());
			expect(await store().getMany(people, [])).toEqual([]);
		});

		it('gets more than a thousand at once', async () => {
			const ids = Array.from({ length: 1_100 }, (_, index) => `fact-many-${index}`);
			await Promise.all(ids.map((id) => store().insert(facts, { id, through: 1, total: 1 })));
			expect(await store().getMany(facts, ids)).toHaveLength(1_100);
		});
	});

	describe('put', () => {
		it('inserts, then replaces whole with a higher rev', async () => {
			const person = newPerson({ load: 3, extra: ['old'] });
			expect(await store().put(people, person)).toEqual({ ...person, rev: 1 });
			const { extra: _extra, ...without } = { ...person, name: 'Renamed' };
			expect(await store().put(people, without)).toEqual({ ...without, rev: 2 });
			expect(await store().get(people, person.id)).toEqual({ ...without, rev: 2 });
		});

		it('goes forward only, if told so', async () => {
			const fact = (through: number, total: number) => ({ id: 'forward', through, total });
			expect(await store().put(facts, fact(5, 50), 'through')).toMatchObject({ rev: 1 });
			expect(await store().put(facts, fact(4, 40), 'through')).toBeNull();
			expect(await store().put(facts, fact(5, 55), 'through')).toBeNull();
			expect(await store().get(facts, 'forward')).toEqual({ ...fact(5, 50), rev: 1 });
			expect(await store().put(facts, fact(12, 120), 'through')).toMatchObject({ rev: 2 });
			expect(await store().get(facts, 'forward')).toEqual({ ...fact(12, 120), rev: 2 });
		});

		it.each([
			['a', 'ab'],
			['\uffee', '😀'],
			['a\uffee', 'a😀'],
			['B', 'a'],
			['10', '9'],
		])('goes forward from %j to %j, as the order of texts is', async (lower, higher) => {
			const id = `forward ${lower}`;
			const put = (label: string) => store().put(boxes, { id, content: null, label }, 'label');
			expect(await put(lower)).toMatchObject({ rev: 1 });
			expect(await put(higher)).toMatchObject({ label: higher, rev: 2 });
			expect(await put(lower)).toBeNull();
			expect(await store().get(boxes, id)).toMatchObject({ label: higher, rev: 2 });
			const isAbove = { if: [{ field: 'label', op: 'gt', value: lower }] } as const;
			expect(await store().update(boxes, id, { set: { content: 1 } }, isAbove)).not.toBeNull();
			const isBelow = { if: [{ field: 'label', op: 'lte', value: lower }] } as const;
			expect(await store().update(boxes, id, { set: { content: 2 } }, isBelow)).toBeNull();
			const found = await store().find(boxes, {
				index: 'label',
				range: { gt: lower, lte: higher },
				limit: 9,
			});
			expect(found.items.map((box) => box.id)).toContain(id);
		});
	});

	describe('update', () => {
		it('sets, unsets, counts and raises', async () => {
			const person = newPerson({ load: 2, seenAt: 10, extra: { a: 1 }, online: true });
			await store().insert(people, person);
			const changed = await store().update(people, person.id, {
				set: { name: 'New', extra: { b: [true] } },
				unset: ['online'],
				inc: { load: -5 },
				max: { seenAt: 20 },
			});
			const { online: _online, ...rest } = person;
			const expected = { ...rest, name: 'New', extra: { b: [true] }, load: -3, seenAt: 20, rev: 2 };
			expect(changed).toEqual(expected);
			expect(await store().get(people, person.id)).toEqual(expected);
			const same = await store().update(people, person.id, { max: { seenAt: 15 } });
			expect(same).toEqual({ ...expected, rev: 3 });
		});

		it('counts a missing field from 0, and raises a missing one', async () => {
			const person = newPerson({ load: 9, seenAt: 9 });
			await store().insert(people, person);
			await store().update(people, person.id, { unset: ['load', 'seenAt'] });
			const patch: Patch = { inc: { load: 4 }, max: { seenAt: -7 } };
			expect(await store().update(people, person.id, patch)).toMatchObject({
				load: 4,
				seenAt: -7,
			});
		});

		it('answers null to another rev and to an unknown document', async () => {
			const person = newPerson();
			await store().insert(people, person);
			const patch: Patch = { set: { name: 'x' } };
			expect(await store().update(people, 'nobody', patch)).toBeNull();
			expect(await store().get(people, 'nobody')).toBeNull();
			expect(await store().update(people, person.id, patch, { rev: 2 })).toBeNull();
			expect(await store().update(people, person.id, patch, { rev: 1 })).toMatchObject({ rev: 2 });
			expect(await store().update(people, person.id, patch, { rev: 1 })).toBeNull();
		});

		const conditions = [
			['load', 'eq', 5, true],
			['load', 'eq', '5', false],
			['load', 'ne', 5, false],
			['load', 'ne', 6, true],
			['load', 'lt', 6, true],
			['load', 'lt', 5, false],
			['load', 'lte', 5, true],
			['load', 'gt', 4, true],
			['load', 'gte', 6, false],
			['name', 'eq', 'Ann', true],
			['name', 'gt', 'Amy', true],
			['name', 'lt', 'Amy', false],
			['online', 'eq', true, true],
			['online', 'eq', false, false],
			['online', 'ne', false, true],
			['seenAt', 'eq', null, true],
			['seenAt', 'ne', null, false],
			['seenAt', 'lt', 1e15, false],
			['seenAt', 'gte', -1, false],
			['email', 'eq', null, true],
			['email', 'ne', 'a@b', true],
			['email', 'gt', '', false],
			['load', 'ne', null, true],
			['load', 'gt', null, false],
			['load', 'lte', null, false],
		] as const;
		it.each(conditions)('holds to the condition %s %s %j: %j', async (field, op, value, holds) => {
			const person = newPerson({ name: 'Ann', load: 5, online: true, seenAt: null });
			await store().insert(people, person);
			const patch: Patch = { set: { extra: 'met' } };
			const guard = { if: [{ field, op, value }] };
			const updated = await store().update(people, person.id, patch, guard);
			expect(updated?.extra).toBe(holds ? 'met' : undefined);
			expect((await store().get(people, person.id))?.rev).toBe(holds ? 2 : 1);
		});

		it('needs all conditions and the rev', async () => {
			const person = newPerson({ load: 5 });
			await store().insert(people, person);
			const met = { field: 'load', op: 'eq', value: 5 } as const;
			const missed = { field: 'name', op: 'eq', value: 'other' } as const;
			const patch: Patch = { inc: { load: 1 } };
			expect(await store().update(people, person.id, patch, { if: [met, missed] })).toBeNull();
			expect(await store().update(people, person.id, patch, { rev: 2, if: [met] })).toBeNull();
			expect(await store().update(people, person.id, patch, { rev: 1, if: [met] })).not.toBeNull();
		});
	});

	describe('remove', () => {
		it('removes once, and only the rev that it is told', async () => {
			const person = newPerson();
			await store().insert(people, person);
			expect(await store().remove(people, person.id, { rev: 2 })).toBe(false);
			expect(await store().remove(people, person.id, { rev: 1 })).toBe(true);
			expect(await store().remove(people, person.id)).toBe(false);
			expect(await store().get(people, person.id)).toBeNull();
			expect(await store().insert(people, person)).toMatchObject({ rev: 1 });
		});
	});
}
