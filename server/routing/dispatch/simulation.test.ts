import type { AgentId } from '../../../shared/ids.ts';
import { createDispatcher } from './dispatcher.ts';
import { answerFaults, faultsOf, idleFaults } from './testing/judge.ts';
import { optimumOf } from './testing/optimum.ts';
import { scenarioOf } from './testing/scenario.ts';
import { simulate, type Guess, type Outcome } from './testing/simulate.ts';

/* Days on a fake clock, each made from its seed; a fault names the seed that shows it again. */

const seeds = Array.from({ length: 200 }, (_, index) => index + 1);
const named = (seed: number, faults: readonly string[]): string[] =>
	faults.map((fault) => `seed ${seed}: ${fault}`);

/** Of the ranges whose truth is known: who left before the end of the range says nothing. */
function shareHeld(outcomes: readonly Outcome[]): number {
	const known = outcomes
		.flatMap(({ guesses }) => guesses)
		.filter(({ wasTaken, waitedMs, range }) => wasTaken || waitedMs > range.to);
	const isHeld = ({ wasTaken, waitedMs, range }: Guess): boolean =>
		wasTaken && waitedMs >= range.from && waitedMs <= range.to;
	return known.filter(isHeld).length / known.length;
}

describe('days with groups, standby, priorities, transfers and agents who come and go (seeds 1 to 200)', () => {
	const faults: string[] = [];
	const outcomes: Outcome[] = [];
	let [choices, rests] = [0, 0];
	beforeAll(() => {
		for (const seed of seeds) {
			const outcome = simulate(scenarioOf(seed), createDispatcher(), {
				choice(world, choice) {
					choices += 1;
					faults.push(...named(seed, faultsOf(world, choice)));
				},
				rest(world, dispatcher) {
					faults.push(...named(seed, idleFaults(world)));
					rests += 1;
					if (rests % 10 === 0) faults.push(...named(seed, answerFaults(world, dispatcher)));
				},
			});
			outcomes.push(outcome);
		}
	}, 300_000);
	const of = (kind: string): string[] =>
		faults.filter((fault) => fault.includes(`: ${kind}:`)).slice(0, 5);

	test('there is something to judge', () => {
		expect(choices).toBeGreaterThan(40_000);
		expect(outcomes.filter(({ waitedMs }) => waitedMs > 0).length).toBeGreaterThan(190);
	});
	test('no agent ever has more than the capacity', () => {
		expect(of('capacity')).toEqual([]);
	});
	test('nobody waits while an eligible agent has a free slot', () => {
		expect(of('idle')).toEqual([]);
	});
	test('only who may get it gets it: group, then standby, available before busy, own sites', () => {
		expect(of('not eligible')).toEqual([]);
	});
	test('the higher effective priority goes first, and the longest waiter within one', () => {
		expect(of('order')).toEqual([]);
	});
	test('the strategy decides among those who may get it', () => {
		expect([...of('round_robin'), ...of('least_busy')]).toEqual([]);
	});
	test('each is told the own place in the line of the site', () => {
		expect([...of('position'), ...of('size')]).toEqual([]);
	});
	test('the range of waiting time holds what came in at least 80 % of cases', () => {
		expect(shareHeld(outcomes)).toBeGreaterThan(0.8);
	});
});

describe('one pool of agents who come and go (seeds 1 to 200)', () => {
	const outcomes: Outcome[] = [];
	const best: ReturnType<typeof optimumOf>[] = [];
	beforeAll(() => {
		for (const seed of seeds) {
			const scenario = scenarioOf(seed, { isOnePool: true });
			outcomes.push(simulate(scenario, createDispatcher()));
			best.push(optimumOf(scenario));
		}
	}, 300_000);

	test('the average wait is within 5 % of what could be reached with the same arrivals', () => {
		const mean = (all: readonly { waitedMs: number; waits: number }[]): number =>
			all.reduce((sum, { waitedMs, waits }) => sum + waitedMs / waits, 0) / all.length;
		expect(mean(best)).toBeGreaterThan(30_000);
		expect(mean(outcomes) / mean(best)).toBeLessThan(1.05);
	});
	test('the range of waiting time holds what came in at least 80 % of cases', () => {
		expect(shareHeld(outcomes)).toBeGreaterThan(0.8);
	});
});

describe('steady days with one line (seeds 1 to 200)', () => {
	const outcomes: Outcome[] = [];
	beforeAll(() => {
		for (const seed of seeds)
			outcomes.push(simulate(scenarioOf(seed, { isSteady: true }), createDispatcher()));
	}, 300_000);
	const guesses = (): Guess[] => outcomes.flatMap((outcome) => outcome.guesses);

	test('the range of waiting time holds what came in at least 80 % of cases, and is not just wide', () => {
		expect(shareHeld(outcomes)).toBeGreaterThan(0.8);
		const widths = guesses()
			.map(({ range }) => range.to / Math.max(60_000, range.from))
			.sort((a, b) => a - b);
		expect(widths[widths.length >> 1]).toBeLessThan(6);
	});
	test('no range is given before eight were taken up, and most who ask later get one', () => {
		const before = guesses().map(({ takesBefore }) => takesBefore);
		expect(Math.min(...new Set(before))).toBeGreaterThanOrEqual(8);
		const asked = outcomes.reduce((sum, outcome) => sum + outcome.asked, 0);
		expect(before.length / asked).toBeGreaterThan(0.7);
	});
});

test('round robin keeps equal agents within one of each other at every moment (seeds 1 to 200)', () => {
	const faults: string[] = [];
	for (const seed of seeds) {
		const day = scenarioOf(seed, { isSteady: true });
		const agents = day.agents.map((agent) => ({ ...agent, capacity: null }));
		const sites = day.sites.map((site) => ({ ...site, strategy: 'round_robin' as const }));
		const given = new Map<AgentId, number>(agents.map(({ id }) => [id, 0]));
		simulate({ ...day, agents, sites }, createDispatcher(), {
			choice(_world, { agent }) {
				given.set(agent, (given.get(agent) ?? 0) + 1);
				const counts = [...given.values()];
				const apart = Math.max(...counts) - Math.min(...counts);
				if (apart > 1) faults.push(`seed ${seed}: ${apart} apart`);
			},
		});
	}
	expect(faults.slice(0, 5)).toEqual([]);
}, 300_000);
