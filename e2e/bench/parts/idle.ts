import { join } from 'node:path';
import { openSqliteStore } from '../../../server/stores/sqlite/sqlite-store.ts';
import type { SinkId } from '../../../shared/ids.ts';
import { newFolder, wait, type Arm } from '../arm.ts';
import { openParley, startArm, type Running } from '../arms.ts';
import { bigStore } from '../big-store.ts';
import { figure, judge, printTable } from '../report.ts';
import { buildDir, isQuick, storedCount } from '../setting.ts';

const watchMs = isQuick ? 3000 : 10_000;
const sockets = isQuick ? 2000 : 9900;

/** What the server needs while nothing is said: alone, with a million quiet conversations, with many open sockets. */
export async function idle(): Promise<void> {
	const alone = await openParley(newFolder('idle'), 'idle');
	await wait(3000);
	const { rss } = await alone.usage();
	const emptyLoad = await loadOf(alone);
	await alone.stop();
	const big = await bigStore();
	const stored = await openParley(big, 'idle-stored');
	await wait(3000);
	const storedRss = (await stored.usage()).rss;
	const storedLoad = await loadOf(stored);
	await stored.stop();
	const dueUs = await dueLaneCost(big);

	const raw = await socketCost(
		() => startArm('raw', { senders: sockets, hearers: 1 }),
		() => startArm('raw', { senders: 1, hearers: 1 }),
	);
	const parley = await socketCost(
		() => startArm('Parley', { senders: sockets, hearers: 1 }),
		() => startArm('Parley', { senders: 1, hearers: 1 }),
	);

	console.log('\nIdle');
	printTable(
		['', 'RSS MB', 'CPU % of a core'],
		[
			['nothing stored', figure(rss / 2 ** 20), figure(emptyLoad)],
			[
				`${figure(storedCount)} quiet conversations`,
				figure(storedRss / 2 ** 20),
				figure(storedLoad),
			],
			[`${figure(sockets)} visitors connected`, figure(parley.rss / 2 ** 20), figure(parley.load)],
			[`the same, raw`, figure(raw.rss / 2 ** 20), figure(raw.load)],
		],
	);
	console.log(
		`due lanes of a sink asked of ${figure(storedCount)} quiet conversations: ${figure(dueUs)} us`,
	);
	console.log(
		`memory of an idle visitor: ${figure(parley.each / 1024)} kB, raw ${figure(raw.each / 1024)} kB`,
	);
	judge({ what: 'the whole server idle', value: rss / 2 ** 20, goal: { most: 90 }, unit: 'MB' });
	judge({ what: 'idle visitor', value: parley.each / 1024, goal: { most: 12 }, unit: 'kB' });
	judge({
		what: 'idle visitor',
		value: parley.each / raw.each,
		goal: { most: 1.5 },
		unit: 'x raw',
	});
	judge({
		what: `CPU with ${figure(sockets)} idle sockets`,
		value: parley.load,
		goal: { most: 1 },
		unit: '% of a core',
	});
}

/** In percent of a core. */
async function loadOf(arm: Arm): Promise<number> {
	const before = (await arm.usage()).cpu;
	await wait(watchMs);
	return ((await arm.usage()).cpu - before) / 10 / watchMs;
}

async function socketCost(startMany: () => Promise<Running>, startOne: () => Promise<Running>) {
	const one = await startOne();
	const before = (await one.arm.memory()).rss;
	await one.stop();
	const many = await startMany();
	await many.arm.quiet();
	const { rss } = await many.arm.memory();
	const load = await loadOf(many.arm);
	await many.stop();
	return { rss, load, each: (rss - before) / sockets };
}

/** How long the question takes that every worker asks at every poll, in microseconds. */
async function dueLaneCost(dataDir: string): Promise<number> {
	const writerPath = join(buildDir, 'server/writer.js');
	const store = await openSqliteStore({ dataDir, writerPath, collections: [] });
	const sink = 'example-file:/nowhere' as SinkId;
	const count = 2000;
	for (let i = 0; i < 100; i += 1) await store.dueLanes(sink, Date.now(), 64);
	const startedAt = performance.now();
	for (let i = 0; i < count; i += 1) await store.dueLanes(sink, Date.now(), 64);
	const micros = ((performance.now() - startedAt) * 1000) / count;
	await store.close();
	return micros;
}
