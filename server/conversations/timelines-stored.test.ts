import fc from 'fast-check';
import type { Outcome } from './commands.ts';
import { eraseVisitor } from './erase.ts';
import { loadState } from './load-state.ts';
import { createNewestNumbers } from './newest.ts';
import { saveSummary, summaries } from './summaries.ts';
import { conversation, id, noon } from './testing/commands.ts';
import { allEvents, Clients, codeOf, nodeOn, wrongs } from './testing/nodes.ts';
import { vera } from './testing/people.ts';
import { commandOf, steps } from './testing/random-commands.ts';
import { post, send } from './testing/stores.ts';
import { newFolder, openForTest, tidyUp } from '../stores/sqlite/open-for-test.ts';
import { realStores } from '../stores/testing/real-stores.ts';

/* The same laws on the real stores: two engines on the same data, and a disk that is full. */

fc.configureGlobal({ seed: 1 });
jest.setTimeout(60_000);
afterAll(tidyUp);

describe.each(realStores)('on $name', ({ isShared, newData }) => {
	it('whatever two engines are told at once, all seems to happen one after the other', async () => {
		await fc.assert(
			fc.asyncProperty(steps(60), async (list) => {
				const data = newData([summaries]);
				const { store } = await data.open();
				const other = isShared ? (await data.open()).store : store;
				const nodes = [nodeOn(store), nodeOn(other)];
				const clients = new Clients(nodes);
				await clients.insist(post('Hi'));
				let underWay: Promise<Outcome>[] = [];
				for (const [index, step] of list.entries()) {
					if (step.waitMs > 100_000) {
						await Promise.all(underWay);
						underWay = [];
					}
					underWay.push(clients.insist(commandOf(step, index, [], noon + index), step.about));
				}
				await Promise.all(underWay);
				const events = await allEvents(store);
				expect(wrongs(clients.answers, events)).toEqual([]);
				const heard = nodes.flatMap(({ published }) => published.map(({ seq }) => seq));
				expect(heard.sort((left, right) => left - right)).toEqual(events.map(({ seq }) => seq));
				const state = await loadState(store, conversation);
				for (const { timelines } of nodes) {
					expect(await timelines.state(conversation, state.seq)).toEqual(state);
				}
				expect(await store.check()).toEqual([]);
				await Promise.all([store.close(), other.close()]);
				await data.remove();
			}),
			{ numRuns: 15 },
		);
	});

	it('what is erased is gone from the store, and a resend is still known', async () => {
		const data = newData([summaries]);
		const { store, blobs } = await data.open();
		const node = nodeOn(store);
		const newest = createNewestNumbers(store);
		const clock = { now: () => noon, after: () => () => undefined };
		await send(node, post('a secret', 'c1'));
		await saveSummary(store, await node.timelines.state(conversation));
		await eraseVisitor({ store, blobs, clock, timelines: node.timelines }, newest, vera.id);
		const rows: unknown[] = [];
		for await (const row of store.dump()) rows.push(row);
		expect(JSON.stringify(rows)).not.toContain('secret');
		expect(await node.timelines.state(conversation)).toEqual(
			await loadState(store, conversation, 'start'),
		);
		expect(await send(node, post('a secret', 'c1'))).toMatchObject({
			replayed: true,
			event: { seq: 1, clientId: id('c1') },
		});
		await store.close();
		await data.remove();
	});
});

it('a full disk stores nothing of what it refuses, and the numbers stay dense', async () => {
	const store = await openForTest(newFolder(), { collections: [summaries], maxPages: 80 });
	const node = nodeOn(store);
	const answers: unknown[] = [];
	for (let round = 0; round < 40; round += 1) {
		const texts = Array.from({ length: 8 }, (_, n) => `${round} ${n} ${'x'.repeat(2000)}`);
		const sent = texts.map((text, n) => codeOf(send(node, post(text, `${round}-${n}`))));
		answers.push(...(await Promise.all(sent)));
	}
	expect(answers).toContain('disk_full');
	const done = answers.filter((answer) => typeof answer === 'object');
	expect(done.length + answers.filter((answer) => answer === 'disk_full').length).toBe(320);
	const events = await allEvents(store);
	expect(events.map(({ seq }) => seq)).toEqual(done.map((_, index) => index + 1));
	expect(node.published).toHaveLength(events.length);
	await store.close();
});
