import type { SinkId } from '../../../shared/ids.ts';
import type { Plugin, PluginDefinition } from '../../../shared/plugin/plugin.ts';
import { createLocalBus } from '../../bus/local.ts';
import {
	createNewestNumbers,
	createTimelines,
	createUnsaved,
	summaries,
	type Author,
} from '../../conversations/index.ts';
import { createLanes, laneCollections, type Lanes } from '../../lanes/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Hostile } from '../../stores/hostile/open-hostile-store.ts';
import { createTimers, timers as timersCollection } from '../../timers/index.ts';
import { createPluginHost, pluginCollections, type NetworkRules } from '../index.ts';

export const silent = { info() {}, warn() {}, error() {} };
export const allCollections = [
	summaries,
	...laneCollections,
	...pluginCollections,
	timersCollection,
];
export const ada = { kind: 'agent', id: 'ada', role: 'agent', sites: 'all' } as Author & {
	kind: 'agent';
};

/** Domain, lanes, timers and plugins on one store, as main.ts joins them. */
export function createHosting(
	hostile: Pick<Hostile, 'store' | 'blobs'>,
	clock: Clock,
	definitions: readonly PluginDefinition<unknown>[],
	network: NetworkRules = { allow: [] },
	random: () => number = () => 0.5,
) {
	const { store, blobs } = hostile;
	const bus = createLocalBus((error) => {
		throw error;
	});
	const timelines = createTimelines({ store, bus, owe: (event, state) => lanes.owe(event, state) });
	const newest = createNewestNumbers(store);
	const conversations = { store, clock, timelines, newest, unsaved: createUnsaved(timelines.peek) };
	const timers = createTimers({ store, clock, logger: silent });
	const hosting = createPluginHost({
		definitions,
		conversations,
		blobs,
		timers,
		keys: [Buffer.alloc(32, 7)],
		network,
		findAgent: (id) => (id === ada.id ? ada : null),
		botSites: () => [],
		nameOf: () => 'Ada',
		logger: silent,
		sinksChanged: () => lanes.sinksChanged(),
		random,
	});
	const lanes: Lanes = createLanes({
		store,
		clock,
		logger: silent,
		sinks: hosting.sinks,
		consumers: [],
		stateOf: timelines.state,
		nameOf: () => 'Ada',
		link: hosting.links.link,
		onTrouble() {},
		random,
	});
	bus.onCommitted(lanes.wake);
	return {
		hosting,
		lanes,
		conversations,
		async start() {
			await hosting.create();
			timers.start();
			await lanes.start();
			await hosting.start();
		},
		async stop() {
			await lanes.stop();
			await hosting.stop();
			await timers.stop();
		},
	};
}

/** A plugin that does nothing, but for what is given. */
export const plain = (given: Partial<Plugin>): Plugin => ({
	sinks: () => [],
	deliver: async (_sink: SinkId, batch) => ({ through: batch.length, receipts: [] }),
	check: async () => [],
	...given,
});
