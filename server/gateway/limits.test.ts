import fc from 'fast-check';
import { DomainError } from '../../shared/errors.ts';
import {
	createBuckets,
	createLimiting,
	defaultLimits,
	type Limiting,
	type Rate,
} from './limits.ts';

const start = Date.UTC(2026, 0, 5, 9);
const address = '192.0.2.1';

function world(limits = defaultLimits) {
	const at = { now: start };
	return { at, limiting: createLimiting(limits, () => at.now) };
}
/** How long to wait in milliseconds; 0: it may. */
function waitFor(ask: () => void): number {
	try {
		ask();
		return 0;
	} catch (error) {
		if (!(error instanceof DomainError) || error.code !== 'rate_limited') throw error;
		expect(error.message).toMatch(/[Ww]ait/);
		return error.retryMs ?? Number.NaN;
	}
}

const wide: Rate = { burst: 1_000_000, everyMs: 0.001 };
const only = (name: keyof typeof defaultLimits) => ({
	...defaultLimits,
	messagesPerVisitor: wide,
	messagesPerAddress: wide,
	conversationsPerAddress: wide,
	[name]: defaultLimits[name],
});

describe.each<[keyof typeof defaultLimits, number, number, (limiting: Limiting) => void]>([
	['messagesPerVisitor', 10, 1000, (it) => it.message('v_1', 's_1', address, false)],
	['messagesPerAddress', 120, 500, (it) => it.message('v_1', 's_1', address, false)],
	['conversationsPerAddress', 6, 100_000, (it) => it.message('v_1', 's_1', address, true)],
	['identifyPerAddress', 30, 2000, (it) => it.identify('s_1', address)],
	['asksPerVisitor', 60, 1000, (it) => it.ask('v_1')],
])('the limit %s', (name, burst, everyMs, ask) => {
	it(`lets ${burst} at once pass and not one more, which passes at the time that is told`, () => {
		const { at, limiting } = world(only(name));
		for (let n = 0; n < burst; n += 1) expect(waitFor(() => ask(limiting))).toBe(0);
		expect(waitFor(() => ask(limiting))).toBe(everyMs);
		at.now += everyMs - 1;
		expect(waitFor(() => ask(limiting))).toBe(1);
		at.now += 1;
		expect(waitFor(() => ask(limiting))).toBe(0);
		expect(waitFor(() => ask(limiting))).toBe(everyMs);
		at.now += burst * everyMs;
		for (let n = 0; n < burst; n += 1) expect(waitFor(() => ask(limiting))).toBe(0);
		expect(waitFor(() => ask(limiting))).toBeGreaterThan(0);
	});

	it('does not shut anybody out when the clock is set back', () => {
		const { at, limiting } = world(only(name));
		ask(limiting);
		at.now -= 24 * 3_600_000;
		for (let n = 0; n < burst; n += 1) expect(waitFor(() => ask(limiting))).toBe(0);
		expect(waitFor(() => ask(limiting))).toBe(everyMs);
	});
});

