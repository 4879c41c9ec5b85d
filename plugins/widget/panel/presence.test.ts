import '../testing/english.ts';
import type { PresenceView } from '../../../shared/views/event-view.ts';
import { presenceLine } from './presence.ts';

const now = new Date(2026, 4, 6, 19, 42).getTime();
const at = (...time: [number, number, number, number]) => new Date(2026, ...time).toISOString();
const presence = (more: Partial<PresenceView>): PresenceView => ({
	state: 'closed',
	until: null,
	backAt: null,
	agents: [],
	...more,
});

test.each<[string, PresenceView]>([
	['Back at 21:00', presence({ backAt: at(4, 6, 21, 0) })],
	['Back tomorrow at 09:00', presence({ backAt: at(4, 7, 9, 0) })],
	['Back on Saturday at 10:00', presence({ backAt: at(4, 9, 10, 0) })],
	['Open until 20:00', presence({ state: 'open', until: at(4, 6, 20, 0) })],
	['Available', presence({ state: 'open', agents: [{ name: 'Mira' }] })],
	['', presence({ state: 'open' })],
	['Away', presence({ state: 'away' })],
])('%s', (words, view) => {
	const line = presenceLine(view, now).replace(
		/(\d+):(\d\d).(AM|PM)/,
		(_all, hour, minute, half) => {
			const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
			return `${String(hours).padStart(2, '0')}:${minute}`;
		},
	);
	expect(line).toBe(words);
});
