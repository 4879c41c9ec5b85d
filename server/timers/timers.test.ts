import { setTimeout as realTime } from 'node:timers/promises';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { realStores } from '../stores/testing/real-stores.ts';
import type { Store } from '../ports/store.ts';
import { createTimers, timers as collection } from './index.ts';
import { FakeClock } from './testing/fake-clock.ts';

const silent = { info() {}, warn() {}, error() {} };
const minute = 60_000;
const newStore = async () =>
	(await openHostileStore({ collections: [collection] as never[] })).store;

function world(store: Store, clock = new FakeClock()) {
	const fired: string[] = [];
	const timers = createTimers({ store, clock, logger: silent, random: () => 0.5 });
	return { clock, timers, fired };
}

test('a timer fires once, at its time, and is gone', async () => {
	const store = await newStore();
	const { clock, timers, fired } = world(store);
	timers.handle('idle', async ({ key }) => void fired.push(`${key} ${clock.now()}`));
	timers.start();
	const due = clock.now() + 10 * minute;
	await timers.set('idle', 'v1.1', due);
	await clock.advance(10 * minute - 1);
	expect(fired).toEqual([]);
	await clock.advance(1);
	await clock.advance(60 * minute);
	expect(fired).toEqual([`v1.1 ${due}`]);
	expect(await store.get(collection, 'idle:v1.1')).toBeNull();
	await timers.stop();
	expect(clock.pending).toBe(0);
});

test('many timers are one sleep', async () => {
	const { clock, timers } = world(await newStore());
	timers.handle('idle', async () => {});
	timers.start();
	for (let n = 0; n < 300; n += 1) await timers.set('idle', `${n}`, clock.now() + 60 * minute + n);
	await clock.settle();
	expect(clock.pending).toBe(1);
	await timers.stop();
});

test('a timer that is set again moves, one that is cancelled does not fire', async () => {
	const { clock, timers, fired } = world(await newStore());
	timers.handle('idle', async ({ key }) => void fired.push(key));
	timers.start();
	await timers.set('idle', 'moved', clock.now() + minute);
	await timers.set('idle', 'gone', clock.now() + minute);
	await timers.set('idle', 'moved', clock.now() + 5 * minute);
	expect(await timers.cancel('idle', 'gone')).toBe(true);
	expect(await timers.cancel('idle', 'gone')).toBe(false);
	await clock.advance(2 * minute);
	expect(fired).toEqual([]);
	await clock.advance(4 * minute);
	expect(fired).toEqual(['moved']);
	await timers.stop();
});

test('set again while it fires, it fires again', async () => {
	const { clock, timers, fired } = world(await newStore());
	timers.handle('idle', async ({ key }) => {
		fired.push(key);
		if (fired.length === 1) await timers.set('idle', key, clock.now() + minute);
	});
	timers.start();
	await timers.set('idle', 'v1', clock.now() + minute);
	await clock.advance(minute);
	expect(fired).toHaveLength(1);
	await clock.advance(10 * minute);
	expect(fired).toHaveLength(2);
	await timers.stop();
});

test('a long problem is kept up to the last whole character', async () => {
	const { clock, timers } = world(await newStore());
	timers.handle('mail', async () => {
		throw new Error(`${'x'.repeat(999)}😀`);
	});
	timers.start();
	await timers.set('mail', 'v1', clock.now());
	await clock.settle();
	expect(await timers.troubled(5)).toMatchObject([{ problem: 'x'.repeat(999) }]);
	await timers.stop();
});

test('a handler that fails is called again, later and later, with the time that was set', async () => {
	const { clock, timers, fired } = world(await newStore());
	timers.handle('mail', async ({ dueAt }) => {
		fired.push(String(dueAt));
		if (fired.length < 4) throw new Error('not yet');
	});
	timers.handle('other', async ({ key }) => void fired.push(key));
	timers.start();
	const due = clock.now() + minute;
	await timers.set('mail', 'v1', due);
	await clock.advance(minute + 10_000);
	expect(fired).toEqual([String(due), String(due), String(due)]);
	expect(await timers.troubled(5)).toMatchObject([{ id: 'mail:v1', tries: 3, problem: 'not yet' }]);
	await clock.advance(minute);
	expect(fired).toHaveLength(4);
	expect(await timers.troubled(5)).toEqual([]);
	await timers.stop();
});

