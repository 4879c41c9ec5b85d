import fc from 'fast-check';
import type { ConversationId } from '../../shared/ids.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { createCursors, cursorsCollection } from './index.ts';

const chat = 'v_vera.1' as ConversationId;

async function world(head = 10) {
	const hostile = await openHostileStore({ collections: [cursorsCollection] as never[] });
	const at = { head };
	const headOf = () => Promise.resolve(at.head);
	const make = () => createCursors({ store: hostile.store, headOf });
	return { at, make, cursors: make() };
}
const marks = (delivered: number, read: number) => ({ delivered, read });

describe('how far a side has read', () => {
	it('is nothing at first', async () => {
		const { cursors } = await world();
		expect(await cursors.get(chat)).toEqual({ visitor: marks(0, 0), team: marks(0, 0) });
	});

	it('only moves up, each of the two by itself', async () => {
		const { cursors } = await world();
		await cursors.move(chat, 'visitor', marks(5, 3));
		expect(await cursors.move(chat, 'visitor', marks(4, 4))).toMatchObject({
			visitor: marks(5, 4),
		});
		expect(await cursors.move(chat, 'visitor', marks(7, 0))).toMatchObject({
			visitor: marks(7, 4),
		});
		expect(await cursors.move(chat, 'visitor', marks(7, 4))).toBeNull();
		expect(await cursors.move(chat, 'visitor', marks(1, 1))).toBeNull();
	});

	it('does not touch the other side', async () => {
		const { cursors } = await world();
		await cursors.move(chat, 'visitor', marks(5, 5));
		expect(await cursors.move(chat, 'team', marks(2, 1))).toEqual({
			visitor: marks(5, 5),
			team: marks(2, 1),
		});
	});

	it('has received what it has read', async () => {
		const { cursors } = await world();
		expect(await cursors.move(chat, 'visitor', marks(0, 6))).toMatchObject({
			visitor: marks(6, 6),
		});
	});

	it('is never further than the conversation', async () => {
		const { cursors, at } = await world(3);
		expect(await cursors.move(chat, 'visitor', marks(99, 99))).toMatchObject({
			visitor: marks(3, 3),
		});
		expect(await cursors.move(chat, 'visitor', marks(99, 99))).toBeNull();
		at.head = 4;
		expect(await cursors.move(chat, 'visitor', marks(99, 99))).toMatchObject({
			visitor: marks(4, 4),
		});
	});

	it('is not moved in a conversation without a message, and nothing is stored', async () => {
		const { cursors, make } = await world(0);
		expect(await cursors.move(chat, 'visitor', marks(5, 5))).toBeNull();
		expect(await make().get(chat)).toMatchObject({ visitor: marks(0, 0) });
	});

	it('does not fall back to what was read before it moved', async () => {
		const { store } = await openHostileStore({ collections: [cursorsCollection] as never[] });
		let letGo = (): void => {};
		let reads = 0;
		const slow = new Proxy(store, {
			get(target, name) {
				if (name !== 'get') return Reflect.get(target, name) as unknown;
				return async (...asked: Parameters<typeof store.get>) => {
					const found = await store.get(...asked);
					reads += 1;
					// The first look's answer is on its way until the mark has moved.
					if (reads === 1) await new Promise<void>((resolve) => (letGo = resolve));
					return found;
				};
			},
		});
		const cursors = createCursors({ store: slow, headOf: () => Promise.resolve(10) });
		const early = cursors.get(chat);
		await cursors.move(chat, 'visitor', marks(5, 5));
		letGo();
		await early;
		expect(await cursors.get(chat)).toMatchObject({ visitor: marks(5, 5) });
	});

	it('is the highest of what two servers were told, in any order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						node: fc.constantFrom(0, 1),
						side: fc.constantFrom('visitor', 'team'),
						delivered: fc.nat(12),
						read: fc.nat(12),
					}),
					{ maxLength: 12 },
				),
				async (steps) => {
					const { make } = await world(10);
					const nodes = [make(), make()] as const;
					await Promise.all(
						steps.map(({ node, side, ...to }) => nodes[node === 0 ? 0 : 1].move(chat, side, to)),
					);
					const most = (side: string, of: (step: (typeof steps)[number]) => number): number =>
						Math.min(10, Math.max(0, ...steps.filter((step) => step.side === side).map(of)));
					const expected = (side: string) =>
						marks(
							most(side, ({ delivered, read }) => Math.max(delivered, read)),
							most(side, ({ read }) => read),
						);
					expect(await make().get(chat)).toEqual({
						visitor: expected('visitor'),
						team: expected('team'),
					});
				},
			),
			{ numRuns: 100 },
		);
	});
});
