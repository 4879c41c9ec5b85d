import { startArm, type ArmName } from '../arms.ts';
import { pace, warmUp, type Paced } from '../load.ts';
import { interleave, noisyShare, percentile, ratioOf, spreadIn } from '../measure.ts';
import { figure, judge, printTable, shown } from '../report.ts';
import { isQuick, rounds, warmMs } from '../setting.ts';

const size = { senders: 950, hearers: 50 };
const perSecond = 2000;
/** Ten thousand samples, or the 99th percentile means little. */
const measureMs = isQuick ? 2000 : 5000;

/** How long a message takes to the other side at 1,000 connections and 2,000 messages a second. */
export async function latency(): Promise<void> {
	const names: readonly ArmName[] = ['raw', 'sio', 'Parley'];
	const arms = new Map(
		await Promise.all(names.map(async (name) => [name, await startArm(name, size)] as const)),
	);
	for (const running of arms.values()) await warmUp(running);
	const load = { perSecond, warmMs, measureMs };
	const measured = await interleave(
		Math.min(rounds, 5),
		new Map([...arms].map(([name, { arm, crowd }]) => [name, () => pace(arm, crowd, load)])),
	);
	for (const arm of arms.values()) await arm.stop();

	const at =
		(part: number) =>
		(paced: Paced): number =>
			percentile(paced.latencies, part);
	const noisy = figure(noisyShare(measured) * 100);
	console.log(`\n1,000 connections, ${perSecond} messages/s (${noisy} % noisy)`);
	printTable(
		['arm', 'p50 ms', 'p99 ms', 'CPU us/message', 'messages/s'],
		names.map((name) => [
			name,
			shown(spreadIn(measured, name, at(0.5))),
			shown(spreadIn(measured, name, at(0.99))),
			shown(spreadIn(measured, name, ({ cpu }) => cpu)),
			figure(spreadIn(measured, name, (paced) => paced.perSecond).median),
		]),
	);
	const p50 = ratioOf(measured, 'Parley', 'raw', at(0.5));
	const p99 = ratioOf(measured, 'Parley', 'sio', at(0.99));
	judge({
		what: 'delivery p50 at 2,000/s',
		value: p50.median,
		range: p50,
		goal: { most: 5 },
		unit: 'x raw',
	});
	judge({
		what: 'delivery p99 at 2,000/s',
		value: p99.median,
		range: p99,
		goal: { most: 1 },
		unit: 'x sio',
	});
}