test('a kind that hangs, or that nobody handles, holds up no other', async () => {
	const { clock, timers, fired } = world(await newStore());
	timers.handle('hangs', () => new Promise(() => {}));
	timers.handle('idle', async ({ key }) => void fired.push(key));
	timers.start();
	for (let n = 0; n < 100; n += 1) {
		await timers.set('hangs', `${n}`, clock.now());
		await timers.set('unknown', `${n}`, clock.now());
	}
	await timers.set('idle', 'v1', clock.now());
	await clock.advance(minute);
	expect(fired).toEqual(['v1']);
	timers.handle('unknown', async ({ key }) => void fired.push(`late ${key}`));
	await clock.advance(minute);
	expect(fired).toHaveLength(101);
});

test.each(realStores)(
	'on $name, timers outlive the server, and the late ones fire at its start',
	async ({ newData }) => {
		const data = newData([collection] as never[]);
		const { store: first } = await data.open();
		const before = world(first);
		before.timers.handle('idle', async () => {});
		before.timers.start();
		await before.timers.set('idle', 'late', before.clock.now() + minute);
		await before.timers.set('idle', 'soon', before.clock.now() + 20 * minute);
		await before.timers.stop();
		await first.close();

		const { store: second } = await data.open();
		const { clock, timers, fired } = world(second, before.clock);
		clock.jump(10 * minute);
		timers.handle('idle', async ({ key }) => void fired.push(key));
		timers.start();
		/** A real store needs real time. */
		const haveFired = (count: number) => async () => {
			await realTime(2);
			return fired.length === count;
		};
		await clock.until(haveFired(1), 60 * minute);
		expect(fired).toEqual(['late']);
		await clock.advance(10 * minute);
		await clock.until(haveFired(2), 60 * minute);
		expect(fired).toEqual(['late', 'soon']);
		await timers.stop();
		await second.close();
		await data.remove();
	},
);

test('no timer is lost when the store loses answers', async () => {
	for (let seed = 1; seed <= 10; seed += 1) {
		const faults = { unknownBefore: 0.05, unknownAfter: 0.05, unknownRead: 0.03, busy: 0.03 };
		const hostile = await openHostileStore({
			collections: [collection] as never[],
			seed,
			...faults,
		});
		const { clock, timers, fired } = world(hostile.store);
		timers.handle('idle', async ({ key }) => void fired.push(key));
		timers.start();
		const set = new Set<string>();
		for (let n = 0; n < 20; n += 1) {
			await timers.set('idle', `${n}`, clock.now() + n * 1000).then(
				() => set.add(`${n}`),
				(error: unknown) =>
					expect(error).toHaveProperty('name', expect.stringMatching(/Unknown|Busy/)),
			);
		}
		await clock.until(() => [...set].every((key) => fired.includes(key)), 600_000);
		await timers.stop();
	}
}, 30_000);

test('a timer that hangs holds up none of its kind, fails after a minute and comes again', async () => {
	const { clock, timers, fired } = world(await newStore());
	let calls = 0;
	timers.handle('mail', async ({ key }) => {
		if (key === 'hangs' && (calls += 1) === 1) return new Promise(() => {});
		fired.push(key);
	});
	timers.start();
	await timers.set('mail', 'hangs', clock.now());
	for (let n = 0; n < 40; n += 1) await timers.set('mail', `${n}`, clock.now() + 1000 + n);
	await clock.advance(2000);
	expect(fired).toHaveLength(40);
	await clock.advance(57_000);
	expect(await timers.troubled(5)).toEqual([]);
	await clock.advance(1500);
	expect(await timers.troubled(5)).toMatchObject([
		{ key: 'hangs', tries: 1, problem: 'The timer mail hangs did not end within 60 seconds.' },
	]);
	await clock.advance(5000);
	expect(fired).toHaveLength(41);
	await timers.stop();
	expect(clock.pending).toBe(0);
});

test('a stop does not wait for a timer that hangs, which then is what it was', async () => {
	const store = await newStore();
	const { clock, timers, fired } = world(store);
	timers.handle('mail', () => new Promise(() => {}));
	timers.start();
	const due = clock.now();
	await timers.set('mail', 'v1', due);
	await clock.settle();
	let isStopped = false;
	const stopping = timers.stop().then(() => (isStopped = true));
	await clock.advance(4_900);
	expect(isStopped).toBe(false);
	await clock.advance(200);
	await stopping;
	expect(clock.pending).toBe(0);
	expect(await store.get(collection, 'mail:v1')).toMatchObject({ dueAt: due, tries: 0 });

	const again = world(store, clock);
	again.timers.handle('mail', async ({ key }) => void fired.push(key));
	again.timers.start();
	await clock.settle();
	expect(fired).toEqual(['v1']);
	await again.timers.stop();
});
