import { DomainError } from '../../shared/errors.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { randomIds } from '../system/ids.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { addressKey } from './address-key.ts';
import { createGate } from './gate.ts';
import {
	agentsCollection,
	codesCollection,
	createAgents,
	createSecondSteps,
	createSignIn,
	createSweeping,
	secondStepsCollection,
	sessionsCollection,
} from './index.ts';
import { createLimiter } from './limiter.ts';
import { createPasswords } from './password.ts';
import { createTries } from './tries.ts';

const minute = 60_000;
const hour = 60 * minute;
const mira = { name: 'Mira', email: 'mira@example.com', password: 'a long enough password' };

async function world() {
	const collections = [
		agentsCollection,
		codesCollection,
		secondStepsCollection,
		sessionsCollection,
	] as never[];
	const { store } = await openHostileStore({ collections });
	const clock = new FakeClock();
	const agents = createAgents({ store, clock, ids: randomIds });
	const passwords = createPasswords(2);
	const sealing = {
		seal: (_owner: string, text: string) => text,
		open: (_owner: string, text: string) => text,
	};
	const secondSteps = createSecondSteps({ store, clock, sealing });
	const signIn = createSignIn({ store, clock, ids: randomIds, agents, secondSteps, passwords });
	return { store, clock, agents, signIn };
}
const codeOf = (promise: Promise<unknown>): Promise<string> =>
	promise.then(
		() => 'done',
		(error: unknown) => (error instanceof DomainError ? error.code : String(error)),
	);
const countOf = (codes: readonly string[], code: string): number =>
	codes.filter((each) => each === code).length;

describe('sign-in', () => {
	it('counts tries that come at once, before it looks at the first', async () => {
		const { signIn } = await world();
		const codes = await Promise.all(
			Array.from({ length: 12 }, (_, n) =>
				codeOf(signIn.withPassword(mira.email, `guess ${n}`, '192.0.2.1')),
			),
		);
		expect(countOf(codes, 'sign_in_failed')).toBe(5);
		expect(countOf(codes, 'rate_limited')).toBe(7);
	});

	it('refuses those for whom there is no room in the queue, and does not count their tries', async () => {
		const { signIn } = await world();
		const all = (): Promise<string[]> =>
			Promise.all(
				Array.from({ length: 25 }, (_, n) =>
					codeOf(signIn.withPassword(`n${n}@example.com`, 'guess', '192.0.2.1')),
				),
			);
		const codes = await all();
		expect(countOf(codes, 'busy')).toBe(3);
		expect(countOf(codes, 'sign_in_failed')).toBe(22);
		const refused = signIn.withPassword('n24@example.com', 'guess', '192.0.2.1');
		await expect(refused).rejects.toMatchObject({ code: 'sign_in_failed' });
	});

	it('keeps the link of an owner whose password could not be hashed at once', async () => {
		const { signIn } = await world();
		const code = await signIn.ownerCode();
		const others = Array.from({ length: 22 }, (_, n) =>
			codeOf(signIn.withPassword(`n${n}@example.com`, 'guess', '192.0.2.1')),
		);
		await new Promise(setImmediate);
		expect(await codeOf(signIn.setOwner(code, mira))).toBe('busy');
		await Promise.all(others);
		expect((await signIn.setOwner(code, mira)).agent.role).toBe('owner');
		expect(await codeOf(signIn.setOwner(code, mira))).toBe('code_used');
	});

	it("lets an owner in whatever others try, and forgets the owner's own mistakes then", async () => {
		const { signIn } = await world();
		await signIn.setOwner(await signIn.ownerCode(), mira);
		for (let n = 0; n < 6; n += 1)
			await codeOf(signIn.withPassword(mira.email, `guess ${n}`, '192.0.2.66'));
		for (let round = 0; round < 2; round += 1) {
			for (let n = 0; n < 4; n += 1) {
				const wrong = signIn.withPassword(mira.email, 'mistyped', '192.0.2.1');
				expect(await codeOf(wrong)).toBe('sign_in_failed');
			}
			const right = await signIn.withPassword('MIRA@example.com ', mira.password, '192.0.2.1');
			expect(right.agent.name).toBe('Mira');
		}
	});
});

