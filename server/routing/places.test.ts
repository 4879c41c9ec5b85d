import type { ConversationId } from '../../shared/ids.ts';
import { createPlaces, roundRange } from './places.ts';

const id = (name: string) => `v_${name}.1` as ConversationId;
const minute = 60_000;

function line(...names: string[]) {
	const order = names.map(id);
	const here = new Set(order);
	let range: { from: number; to: number } | null = null;
	const places = createPlaces({
		dispatcher: {
			position: (one) => (order.includes(one) ? order.indexOf(one) + 1 : null),
			estimate: () => range,
		},
		waiting: () => order,
	});
	return {
		order,
		here,
		expect: (from: number, to: number) => void (range = { from, to }),
		/** What would be told now. */
		changed: () =>
			Object.fromEntries(
				[...places.changed((one) => here.has(one), 0)].map(([one, place]) => [
					one.slice(2, -2),
					place === null ? null : place.position,
				]),
			),
		places,
	};
}

it('each place is told once, and again when those before leave', () => {
	const { order, changed } = line('a', 'b', 'c');
	expect(changed()).toEqual({ a: 1, b: 2, c: 3 });
	expect(changed()).toEqual({});
	order.splice(1, 1);
	expect(changed()).toEqual({ b: null, c: 2 });
	order.length = 0;
	expect(changed()).toEqual({ a: null, c: null });
	expect(changed()).toEqual({});
});

it('who is not here is not looked up, and hears it when back', () => {
	const { here, changed } = line('a', 'b');
	here.delete(id('b'));
	expect(changed()).toEqual({ a: 1 });
	here.add(id('b'));
	expect(changed()).toEqual({ b: 2 });
});

it('a very long line is told piece by piece, and everybody has a turn', () => {
	const { changed } = line(...Array.from({ length: 1500 }, (_, n) => `${n}`));
	expect(Object.keys(changed())).toHaveLength(1000);
	expect(Object.keys(changed())).toHaveLength(500);
	expect(changed()).toEqual({});
});

it('another range is news, one within the same minutes is none', () => {
	const line_ = line('a');
	expect(line_.changed()).toEqual({ a: 1 });
	line_.expect(90_000, 150_000);
	expect(line_.changed()).toEqual({ a: 1 });
	expect(line_.places.of(id('a'), 0)).toEqual({ position: 1, range: { from: 1, to: 3 } });
	line_.expect(100_000, 140_000);
	expect(line_.changed()).toEqual({});
});

it.each([
	[0, 20_000, 0, 1],
	[59_999, 60_001, 0, 2],
	[10 * minute, 10 * minute, 10, 10],
	[12.5 * minute, 17 * minute, 10, 20],
	[9 * minute, 11 * minute, 9, 15],
])(
	'from %d ms to %d ms is shown as %d to %d minutes: the real wait stays within',
	(a, b, from, to) => {
		expect(roundRange({ from: a, to: b })).toEqual({ from, to });
	},
);
