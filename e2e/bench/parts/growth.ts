import { startParley, type Running } from '../arms.ts';
import { bigStore } from '../big-store.ts';
import { openAll, saturate, warmUp, type Saturated } from '../load.ts';
import { interleave, noisyShare, ratioOf, spreadIn } from '../measure.ts';
import { figure, judge, printTable, shown } from '../report.ts';
import { isQuick, measureMs, rounds, storedCount, warmMs } from '../setting.ts';

/** One below the gateway's bound on sockets, with the agents'. */
const most = isQuick ? 2000 : 9900;

/** What a message costs with more open, more stored, and a destination outside. */
export async function growth(): Promise<void> {
	const hearers = 50;
	const few = { senders: 100, hearers };
	const arms = new Map<string, Running>();
	arms.set('100 open', await startParley(few, { name: 'few' }));
	arms.set(`${figure(most)} open`, await startParley({ senders: most, hearers }, { name: 'many' }));
	arms.set(
		`${figure(storedCount)} stored`,
		await startParley(few, { name: 'stored', dataDir: await bigStore() }),
	);
	arms.set('file sink', await startParley(few, { name: 'sink', fileSink: true }));
	for (const running of arms.values()) {
		await openAll(running.crowd);
		await warmUp(running);
	}
	const load = { inFlight: 500, warmMs, measureMs };
	const measured = await interleave(
		Math.min(rounds, 5),
		new Map([...arms].map(([name, { arm, crowd }]) => [name, () => saturate(arm, crowd, load)])),
	);
	for (const running of arms.values()) await running.stop();

	const cpu = (value: Saturated): number => value.cpu;
	console.log(`\nGrowth, 500 messages under way (${figure(noisyShare(measured) * 100)} % noisy)`);
	const names = [...arms.keys()];
	printTable(
		['Parley with', 'CPU us/message', 'x 100 open', 'messages/s'],
		names.map((name) => [
			name,
			shown(spreadIn(measured, name, cpu)),
			shown(ratioOf(measured, name, '100 open', cpu)),
			shown(spreadIn(measured, name, ({ perSecond }) => perSecond)),
		]),
	);
	for (const name of names.slice(1, 3)) {
		const ratio = ratioOf(measured, name, '100 open', cpu);
		judge({
			what: `CPU per message, ${name}`,
			value: ratio.median,
			range: ratio,
			goal: { most: 1.3 },
			unit: 'x 100 open',
		});
	}
}
