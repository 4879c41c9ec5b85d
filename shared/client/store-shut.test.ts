import type { OutboxItem, Sendable } from './outbox-storage.ts';
import { isStoreShut } from './store-shut.ts';

const item = (state: OutboxItem<Sendable>['state'], code: string | null): OutboxItem<Sendable> => ({
	frame: { type: 'message.send', clientId: 'c1' },
	at: 1,
	state,
	code,
	message: code,
});

describe('a store that takes nothing', () => {
	it.each([
		['waiting', 'busy', true],
		['sending', 'unavailable', true],
		['waiting', 'disk_full', true],
		// Of the first tries nothing is said, and a limit is another matter.
		['waiting', null, false],
		['waiting', 'rate_limited', false],
		// Refused for good, or through.
		['failed', 'busy', false],
		['sent', null, false],
	] as const)('is told by what is %s with %s: %s', (state, code, isShut) => {
		expect(isStoreShut([item('sending', null), item(state, code)])).toBe(isShut);
		expect(isStoreShut([])).toBe(false);
	});
});
