import fc from 'fast-check';
import type { Outcome } from './commands.ts';
import { loadState } from './load-state.ts';
import { summaries } from './summaries.ts';
import { conversation, id, noon, opening } from './testing/commands.ts';
import { allEvents, Clients, codeOf, nodeOn, wrongs, type Node } from './testing/nodes.ts';
import { anna, vera } from './testing/people.ts';
import { commandOf, steps, type Step } from './testing/random-commands.ts';
import {
	openHostileStore,
	type Hostile,
	type HostileOptions,
} from '../stores/hostile/open-hostile-store.ts';

// A failure is made as small as it gets, which takes longer than five seconds.
jest.setTimeout(120_000);
fc.configureGlobal({ seed: 1 });

/*
 * Random commands by random people at once, through three nodes, on a store that delays, shuffles and loses answers. A
 * failure prints the steps, and with them the seed of the store, which repeats the run.
 */

const weathers = {
	'nothing gets lost': {},
	'answers get lost': { unknownBefore: 0.06, unknownAfter: 0.06, unknownRead: 0.03, busy: 0.03 },
	'writes arrive after their time-out': { unknownLate: 0.1, unknownAfter: 0.05 },
	'reads are behind': { staleTop: 0.2, unknownAfter: 0.03 },
	'the majority is behind': { lagging: true, unknownBefore: 0.02 },
} as const satisfies Record<string, Partial<HostileOptions>>;

const runs = fc.record({ seed: fc.integer({ min: 1, max: 2 ** 30 }), list: steps(40) });

describe.each(Object.entries(weathers))('while %s', (name, weather) => {
	const readsBehind = 'staleTop' in weather;

	it('all seems to happen one after the other, each acknowledged command once', async () => {
		await fc.assert(
			fc.asyncProperty(runs, async ({ seed, list }) => {
				const hostile = await openHostileStore({ collections: [summaries], seed, ...weather });
				const nodes = [hostile, await hostile.reopen(), await hostile.reopen()].map(({ store }) =>
					nodeOn(store),
				);
				const clients = new Clients(nodes);
				await play(clients, list);
				await hostile.quiet();
				for (const node of nodes) await lookAround(hostile, node);

				const calm = (await hostile.reopen({})).store;
				const events = await allEvents(calm);
				// Stores read what the majority has, never less. If one does, only what is stored is right all the same.
				const answers = clients.answers.filter(
					({ outcome }) => !readsBehind || outcome.kind === 'done',
				);
				expect(wrongs(answers, events)).toEqual([]);
				if (!readsBehind) expectHeard(nodes, events.length, name === 'nothing gets lost');
				expect(await calm.check()).toEqual([]);
				const state = await loadState(calm, conversation);
				for (const { timelines } of nodes) {
					if (timelines.peek(conversation)?.seq === state.seq) {
						expect(timelines.peek(conversation)).toEqual(state);
					}
				}
			}),
			{ numRuns: 100 },
		);
	});
});

it('a node that dies anywhere takes no acknowledged command with it, and doubles none', async () => {
	const dying = fc.record({
		seed: fc.integer({ min: 1, max: 2 ** 30 }),
		list: steps(30),
		crashAt: fc.nat(120),
	});
	await fc.assert(
		fc.asyncProperty(dying, async ({ seed, list, crashAt }) => {
			const hostile = await openHostileStore({ collections: [summaries], seed });
			const survivor = nodeOn((await hostile.reopen()).store);
			const clients = new Clients([nodeOn(hostile.store), survivor]);
			hostile.crashBefore(crashAt);
			await play(clients, list);
			await hostile.quiet();
			const events = await allEvents(survivor.store);
			expect(wrongs(clients.answers, events)).toEqual([]);
		}),
		{ numRuns: 200 },
	);
});

it('a resend gets the first answer, whatever has happened since and on whatever node', async () => {
	await fc.assert(
		fc.asyncProperty(runs, async ({ seed, list }) => {
			const hostile = await openHostileStore({ collections: [summaries], seed });
			const nodes = [hostile, await hostile.reopen()].map(({ store }) => nodeOn(store));
			const clients = new Clients(nodes);
			await play(clients, list);
			const before = (await allEvents(hostile.store)).length;
			for (const { command, outcome } of clients.answers) {
				if (outcome.kind !== 'done') continue;
				const again: Outcome[] = await Promise.all(
					nodes.map(({ timelines }) => timelines.submit(conversation, command)),
				);
				for (const answer of again) {
					expect(answer).toEqual({ kind: 'done', event: outcome.event, replayed: true });
				}
			}
			expect(await allEvents(hostile.store)).toHaveLength(before);
		}),
		{ numRuns: 100 },
	);
});

/** Sends the steps; those after a short wait at the same time as the ones before. */
async function play(clients: Clients, list: readonly Step[]): Promise<void> {
	const hello = {
		kind: 'post',
		by: vera,
		text: 'Hi',
		opening,
		clientId: id('first'),
		at: noon,
	} as const;
	await clients.insist(hello);
	let underWay: Promise<Outcome>[] = [];
	for (const [index, step] of list.entries()) {
		if (step.waitMs > 100_000) {
			await Promise.all(underWay);
			underWay = [];
		}
		underWay.push(clients.insist(commandOf(step, index, [], noon + index), step.about));
	}
	await Promise.all(underWay);
}

/** Notes until one is stored at the first attempt: then the node has seen what became of all that got no answer before. */
async function lookAround(hostile: Hostile, { timelines }: Node): Promise<void> {
	for (let attempt = 1; attempt < 100; attempt += 1) {
		looks += 1;
		await hostile.quiet();
		const note = {
			kind: 'note',
			by: anna,
			text: 'n',
			clientId: id(`look-${looks}`),
			at: noon,
		} as const;
		const outcome = await codeOf(timelines.submit(conversation, note));
		if (typeof outcome === 'object') return;
	}
	throw new Error('The weather does not change.');
}
let looks = 0;

/** Each event was heard on some node, and on each node in order and once. */
function expectHeard(nodes: readonly Node[], count: number, onOneOnly: boolean): void {
	const heard = nodes.map(({ published }) => published.map(({ seq }) => seq));
	for (const seqs of heard) {
		expect(seqs).toEqual([...new Set(seqs)].sort((left, right) => left - right));
	}
	const all = heard.flat().sort((left, right) => left - right);
	const every = Array.from({ length: count }, (_, index) => index + 1);
	// After a lost answer another node may have stored the resend: then both take it for theirs.
	expect(onOneOnly ? all : [...new Set(all)]).toEqual(every);
}
