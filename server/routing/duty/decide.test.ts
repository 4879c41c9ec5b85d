import type { ConversationId } from '../../../shared/ids.ts';
import type { AgentStatus } from '../../../shared/views/desk-view.ts';
import { decideReserve, decideSettle, reserveMs, takenSlots } from './decide-slots.ts';
import { decideRouted, decideStatus } from './decide-status.ts';
import { decideWhy, type DutySigns } from './decide-why.ts';

const chat = (name: string) => `v_${name}.1` as ConversationId;
const held = (name: string) => ({ conversation: chat(name), until: null });
const reserved = (name: string, until: number) => ({ conversation: chat(name), until });
const now = 1_000_000;

describe('a slot', () => {
	it('is reserved while there is one, for half a minute', () => {
		const slots = [held('a')];
		expect(decideReserve({ slots, capacity: 2 }, chat('b'), now)).toEqual([
			held('a'),
			reserved('b', now + reserveMs),
		]);
		expect(decideReserve({ slots, capacity: 1 }, chat('b'), now)).toBeNull();
		expect(decideReserve({ slots: [], capacity: 0 }, chat('b'), now)).toBeNull();
	});

	it('that was not confirmed in time is free', () => {
		const slots = [reserved('a', now)];
		expect(takenSlots(slots, now - 1)).toEqual(slots);
		expect(decideReserve({ slots, capacity: 1 }, chat('b'), now - 1)).toBeNull();
		expect(decideReserve({ slots, capacity: 1 }, chat('b'), now)).toEqual([
			reserved('b', now + reserveMs),
		]);
	});

	it('is one for each conversation: who has it may reserve again, and what is held stays held', () => {
		const full = { slots: [held('a'), reserved('b', now + 1)], capacity: 2 };
		expect(decideReserve(full, chat('b'), now)).toEqual([
			held('a'),
			reserved('b', now + reserveMs),
		]);
		expect(decideReserve(full, chat('a'), now)).toEqual([reserved('b', now + 1), held('a')]);
	});

	it('is confirmed and freed, and nothing is written when nothing is different', () => {
		const slots = [held('a'), reserved('b', now + 1)];
		expect(decideSettle(slots, new Map([[chat('b'), 'held']]), now)).toEqual([
			held('a'),
			held('b'),
		]);
		expect(decideSettle(slots, new Map([[chat('a'), 'free']]), now)).toEqual([
			reserved('b', now + 1),
		]);
		expect(
			decideSettle(
				slots,
				new Map([
					[chat('a'), 'held'],
					[chat('c'), 'free'],
				]),
				now,
			),
		).toBe(slots);
	});
});

describe('the status that holds', () => {
	it.each([
		['available', null, 'available', 'available'],
		['available', now - 59_999, 'available', 'away'],
		['available', now - 60_000, 'away', 'away'],
		['busy', now - 60_000, 'away', 'away'],
		['away', null, 'away', 'away'],
		['offline', now - 60_000, 'offline', 'offline'],
	] as const)('of %s, gone since %s, is %s, and routing goes by %s', (wanted, gone, status, by) => {
		const signs = { wanted, goneSince: gone, now, graceMs: 60_000 };
		expect(decideStatus(signs)).toBe(status);
		expect(decideRouted(decideStatus(signs), gone)).toBe(by);
	});
});

describe('why no chats come', () => {
	const fine: DutySigns = {
		isReader: false,
		status: 'available',
		load: 1,
		capacity: 5,
		isOpen: true,
		own: ['least_busy'],
		others: [],
	};
	it.each([
		[{}, null],
		[{ isReader: true }, 'reader'],
		[{ status: 'away' as AgentStatus, load: 5 }, 'status'],
		[{ status: 'busy' as AgentStatus }, null],
		[{ load: 5 }, 'full'],
		[{ load: 500, capacity: null }, null],
		[{ isOpen: false }, 'closed'],
		[{ own: ['by_hand'] as const }, 'by_hand'],
		[{ own: ['by_hand'] as const, others: ['round_robin'] as const }, 'no_group'],
	])('with %j: %s', (change, why) => {
		expect(decideWhy({ ...fine, ...change })).toBe(why);
	});
});
