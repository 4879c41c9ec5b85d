import { newFolder, wait } from '../arm.ts';
import { mongoSettings } from '../arms/mongo-settings.ts';
import { openParley, startParley, type Running } from '../arms.ts';
import { pace, saturate, warmUp } from '../load.ts';
import { interleave, noisyShare, ratioOf, spreadIn, spreadOf, type Sample } from '../measure.ts';
import { bringUpForBench, type BenchMongo, type Commands } from '../mongo.ts';
import { figure, printTable, shown } from '../report.ts';
import { isQuick, measureMs, rounds, warmMs } from '../setting.ts';
import { timeToReady } from '../start-time.ts';

/** Each of them says so little that no two messages of a conversation are folded together. */
const size = { senders: 500, hearers: 50 };
/** Their messages are folded some at a time. */
const busy = 50;
/** What both follow easily: CPU of a message depends on how many are under way together, so the rate must be the same. */
const perSecond = 300;
const few = Math.min(rounds, 3);
const names = ['SQLite', 'MongoDB'] as const;
type Name = (typeof names)[number];

interface Cost {
	readonly cpu: number;
	readonly perSecond: number;
}
type Load = (running: Running) => Promise<Sample<Cost>>;
const paced = { perSecond, warmMs, measureMs };
const loads: Readonly<Record<string, Load>> = {
	[`${perSecond} messages/s of ${busy} conversations`]: ({ arm, crowd }) =>
		pace(arm, crowd, { ...paced, senders: busy }),
	[`${perSecond} messages/s of ${size.senders} conversations`]: ({ arm, crowd }) =>
		pace(arm, crowd, paced),
	[`${busy} conversations, 4 messages of each under way`]: ({ arm, crowd }) =>
		saturate(arm, crowd, { inFlight: 4 * busy, warmMs, measureMs, senders: busy }),
};

/** What our own process needs on MongoDB, beside the same on SQLite. The database is a process of its own and is not counted. */
export async function mongodb(): Promise<void> {
	console.log('\nMongoDB');
	const mongo = await bringUpForBench((line) => console.log(line));
	if (mongo === null) return;
	console.log(mongo.what);
	try {
		await costOfMessages(mongo);
		await costOfBeing(mongo);
	} finally {
		await mongo.stop();
	}
}

async function costOfMessages(mongo: BenchMongo): Promise<void> {
	const storeUrl = mongo.newUrl();
	const arms: Readonly<Record<Name, Running>> = {
		SQLite: await startParley(size, { name: 'parley-sqlite' }),
		MongoDB: await startParley(size, { name: 'parley-mongodb', storeUrl }),
	};
	await warmUp(arms.SQLite);
	// A slow disk would take half a minute for more; each of them makes several commands.
	await warmUp(arms.MongoDB, 3000);
	for (const [title, load] of Object.entries(loads)) {
		const tally = tallyOf(arms.MongoDB, () => mongo.commands(storeUrl));
		const measured = await interleave(
			few,
			new Map([
				['SQLite', () => load(arms.SQLite)],
				['MongoDB', () => tally.during(() => load(arms.MongoDB))],
			]),
		);
		const noisy = figure(noisyShare(measured) * 100);
		console.log(`\nParley, ${title} (${few} rounds, ${noisy} % noisy)`);
		printTable(
			['on', 'CPU us/message', 'x SQLite', 'messages/s'],
			names.map((name) => [
				name,
				shown(spreadIn(measured, name, ({ cpu }) => cpu)),
				shown(ratioOf(measured, name, 'SQLite', ({ cpu }) => cpu)),
				shown(spreadIn(measured, name, (cost) => cost.perSecond)),
			]),
		);
		tally.print();
	}
	for (const name of names) await arms[name].stop();
}

/** Counts what MongoDB is asked while a load runs, its warm-up and what was put off included. */
function tallyOf({ crowd }: Running, look: () => Promise<Commands>) {
	const asked = { byKind: new Map<string, number>(), byCollection: new Map<string, number>() };
	let messages = 0;
	return {
		async during<T>(run: () => Promise<T>): Promise<T> {
			const { send } = crowd;
			crowd.send = (...message) => {
				messages += 1;
				send(...message);
			};
			const before = await look();
			const value = await run();
			const after = await look();
			crowd.send = send;
			for (const by of ['byKind', 'byCollection'] as const) {
				for (const [name, count] of after[by]) {
					const more = count - (before[by].get(name) ?? 0);
					asked[by].set(name, (asked[by].get(name) ?? 0) + more);
				}
			}
			return value;
		},
		print(): void {
			const each = (counts: ReadonlyMap<string, number>): string =>
				[...counts]
					.filter(([, count]) => count / messages >= 0.005)
					.sort(([, a], [, b]) => b - a)
					.map(([name, count]) => `${name} ${figure(count / messages)}`)
					.join(', ');
			const all = [...asked.byKind.values()].reduce((sum, count) => sum + count, 0);
			console.log(`commands of a message: ${figure(all / messages)} = ${each(asked.byKind)}`);
			console.log(`statements by collection: ${each(asked.byCollection)}`);
		},
	};
}

/** How soon it is ready, and what it holds in memory while nothing is said. */
async function costOfBeing(mongo: BenchMongo): Promise<void> {
	const storeUrl = mongo.newUrl();
	const places = {
		SQLite: { dataDir: newFolder('start'), storeUrl: null, env: {} },
		MongoDB: { dataDir: newFolder('start'), storeUrl, env: mongoSettings(storeUrl) },
	};
	const rss = { SQLite: NaN, MongoDB: NaN };
	for (const name of names) {
		const { dataDir, storeUrl: url } = places[name];
		const arm = await openParley(dataDir, 'first', url);
		await wait(isQuick ? 1000 : 3000);
		rss[name] = (await arm.usage()).rss;
		await arm.stop();
	}
	const times = { SQLite: [] as number[], MongoDB: [] as number[] };
	for (let round = 0; round < few; round += 1) {
		for (const name of names) {
			times[name].push(await timeToReady(places[name].dataDir, places[name].env));
		}
	}
	const ratio = (name: Name) => times[name].map((ms, round) => ms / times.SQLite[round]!);
	console.log('\nParley empty');
	printTable(
		['on', 'start to ready ms', 'x SQLite', 'RSS MB'],
		names.map((name) => [
			name,
			shown(spreadOf(times[name])),
			shown(spreadOf(ratio(name))),
			figure(rss[name] / 2 ** 20),
		]),
	);
}
