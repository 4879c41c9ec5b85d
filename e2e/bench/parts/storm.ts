import { spawnSync } from 'node:child_process';
import { newFolder } from '../arm.ts';
import { openParley, startArm } from '../arms.ts';
import { interleave, noisyShare, percentile, ratioOf, spreadIn, type Rounds } from '../measure.ts';
import { furnish } from '../parley-house.ts';
import { figure, judge, printTable, shown } from '../report.ts';
import { isQuick, rounds } from '../setting.ts';
import { bareStorm, createStormCrowd, type Storm } from '../storm-crowd.ts';

const wanted = isQuick ? 2000 : 10_000;
/** Files that a process holds open besides its sockets. */
const spareFiles = 200;
const agents = 50;

/**
 * Everybody comes back in one moment, each with one to three messages missed: after the network was away, and after the server
 * was. Beside it as many bare handshakes with `ws`.
 */
export async function storm(): Promise<void> {
	const count = Math.min(wanted, filesAllowed() - spareFiles);
	console.log(`\nstorm of ${figure(count)} visitors (${figure(wanted)} wanted)`);
	const raw = await startArm('raw', { senders: 1, hearers: 1 });
	const dataDir = newFolder('storm');
	const house = await furnish(dataDir, { agents, fileSink: false, storeUrl: null });
	const crowd = createStormCrowd(house, count);
	let parley = await openParley(dataDir, 'storm');
	await crowd.begin(parley);

	const measured = await interleave(
		Math.min(rounds, 5),
		new Map([
			['bare handshakes', () => bareStorm(raw.arm, count)],
			[
				'Parley, network back',
				async () => {
					await crowd.miss(parley);
					return crowd.storm(parley);
				},
			],
			[
				'Parley, restarted',
				async () => {
					await crowd.miss(parley);
					await parley.stop();
					parley = await openParley(dataDir, 'storm-restarted');
					return crowd.storm(parley);
				},
			],
		]),
	);
	await raw.stop();
	await parley.stop();
	print(measured, count);
}

function print(measured: Rounds<Storm>, count: number): void {
	const [bare = '', ...ours] = measured.keys();
	const ms = (one: Storm): number => one.ms;
	const cpu = (one: Storm): number => one.cpu;
	const noisy = figure(noisyShare(measured) * 100);
	console.log(`\n${figure(count)} at once (${noisy} % noisy)`);
	printTable(
		[
			'',
			'all there ms',
			`x bare`,
			'CPU us/visitor',
			'x bare',
			'p50 ms',
			'p99 ms',
			'lost',
			'doubled',
		],
		[bare, ...ours].map((name) => [
			name,
			shown(spreadIn(measured, name, ms)),
			shown(ratioOf(measured, name, bare, ms)),
			shown(spreadIn(measured, name, cpu)),
			shown(ratioOf(measured, name, bare, cpu)),
			...[0.5, 0.99].map((part) =>
				figure(spreadIn(measured, name, ({ times }) => percentile(times, part)).median),
			),
			figure(total(measured, name, ({ lost }) => lost)),
			figure(total(measured, name, ({ doubled }) => doubled)),
		]),
	);
	for (const name of ours) {
		const time = ratioOf(measured, name, bare, ms);
		const work = ratioOf(measured, name, bare, cpu);
		const goal = { most: 1.5 };
		const unit = 'x bare handshakes';
		judge({ what: `storm time, ${name}`, value: time.median, range: time, goal, unit });
		judge({ what: `storm CPU, ${name}`, value: work.median, range: work, goal, unit });
		const mistakes = total(measured, name, ({ lost, doubled }) => lost + doubled);
		const none = { most: 0 };
		judge({ what: `storm, ${name}`, value: mistakes, goal: none, unit: 'lost or doubled' });
	}
}

const total = (measured: Rounds<Storm>, name: string, of: (one: Storm) => number): number =>
	(measured.get(name) ?? []).reduce((sum, { value }) => sum + of(value), 0);

/** How many files, and so sockets, one process may have open here. Node has raised it as far as it may. */
function filesAllowed(): number {
	const { stdout } = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' });
	const allowed = Number(stdout);
	return Number.isInteger(allowed) && allowed > 0 ? allowed : wanted + spareFiles;
}
