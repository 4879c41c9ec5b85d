import { laneCollections } from '../../server/lanes/index.ts';
import { openMongoStore } from '../../server/stores/mongo/open-mongo-store.ts';
import type { MongoStore } from '../../server/stores/mongo/mongo-store.ts';
import type { SinkId, TimelineId } from '../../shared/ids.ts';
import { checkDeliveries, checkHistory, describeAnomalies, History } from '../checker/index.ts';
import { wait } from './child.ts';
import { describeMongoSet } from './mongo-describe.ts';
import { faults, rareFaults, strike, type Fault } from './mongo-nemesis.ts';
import { follow } from './mongo-readers.ts';
import type { MongoSet } from './mongo-set.ts';
import { work, Deliveries } from './mongo-workers.ts';
import { write } from './mongo-writers.ts';
import { isFull, runSeed, seeded } from './random.ts';
import { deliveriesOf, storeSurface } from './surfaces.ts';

/*
 * What "acknowledged" means on MongoDB: eight writers, four workers and two readers on three stores, while the primary is
 * killed, held still and woken as a primary of the past, and told to step down.
 */
const strikes = isFull ? 36 : 3;
const writers = 8;
const timelines = ['t1', 't2', 't3', 't4'] as TimelineId[];
const sinks = ['slack:T1', 'example-file:F1'] as SinkId[];

jest.setTimeout(strikes * 20_000 + 120_000);

describeMongoSet(`MongoDB under ${strikes} failovers (FAULTS_SEED=${runSeed})`, (getSet) => {
	it('keeps what it acknowledged under its number, shows nothing that vanishes, and owes what it must', async () => {
		const set = getSet();
		const random = seeded(runSeed);
		const history = new History();
		const said: string[] = [];
		const fault = (message: string): void => void (said.length < 50 && said.push(message));
		const stores = await openStores(set, 3);
		const [left, right, reading] = stores as [MongoStore, MongoStore, MongoStore];
		const deliveries = new Deliveries(fault);
		let writing = true;
		let working = true;

		const common = { timelines, sinks, random, fault };
		const written = Promise.all(
			Array.from({ length: writers }, (_, index) =>
				write(
					{ ...common, stores: [left, right], history, stopped: () => !writing },
					`writer ${index + 1}`,
				),
			),
		);
		const worked = Promise.all(
			[left, right].flatMap((store) =>
				sinks.map((sink) =>
					work({ store, sink, deliveries, random, fault, stopped: () => !working }),
				),
			),
		);
		const readers = [reading, left].map((store, index) =>
			follow(`reader ${index + 1}`, { ...common, store, stopped: () => !working }),
		);

		const struck: Fault[] = [];
		let unmade = 0;
		try {
			for (const fate of fates(random)) {
				struck.push(fate);
				await strike(set, fate, random);
			}
		} finally {
			writing = false;
			await written;
			// What is still in flight of writers that gave up, and the debts of it.
			await wait(1000);
			unmade = await left.mendLanes();
			working = false;
			await worked;
			await Promise.all(readers.map(({ ended }) => ended));
		}

		const surfaces = [storeSurface(right), ...readers.map(({ surface }) => surface)];
		const anomalies = await checkHistory(history, surfaces);
		for (const sink of sinks) {
			anomalies.push(...checkDeliveries(await deliveriesOf(right, sink, deliveries.of(sink))));
		}
		const damage = await right.check();
		await Promise.all(stores.map((store) => store.close()));
		const { ok, info } = history.counts;
		const back = readers.reduce((sum, reader) => sum + reader.stepsBack(), 0);
		console.log(
			`${struck.join(', ')}: ${ok} acknowledged, ${info} unknown, ${deliveries.repeated} deliveries repeated, ${unmade} lanes made by the look over all events, ${back} looks that showed less than an earlier one`,
		);
		expect({ said, anomalies: describeAnomalies(anomalies), damage, back }).toEqual({
			said: [],
			back: 0,
			anomalies: '',
			damage: [],
		});
		// A run that wrote next to nothing has proved nothing.
		expect(ok).toBeGreaterThan(strikes * 10);
	});
});

/** Each kind in turn, in an order of its own; in long runs also a loss of the majority. */
function fates(random: () => number): Fault[] {
	const kinds = isFull ? [...faults, ...faults, ...rareFaults] : faults;
	const list = Array.from({ length: strikes }, (_, index) => kinds[index % kinds.length]!);
	return list
		.map((fate) => ({ fate, place: random() }))
		.sort((one, other) => one.place - other.place)
		.map(({ fate }) => fate);
}

async function openStores(set: MongoSet, count: number): Promise<MongoStore[]> {
	const stores: MongoStore[] = [];
	for (let index = 0; index < count; index += 1) {
		const { store } = await openMongoStore({
			url: set.url('parley_failover'),
			collections: laneCollections,
			node: `node-${index}`,
		});
		stores.push(store);
	}
	return stores;
}
