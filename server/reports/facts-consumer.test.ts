import type { StoredEvent } from '../ports/store.ts';
import { sitesCollection } from '../sites/index.ts';
import { openPair, tidyUp } from '../backup/testing/stores.ts';
import { said, talk } from '../backup/testing/talk.ts';
import { append, readAll } from '../stores/contract/samples.ts';
import { factsCollection } from './facts.ts';
import { factsConsumer } from './facts-consumer.ts';
import { mendFacts } from './mend-facts.ts';

afterEach(tidyUp);
const always = (): boolean => true;

describe.each(['sqlite', 'hostile'] as const)('on %s', (kind) => {
	async function world() {
		const { store } = await openPair(kind, [factsCollection, sitesCollection]);
		const id = await talk(store);
		const { consume } = factsConsumer({ store, isOpen: always });
		const events = await readAll(store, id);
		const fold = (...some: StoredEvent[]) => consume([{ timeline: id, events: some }]);
		const row = () => store.get(factsCollection, id);
		return { store, id, events, fold, row };
	}

	it('what is handed over again counts once', async () => {
		const { events, fold, row } = await world();
		await fold(...events.slice(0, 3));
		await fold(...events);
		await fold(...events.slice(2, 5));
		expect(await row()).toMatchObject({ through: 6, visitorMessages: 2, agentMessages: 1 });
	});

	it('a hole is filled from the timeline, also the whole beginning', async () => {
		const { store, id, events, fold, row } = await world();
		await fold(...events.slice(4));
		expect(await row()).toMatchObject({ through: 6, visitorMessages: 2, agentMessages: 1 });
		await append(store, id, said(6, 'fig'), said(7, 'grape'));
		const more = await readAll(store, id);
		await fold(...more.slice(7));
		expect(await row()).toMatchObject({ through: 8, visitorMessages: 4 });
	});

	it('says which row counts differently, and only then', async () => {
		const { store, id, events } = await world();
		const told: number[] = [];
		const changed = ({ through }: { through: number }): void => void told.push(through);
		const { consume } = factsConsumer({ store, isOpen: always, changed });
		await consume([{ timeline: id, events }]);
		await consume([{ timeline: id, events }]);
		expect(told).toEqual([6]);
	});

	it('repair finds the same, mends what is wrong, and keeps what was judged at the time', async () => {
		const { store, id, events, fold, row } = await world();
		await fold(...events);
		const before = await row();
		expect(await mendFacts(store, id, events, always)).toBe(false);
		// The hours are others now: what was begun within hours stays so.
		expect(await mendFacts(store, id, events, () => false)).toBe(false);
		await store.update(factsCollection, id, { set: { visitorMessages: 90 } });
		expect(await mendFacts(store, id, events, always)).toBe(true);
		expect(await row()).toMatchObject({ ...before, rev: 1 });
	});

	it('repair puts back a row that is ahead of its timeline, as after a restore', async () => {
		const { store, id, events, fold, row } = await world();
		await fold(...events);
		await store.update(factsCollection, id, { set: { through: 90 } });
		expect(await mendFacts(store, id, events, always)).toBe(true);
		expect(await row()).toMatchObject({ through: 6 });
	});
});
