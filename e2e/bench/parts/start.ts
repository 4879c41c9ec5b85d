import { newFolder, spawnPinned } from '../arm.ts';
import { openParley, startParley } from '../arms.ts';
import { bigStore } from '../big-store.ts';
import { openAll } from '../load.ts';
import { spreadOf } from '../measure.ts';
import { figure, judge, printTable, shown } from '../report.ts';
import { isQuick, rounds, storedCount } from '../setting.ts';
import { timeToReady } from '../start-time.ts';

/** From the start of the process until it is ready: with nothing stored, with a million messages, after a kill. */
export async function start(): Promise<void> {
	const empty = newFolder('start');
	const big = await bigStore();
	// Makes the files and indexes that only the first start makes.
	for (const folder of [empty, big]) await (await openParley(folder, 'first')).stop();
	const times = {
		node: [] as number[],
		empty: [] as number[],
		big: [] as number[],
		killed: [] as number[],
	};
	for (let round = 0; round < rounds; round += 1) {
		times.node.push(await bareNode());
		times.empty.push(await timeToReady(empty));
		times.big.push(await timeToReady(big));
		await crash(big);
		times.killed.push(await timeToReady(big));
	}
	const node = times.node;
	const ratio = (list: readonly number[]) => spreadOf(list.map((ms, round) => ms / node[round]!));
	console.log(`\nStart to ready, ${figure(storedCount)} messages stored`);
	printTable(
		['', 'ms', 'x bare node'],
		Object.entries(times).map(([name, list]) => [name, shown(spreadOf(list)), shown(ratio(list))]),
	);
	const bigRatio = ratio(times.big);
	const killedRatio = ratio(times.killed);
	judge({
		what: 'start with all stored',
		value: bigRatio.median,
		range: bigRatio,
		goal: { most: 2 },
		unit: 'x bare node',
	});
	judge({
		what: 'start after kill -9',
		value: killedRatio.median,
		range: killedRatio,
		goal: { most: 2.5 },
		unit: 'x bare node',
	});
}

/** Leaves a log of a few megabytes behind, as a kill under load does. */
async function crash(dataDir: string): Promise<void> {
	const { arm, crowd } = await startParley(
		{ senders: isQuick ? 200 : 1000, hearers: 10 },
		{ dataDir },
	);
	await openAll(crowd);
	await arm.kill();
	crowd.close();
}

function bareNode(): Promise<number> {
	const startedAt = performance.now();
	const child = spawnPinned(['-e', 'process.send(1)'], 'node');
	return new Promise((resolve) => {
		child.once('message', () => {
			const ms = performance.now() - startedAt;
			child.once('exit', () => resolve(ms));
			child.disconnect();
		});
	});
}
