import { createBeats, type Beating } from './beats.ts';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

const counting = (): Beating & { beats: number; checks: number } => ({
	beats: 0,
	checks: 0,
	beat() {
		this.beats += 1;
	},
	check() {
		this.checks += 1;
	},
});

describe('the wheel of heartbeats', () => {
	it('beats each member once a turn and checks it ten slots later, by one timer', () => {
		const beats = createBeats(25_000);
		const members = Array.from({ length: 100 }, counting);
		for (const member of members) beats.add(member);
		// A new member has nothing to answer for yet when its slot is checked for the first time.
		expect(jest.getTimerCount()).toBe(1);
		jest.advanceTimersByTime(25_000);
		expect(new Set(members.map((member) => member.beats))).toEqual(new Set([1]));
		jest.advanceTimersByTime(10_000);
		expect(new Set(members.map((member) => member.checks))).toEqual(new Set([2]));
		beats.stop();
		expect(jest.getTimerCount()).toBe(0);
	});

	it('spreads members that come one after the other over the turn', () => {
		const beats = createBeats(25_000);
		const [early, late] = [counting(), counting()];
		beats.add(early);
		jest.advanceTimersByTime(12_000);
		beats.add(late);
		jest.advanceTimersByTime(13_000);
		expect([early.beats, late.beats]).toEqual([1, 0]);
		beats.stop();
	});

	it('forgets a member that has left', () => {
		const beats = createBeats(25_000);
		const member = counting();
		beats.add(member)();
		jest.advanceTimersByTime(60_000);
		expect(member.beats).toBe(0);
		beats.stop();
	});
});
