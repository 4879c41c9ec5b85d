import type { AgentId, ConversationId, SiteId } from '../../../shared/ids.ts';
import { createDispatcher } from './dispatcher.ts';
import { rangeOf, type Asked } from './estimate.ts';

const minute = 60_000;
/** One a minute, taken up by two slots, at uneven intervals. */
const takes = Array.from({ length: 16 }, (_, index) => ({
	at: index * minute,
	tookMs: index % 2 === 0 ? 0.2 * minute : 1.8 * minute,
	duty: 2,
}));
const usual: Asked = { takes, sinceMs: 0, place: 4, duty: 2, leaving: 0 };
const middle = (asked: Partial<Asked>): number => {
	const range = rangeOf({ ...usual, ...asked });
	return range === null ? NaN : (range.from + range.to) / 2;
};

test('the fourth of a line from which one a minute is taken waits about four minutes', () => {
	const range = rangeOf(usual);
	expect(range?.from).toBeGreaterThan(minute);
	expect(range?.from).toBeLessThan(3 * minute);
	expect(range?.to).toBeGreaterThan(5 * minute);
	expect(range?.to).toBeLessThan(12 * minute);
});

test('it is longer further back, with fewer agents and after a standstill; shorter when others give up', () => {
	expect(middle({ place: 8 })).toBeGreaterThan(1.6 * middle({}));
	expect(middle({ duty: 1 })).toBeCloseTo(2 * middle({}), -3);
	expect(middle({ sinceMs: 10 * minute })).toBeGreaterThan(1.3 * middle({}));
	expect(middle({ place: 20, leaving: 0.1 / minute })).toBeLessThan(0.7 * middle({ place: 20 }));
});

test('nothing is said after fewer than eight, or when nobody is there', () => {
	expect(rangeOf({ ...usual, takes: takes.slice(0, 7) })).toBeNull();
	expect(rangeOf({ ...usual, takes: takes.slice(0, 8) })).not.toBeNull();
	expect(rangeOf({ ...usual, duty: 0 })).toBeNull();
});

describe('what counts as past', () => {
	const site = 'site' as SiteId;
	const ann = 'ann' as AgentId;
	const late = 'late' as ConversationId;
	/** Twelve come together, and one is taken up each `everyMs`. */
	function play(everyMs: number) {
		const dispatcher = createDispatcher();
		dispatcher.setSite(site, 'by_hand', 10 * minute);
		const serve = (status: 'available' | 'away'): void =>
			dispatcher.setServer({ id: ann, status, sites: 'all', load: 0, capacity: 5 });
		const wait = (id: string, since: number, wanted: AgentId | null): void =>
			dispatcher.setWaiter({
				id: id as ConversationId,
				site,
				group: null,
				priority: 'normal',
				since,
				isFirst: false,
				wanted,
			});
		serve('available');
		const names = Array.from({ length: 12 }, (_, index) => `chat.${index}`);
		for (const name of names) wait(name, 0, null);
		for (const [index, name] of names.entries()) {
			dispatcher.removeWaiter(name as ConversationId);
			dispatcher.served(site, null, (index + 1) * everyMs);
		}
		const end = 12 * everyMs;
		return { dispatcher, serve, wait, end };
	}

	test('a line that moved gives the next one a range, until it is hours ago', () => {
		const { dispatcher, wait, end } = play(minute);
		wait(late, end + minute, null);
		const range = dispatcher.estimate(late, end + minute);
		expect(range?.to).toBeGreaterThan(minute);
		expect(range?.from).toBeLessThan(minute);
		expect(dispatcher.estimate(late, end + 200 * minute)).toBeNull();
	});

	test('those who met a free agent say nothing of how fast a line moves', () => {
		const { dispatcher, wait, end } = play(10);
		wait(late, end, null);
		expect(dispatcher.estimate(late, end)).toBeNull();
	});

	test('nothing is said while no agent is there, nor to one who waits for one agent', () => {
		const { dispatcher, serve, wait, end } = play(minute);
		wait(late, end, null);
		serve('away');
		expect(dispatcher.estimate(late, end)).toBeNull();
		serve('available');
		expect(dispatcher.estimate(late, end)).not.toBeNull();
		wait(late, end, ann);
		expect(dispatcher.estimate(late, end)).toBeNull();
		expect(dispatcher.estimate('nobody' as ConversationId, end)).toBeNull();
	});
});
