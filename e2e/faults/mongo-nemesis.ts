import { until, wait } from './child.ts';
import type { MongoSet } from './mongo-set.ts';

export type Fault = 'kill' | 'pause' | 'stepDown' | 'killSecondary' | 'killBoth';
export const faults: readonly Fault[] = ['kill', 'pause', 'stepDown'];
export const rareFaults: readonly Fault[] = ['killSecondary', 'killBoth'];

/** Does one thing to the set, waits until it has a primary again, and makes it whole. */
export async function strike(set: MongoSet, fault: Fault, random: () => number): Promise<void> {
	const primary = await set.primary();
	const others = set.members.filter((member) => member !== primary);
	const electedAnother = (): Promise<boolean> =>
		until(async () => {
			const states = others.map((member) => member.hello().catch(() => null));
			return (await Promise.all(states)).some((state) => state?.isPrimary === true);
		}, 30_000);
	switch (fault) {
		case 'kill':
			await primary.kill();
			await mustElect(electedAnother);
			await wait(random() * 1000);
			break;
		case 'pause':
			await primary.pause();
			await mustElect(electedAnother);
			// Some long enough for the driver to give up what it has sent there.
			await wait(random() < 0.2 ? 7000 : random() * 1500);
			// It wakes up as a primary of the past, with commands of before in its sockets.
			primary.resume();
			break;
		case 'stepDown':
			// Its connections may be cut before it answers.
			await primary
				.command({ replSetStepDown: 3, secondaryCatchUpPeriodSecs: 1, force: true })
				.catch(() => undefined);
			await mustElect(electedAnother);
			break;
		case 'killSecondary':
			await others[0]?.kill();
			await wait(500 + random() * 1000);
			break;
		case 'killBoth':
			await Promise.all(others.map((member) => member.kill()));
			await wait(500 + random() * 4000);
			break;
	}
	await set.heal();
	await wait(300 + random() * 700);
}

async function mustElect(elected: () => Promise<boolean>): Promise<void> {
	if (!(await elected())) throw new Error('The others did not elect a primary in 30 seconds.');
}
