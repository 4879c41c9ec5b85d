import { DuplicateKey } from '../../ports/errors.ts';
import { facts, people } from './collections.ts';
import { newPerson } from './documents.ts';
import type { Topic } from './harness.ts';

/** Documents by many writers at once. */
export function documentsRaceContract({ store }: Topic): void {
	it('lets one of 40 win that change the same rev', async () => {
		const person = newPerson();
		await store().insert(people, person);
		const answers = await Promise.all(
			Array.from({ length: 40 }, (_, index) =>
				store().update(people, person.id, { set: { name: `by ${index}` } }, { rev: 1 }),
			),
		);
		const winners = answers.filter((answer) => answer !== null);
		expect(winners).toHaveLength(1);
		expect(await store().get(people, person.id)).toEqual(winners[0]);
	});

	it('gives 200 countings 200 numbers', async () => {
		await store().insert(facts, { id: 'counter', through: 0, total: 0 });
		const answers = await Promise.all(
			Array.from({ length: 200 }, () => store().update(facts, 'counter', { inc: { total: 1 } })),
		);
		const numbers = new Set(answers.map((answer) => answer?.total));
		expect(numbers.size).toBe(200);
		expect(await store().get(facts, 'counter')).toMatchObject({ total: 200, rev: 201 });
	});

	it('keeps a limit that is a condition', async () => {
		const person = newPerson({ load: 0 });
		await store().insert(people, person);
		const answers = await Promise.all(
			Array.from({ length: 20 }, () =>
				store().update(
					people,
					person.id,
					{ inc: { load: 1 } },
					{ if: [{ field: 'load', op: 'lt', value: 6 }] },
				),
			),
		);
		expect(answers.filter((answer) => answer !== null)).toHaveLength(6);
		expect(await store().get(people, person.id)).toMatchObject({ load: 6 });
	});

	it('lets one of 20 inserts with the same unique value in, whatever their ids', async () => {
		const outcomes = await Promise.allSettled(
			Array.from({ length: 20 }, () =>
				store().insert(people, newPerson({ email: 'race@example.org' })),
			),
		);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		for (const outcome of outcomes) {
			if (outcome.status === 'rejected') {
				expect(outcome.reason).toBeInstanceOf(DuplicateKey);
			}
		}
	});

	it('ends at the highest of many puts that go forward', async () => {
		const order = [7, 3, 19, 1, 12, 20, 4, 16, 9, 2, 20, 11];
		const answers = await Promise.all(
			order.map((through) =>
				store().put(facts, { id: 'highest', through, total: through }, 'through'),
			),
		);
		expect(await store().get(facts, 'highest')).toMatchObject({ through: 20, total: 20 });
		const taken = answers.filter((answer) => answer !== null);
		expect((await store().get(facts, 'highest'))?.rev).toBe(taken.length);
	});

	it('takes many puts of a new document one after the other', async () => {
		await Promise.all(
			Array.from({ length: 10 }, (_, total) =>
				store().put(facts, { id: 'many puts', through: 0, total }),
			),
		);
		expect(await store().get(facts, 'many puts')).toMatchObject({ rev: 10 });
	});

	it('lets one of many removals have it', async () => {
		const person = newPerson();
		await store().insert(people, person);
		const removed = await Promise.all(
			Array.from({ length: 10 }, () => store().remove(people, person.id)),
		);
		expect(removed.filter(Boolean)).toHaveLength(1);
	});
}
