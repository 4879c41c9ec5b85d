import { startArm, type ArmName } from '../arms.ts';
import { saturate, warmUp, type Saturated } from '../load.ts';
import { interleave, noisyShare, ratioOf, spreadIn, type Rounds } from '../measure.ts';
import { figure, judge, printTable, shown } from '../report.ts';
import { measureMs, rounds, warmMs } from '../setting.ts';

const size = { senders: 50, hearers: 50 };

/** What a durable message costs, saturated and one at a time. */
export async function cpu(): Promise<void> {
	const names: readonly ArmName[] = ['raw', 'sio', 'sio, stored', 'ws, stored', 'Parley'];
	const many = await measure(names, 1000);
	print('50 senders, 50 hearers, 20 messages of each under way', many, names);
	const perCpu = ({ cpu: micros }: Saturated): number => micros;
	const toRaw = ratioOf(many, 'Parley', 'raw', perCpu);
	const toSio = ratioOf(many, 'Parley', 'sio', perCpu);
	const rate = spreadIn(many, 'Parley', ({ perSecond }) => perSecond);
	judge({
		what: 'CPU per durable message',
		value: toRaw.median,
		range: toRaw,
		goal: { most: 3 },
		unit: 'x raw',
	});
	judge({
		what: 'CPU per durable message',
		value: toSio.median,
		range: toSio,
		goal: { most: 1.2 },
		unit: 'x sio',
	});
	judge({
		what: 'durable messages on one core',
		value: rate.median,
		range: rate,
		goal: { least: 10_000 },
		unit: '/s',
	});

	const alone: readonly ArmName[] = ['ws, stored', 'sio, stored', 'Parley'];
	const single = await measure(alone, 1);
	print('one message at a time', single, alone);
	const toStored = ratioOf(single, 'Parley', 'ws, stored', perCpu);
	judge({
		what: 'CPU of one message at a time',
		value: toStored.median,
		range: toStored,
		goal: { most: 1.5 },
		unit: 'x one transaction (ws, stored)',
	});
}

async function measure(names: readonly ArmName[], inFlight: number): Promise<Rounds<Saturated>> {
	const arms = new Map(
		await Promise.all(names.map(async (name) => [name, await startArm(name, size)] as const)),
	);
	for (const running of arms.values()) await warmUp(running);
	const load = { inFlight, warmMs, measureMs };
	const measured = await interleave(
		rounds,
		new Map([...arms].map(([name, { arm, crowd }]) => [name, () => saturate(arm, crowd, load)])),
	);
	for (const arm of arms.values()) await arm.stop();
	return measured;
}

function print(title: string, many: Rounds<Saturated>, names: readonly ArmName[]): void {
	console.log(`\n${title} (${rounds} rounds, ${figure(noisyShare(many) * 100)} % noisy)`);
	const base = names[0]!;
	printTable(
		['arm', 'CPU us/message', `x ${base}`, 'under load', 'messages/s', 'harness busy'],
		names.map((name) => [
			name,
			shown(spreadIn(many, name, ({ cpu: micros }) => micros)),
			shown(ratioOf(many, name, base, ({ cpu: micros }) => micros)),
			figure(spreadIn(many, name, ({ cpuUnderLoad }) => cpuUnderLoad).median),
			shown(spreadIn(many, name, ({ perSecond }) => perSecond)),
			figure(spreadIn(many, name, ({ clientLoad }) => clientLoad).median),
		]),
	);
}