describe('what is counted', () => {
	const many = (times: number, ask: (n: number) => void): number =>
		Math.max(...Array.from({ length: times }, (_, n) => waitFor(() => ask(n))));

	it('is the visitor, whatever the address', () => {
		const { limiting } = world();
		const ask = (n: number) => limiting.message('v_1', 's_1', `192.0.2.${n}`, false);
		expect(many(10, ask)).toBe(0);
		expect(many(1, ask)).toBeGreaterThan(0);
		expect(waitFor(() => limiting.message('v_2', 's_1', '192.0.2.1', false))).toBe(0);
	});

	it('is the address on one site, a network of IPv6 being one address', () => {
		const { limiting } = world();
		const ask = (site: string) => (n: number) =>
			limiting.message(`v_${n}`, site, `2001:db8::${n.toString(16)}`, true);
		expect(many(6, ask('s_1'))).toBe(0);
		expect(many(1, ask('s_1'))).toBeGreaterThan(0);
		expect(many(1, ask('s_2'))).toBe(0);
	});

	it('is nobody without an address', () => {
		const { limiting } = world();
		expect(many(1000, (n) => limiting.message(`v_${n}`, 's_1', null, true))).toBe(0);
		expect(many(1000, () => limiting.identify('s_1', null))).toBe(0);
	});

	it('is not a message that was refused for another reason', () => {
		const { at, limiting } = world();
		for (let n = 0; n < 6; n += 1) limiting.message(`v_${n}`, 's_1', address, true);
		for (let n = 0; n < 20; n += 1)
			expect(waitFor(() => limiting.message('v_9', 's_1', address, true))).toBeGreaterThan(0);
		expect(many(10, () => limiting.message('v_9', 's_1', null, false))).toBe(0);
		// Nor for the address: 6 messages came through, so 114 may come still.
		at.now += 1;
		const ask = (n: number) => limiting.message(`w_${n}`, 's_1', address, false);
		expect(many(114, ask)).toBe(0);
		expect(many(1, ask)).toBeGreaterThan(0);
	});

	it('of signals is each socket: twenty at once, then five a second, the others dropped', () => {
		const { at, limiting } = world();
		const [one, two] = [limiting.signals(), limiting.signals()];
		for (let n = 0; n < 20; n += 1) expect(one()).toBe(true);
		expect(one()).toBe(false);
		expect(two()).toBe(true);
		at.now += 199;
		expect(one()).toBe(false);
		at.now += 1;
		expect(one()).toBe(true);
		expect(one()).toBe(false);
	});
});

describe('buckets', () => {
	it('answer as a plain count of what has flowed in says, at any times', () => {
		const asked = fc.array(fc.record({ after: fc.nat(3000), key: fc.constantFrom('a', 'b') }), {
			maxLength: 80,
		});
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(1000), asked, (burst, more, asks) => {
				const everyMs = more + 1;
				const buckets = createBuckets({ burst, everyMs });
				const model = new Map<string, { tokens: number; at: number }>();
				let now = start;
				for (const { after, key } of asks) {
					now += after;
					const { tokens, at } = model.get(key) ?? { tokens: burst * everyMs, at: now };
					// In milliseconds instead of parts of a token, so that sums are exact.
					const filled = Math.min(burst * everyMs, tokens + (now - at));
					const wait = Math.max(0, everyMs - filled);
					model.set(key, { tokens: wait === 0 ? filled - everyMs : filled, at: now });
					expect(buckets.take(key, now)).toBe(wait);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('of a clock that goes back make nobody wait for long', () => {
		const buckets = createBuckets({ burst: 2, everyMs: 1000 });
		buckets.take('a', start);
		buckets.take('a', start);
		expect(buckets.take('a', start - 500)).toBe(1500);
	});

	it('are bounded: full ones make room first', () => {
		const buckets = createBuckets({ burst: 1, everyMs: 1000 });
		for (let n = 0; n < 100_000; n += 1) buckets.take(`old ${n}`, start);
		buckets.take('new', start + 2000);
		expect(buckets.size()).toBe(1);
	});

	it('are bounded also when all are in use', () => {
		const buckets = createBuckets({ burst: 1, everyMs: 1000 });
		for (let n = 0; n < 100_010; n += 1) buckets.take(`k ${n}`, start);
		expect(buckets.size()).toBe(100_000);
		expect(buckets.take('k 100009', start)).toBe(1000);
	});
});

describe('somebody who is new and says a name', () => {
	it('counts towards the address, whatever token it is', () => {
		const { limiting } = world(only('messagesPerAddress'));
		for (let n = 0; n < 120; n += 1)
			expect(waitFor(() => limiting.newcomer('s_1', address))).toBe(0);
		expect(waitFor(() => limiting.newcomer('s_1', address))).toBe(500);
		expect(waitFor(() => limiting.newcomer('s_1', '198.51.100.9'))).toBe(0);
	});
});
