import pino from 'pino';
import type { ConversationId, SinkId } from '../shared/ids.ts';
import { unfinishedCopies } from './backup/unfinished.ts';
import { createLocalBus } from './bus/local.ts';
import type { Config } from './config.ts';
import {
	asConversationEvent,
	createCursors,
	createNewestNumbers,
	createTimelines,
	createUnsaved,
	cursorsCollection,
	erasureConsumer,
	summaries,
	summaryConsumer,
	type ConversationDeps,
	type Cursors,
} from './conversations/index.ts';
import { derivedConsumer, isCalm } from './derived.ts';
import {
	createFiles,
	erasableBlobs,
	filesCollection,
	siteHoursCollection,
	type Files,
} from './files/index.ts';
import { createLanes, laneCollections, type Consumer, type Lanes } from './lanes/index.ts';
import { createPluginHost, pluginCollections, type PluginHosting } from './plugin-host/index.ts';
import { createSecretBox } from './plugin-host/secret-box.ts';
import { openData } from './open-data.ts';
import type { OwnedStore } from './open-store.ts';
import { plugins as definitions } from './plugins.ts';
import type { Blobs } from './ports/blobs.ts';
import type { Parts } from './ports/parts.ts';
import type { Bus } from './ports/bus.ts';
import {
	agentsCollection,
	authorOf,
	codesCollection,
	createAgents,
	createSignIn,
	sessionsCollection,
} from './routing/index.ts';
import { createAutoReply, createSites, sitesCollection } from './sites/index.ts';
import { systemClock } from './system/clock.ts';
import { loadDataKey, type DataKey } from './system/data-key.ts';
import { randomIds } from './system/ids.ts';
import { createPictures } from './system/pictures.ts';
import { createUploadParts } from './system/upload-parts.ts';
import { createTimers, timers as timersCollection, type Timers } from './timers/index.ts';
import { searchConsumer } from './transcripts/index.ts';
import {
	createVisitors,
	createVisitorTokens,
	identitiesCollection,
	linksCollection,
	usedProofsCollection,
	visitorsCollection,
	visitorTokensCollection,
	type VisitorTokens,
} from './visitors/index.ts';

/** Everything that stores documents declares them; this list is what the store makes. */
export const collections = [
	summaries,
	sitesCollection,
	agentsCollection,
	sessionsCollection,
	codesCollection,
	visitorsCollection,
	visitorTokensCollection,
	linksCollection,
	identitiesCollection,
	usedProofsCollection,
	cursorsCollection,
	timersCollection,
	...laneCollections,
	...pluginCollections,
	filesCollection,
	siteHoursCollection,
	unfinishedCopies,
];

/** The domain on its store, without a network: what the server and the command line share. */
export interface House {
	readonly config: Config;
	readonly store: OwnedStore;
	readonly blobs: Blobs;
	readonly bus: Bus;
	readonly key: DataKey;
	/** The data folder was used before, but its database was not there any more. */
	readonly isDatabaseGone: boolean;
	readonly conversations: ConversationDeps;
	readonly sites: ReturnType<typeof createSites>;
	readonly agents: ReturnType<typeof createAgents>;
	readonly signIn: ReturnType<typeof createSignIn>;
	readonly visitors: ReturnType<typeof createVisitors>;
	readonly tokens: VisitorTokens;
	readonly cursors: Cursors;
	readonly files: Files;
	/** Uploads that are not complete. */
	readonly parts: Parts;
	readonly lanes: Lanes;
	readonly timers: Timers;
	readonly plugins: PluginHosting;
	readonly logger: pino.Logger;
	/** Logs an unforeseen error under the id that its client was told. */
	readonly logFault: (errorId: string, error: unknown) => void;
	/** Settles when the store broke and nothing can be trusted any more: the process must end and be started anew. */
	readonly failed: Promise<Error>;
	/** Begins to deliver what is owed; the command line does not. */
	startWork(): Promise<void>;
	close(): Promise<void>;
}