describe('the tries', () => {
	it('of all addresses on one account are limited, but for one that was right before', () => {
		const tries = createTries();
		tries.take('mira', 'home', 0).succeeded();
		for (let n = 0; n < 50; n += 1) tries.take('mira', `robot ${n % 10}`, n);
		expect(() => tries.take('mira', 'robot 11', 50)).toThrow('Too many tries');
		expect(() => tries.take('mira', 'home', 50)).not.toThrow();
		expect(() => tries.take('otto', 'robot 11', 50)).not.toThrow();
		expect(() => tries.take('mira', 'robot 11', hour)).not.toThrow();
	});

	it('tell how long to wait', () => {
		const limiter = createLimiter({ count: 2, withinMs: minute, keys: 10 });
		limiter.take('a', 0);
		limiter.take('a', 10_000);
		expect(limiter.waitMs('a', 20_000)).toBe(40_000);
		expect(limiter.waitMs('a', minute)).toBe(0);
		limiter.giveBack('a', 10_000);
		expect(limiter.waitMs('a', 20_000)).toBe(0);
	});

	it('are never all forgotten: the one of longest ago makes room', () => {
		const limiter = createLimiter({ count: 1, withinMs: hour, keys: 3 });
		for (const key of ['a', 'b', 'a', 'c', 'd']) limiter.take(key, 0);
		expect(['a', 'b', 'c', 'd'].map((key) => limiter.waitMs(key, 0) > 0)).toEqual([
			true,
			false,
			true,
			true,
		]);
	});
});

test.each([
	['192.0.2.7', '192.0.2.7'],
	['::ffff:192.0.2.7', '192.0.2.7'],
	['2001:DB8:0:1:aaaa::1', '2001:db8:0:1'],
	['2001:db8:0:1::2', '2001:db8:0:1'],
	['2001:db8::1', '2001:db8:0:0'],
	['::1', '0:0:0:0'],
	['fe80::1%eth0', 'fe80:0:0:0'],
	['', ''],
])('the address %s counts as %s', (address, key) => {
	expect(addressKey(address)).toBe(key);
});

test('a gate lets its number through at once, in order, and goes on after an error', async () => {
	const gate = createGate({ atOnce: 2, waiting: 2, full: () => new Error('full') });
	const log: string[] = [];
	const ends: (() => void)[] = [];
	const pass = (name: string): Promise<void> =>
		gate(async () => {
			log.push(name);
			await new Promise<void>((resolve) => {
				ends.push(resolve);
			});
			if (name === 'a') throw new Error('a broke');
		});
	const passes = ['a', 'b', 'c', 'd', 'e'].map((name) => pass(name).catch(String));
	expect(log).toEqual(['a', 'b']);
	for (let n = 0; n < 4; n += 1) {
		ends[n]?.();
		await new Promise(setImmediate);
	}
	expect(log).toEqual(['a', 'b', 'c', 'd']);
	const answers = await Promise.all(passes);
	expect(answers).toEqual(['Error: a broke', undefined, undefined, undefined, 'Error: full']);
});

test('a code can be looked at without being used up', async () => {
	const { signIn } = await world();
	const code = await signIn.ownerCode();
	await signIn.checkCode(code);
	await signIn.checkCode(code);
	await signIn.setOwner(code, mira);
	expect(await codeOf(signIn.checkCode(code))).toBe('code_used');
	expect(await codeOf(signIn.checkCode('made up'))).toBe('code_used');
});

test('of two with one code at the same time one goes on', async () => {
	const { signIn, store } = await world();
	const code = await signIn.ownerCode();
	const owners = [mira, { ...mira, email: 'eve@example.com' }];
	const codes = await Promise.all(owners.map((owner) => codeOf(signIn.setOwner(code, owner))));
	expect(codes.sort()).toEqual(['code_used', 'done']);
	expect(await store.count(agentsCollection, { index: 'byCreation' }, 10)).toBe(1);
});

test('a code is too old after a day, whether it was removed by then or not', async () => {
	const { signIn, clock } = await world();
	const code = await signIn.ownerCode();
	await clock.advance(24 * hour - 1);
	await signIn.checkCode(code);
	await clock.advance(2);
	expect(await codeOf(signIn.checkCode(code))).toBe('code_used');
	expect(await codeOf(signIn.setOwner(code, mira))).toBe('code_used');
});

test('what has expired is removed every hour, and nothing else', async () => {
	const { store, clock, signIn } = await world();
	const sweeping = createSweeping({
		also: [],
		store,
		clock,
		failed: (error) => {
			throw error;
		},
	});
	const { secret } = await signIn.setOwner(await signIn.ownerCode(), mira);
	for (let n = 0; n < 250; n += 1) await signIn.ownerCode();
	const rows = async (): Promise<number[]> => [
		await store.count(sessionsCollection, { index: 'byExpiry' }, 1000),
		await store.count(codesCollection, { index: 'byExpiry' }, 1000),
	];
	sweeping.start();
	await clock.advance(11 * hour);
	expect(await rows()).toEqual([1, 250]);
	await clock.advance(2 * hour);
	expect(await rows()).toEqual([0, 250]);
	expect(await signIn.who(secret)).toBeNull();
	await clock.advance(12 * hour);
	expect(await rows()).toEqual([0, 0]);
	await sweeping.stop();
	expect(clock.pending).toBe(0);
});