/** Rejects with StoreStartError when the data folder or the database cannot be used. */
export async function openHouse(config: Config, buildDir: string): Promise<House> {
	const logger = pino(
		{ level: config.logLevel, base: null },
		pino.destination({ dest: 2, sync: true }),
	);
	const logFault = (errorId: string, error: unknown): void =>
		logger.error({ errorId, err: error }, 'unforeseen error');
	const { store, blobs, isDatabaseGone, close } = await openData(config, collections, buildDir);
	try {
		const key = loadDataKey(config.dataDir, config.key);
		const clock = systemClock;
		const ids = randomIds;
		const bus = createLocalBus((error) => logFault('bus', error));
		const timelines = createTimelines({
			store,
			bus,
			// `lanes` and `agents` are made below: they need the timelines themselves.
			owe: (event, state) => lanes.owe(event, state),
			mayReceive: (id, site) => agents.mayReceive(id, site),
		});
		const unsaved = createUnsaved(timelines.peek);
		const stateOf = timelines.state;
		const consumers: Consumer[] = [
			derivedConsumer(
				[summaryConsumer({ store, timelines, unsaved }), searchConsumer({ store, stateOf })],
				isCalm(bus, clock),
			),
			{
				id: 'erasure' as SinkId,
				...erasureConsumer({ store, blobs: erasableBlobs(store, blobs), clock, timelines }),
			},
		];
		const agents = createAgents({ store, clock, ids });
		const sites = createSites({ store, clock, ids, sealing: createSecretBox([key.bytes]) });
		const { nameOf } = agents;
		const parts = createUploadParts(config.dataDir);
		const conversations = { store, clock, timelines, unsaved, newest: createNewestNumbers(store) };
		const timers = createTimers({ store, clock, logger });
		const plugins = createPluginHost({
			definitions,
			conversations,
			blobs,
			timers,
			keys: [key.bytes],
			network: { allow: config.webhookAllow },
			nameOf,
			logger,
			findAgent: (id) => {
				const agent = agents.get(id);
				return agent === null ? null : authorOf(agent);
			},
			botSites: () => sites.all().map((site) => site.id),
			sinksChanged: () => lanes.sinksChanged(),
		});
		const lanes = createLanes({
			store,
			clock,
			logger,
			sinks: () => plugins.sinks(),
			consumers,
			stateOf,
			nameOf,
			link: (...link) => plugins.links.link(...link),
			onTrouble: (trouble) => logger.warn(trouble, 'a delivery is in trouble'),
		});
		bus.onCommitted((event) => {
			unsaved.committed(event.timeline as ConversationId, event.seq);
			lanes.wake(event);
		});
		const autoReply = createAutoReply({
			conversations,
			sites,
			failed: (error) => logFault('auto-reply', error),
		});
		bus.onCommitted((event) => autoReply(asConversationEvent(event)));
		bus.onSignal((signal) => plugins.signal(signal));
		await Promise.all([agents.load(), sites.load()]);
		await sites.first();
		// Before the first append: what a plugin wants must be owed from the start.
		await plugins.create();
		return {
			config,
			store,
			blobs,
			bus,
			key,
			isDatabaseGone,
			conversations,
			sites,
			agents,
			signIn: createSignIn({ store, clock, ids, agents }),
			parts,
			files: createFiles({
				store,
				blobs,
				parts,
				clock,
				ids,
				key: key.bytes,
				limits: config.limits.files,
				pictures: createPictures({
					failed: (err) => logger.warn({ err }, 'pictures cannot be made anew: download only'),
				}),
			}),
			visitors: createVisitors({ store, clock }),
			tokens: createVisitorTokens({ store, clock, ids }),
			cursors: createCursors({
				store,
				headOf: async (id) => timelines.peek(id)?.vseq ?? (await store.head(id)).vseq,
			}),
			lanes,
			timers,
			plugins,
			logger,
			logFault,
			failed: store.failed,
			async startWork() {
				// On a full disk they end by themselves, a minute later.
				await store.dropLeases().catch((error: unknown) => logFault('leases', error));
				timers.start();
				await lanes.start();
				await plugins.start();
			},
			async close() {
				await lanes.stop();
				await plugins.stop();
				await timers.stop();
				await close();
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
