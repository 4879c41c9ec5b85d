import pino from 'pino';
import type { ConversationId, SinkId } from '../shared/ids.ts';
import { archivingCollections, openArchiving, type Archiving } from './archiving.ts';
import { unfinishedCopies } from './backup/unfinished.ts';
import { createLocalBus } from './bus/local.ts';
import type { Config } from './config.ts';
import {
	createCursors,
	createNewestNumbers,
	createTimelines,
	createUnsaved,
	cursorsCollection,
	erasureConsumer,
	followUpConsumer,
	summaries,
	summaryConsumer,
	type ConversationDeps,
	type Cursors,
} from './conversations/index.ts';
import { deskCollections, openDesk, type Desk } from './desk.ts';
import { derivedConsumer, isCalm } from './derived.ts';
import {
	createFiles,
	createPhotos,
	erasableBlobs,
	filesCollection,
	siteHoursCollection,
	type Files,
	type Photos,
} from './files/index.ts';
import { createLanes, laneCollections, type Consumer, type Lanes } from './lanes/index.ts';
import { openPush } from './open-push.ts';
import { openReports, type Reporting } from './open-reports.ts';
import { createPrivacy, type Privacy } from './privacy/index.ts';
import { createPluginHost, pluginCollections, type PluginHosting } from './plugin-host/index.ts';
import { createSecretBox } from './plugin-host/secret-box.ts';
import { openData } from './open-data.ts';
import type { OwnedStore } from './open-store.ts';
import { plugins as definitions } from './plugins.ts';
import type { Blobs } from './ports/blobs.ts';
import type { Parts } from './ports/parts.ts';
import type { Bus } from './ports/bus.ts';
import type { Push } from './push/index.ts';
import {
	agentsCollection,
	authorOf,
	codesCollection,
	createAgents,
	createDispatcher,
	createRouting,
	leasesCollection,
	sessionsCollection,
	startsClock,
	type Routing,
	type SignIn,
} from './routing/index.ts';
import { autoReplyConsumer, createSites, sitesCollection } from './sites/index.ts';
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
	leasesCollection,
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
	...deskCollections,
	...archivingCollections,
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
	readonly desk: Desk;
	readonly agents: ReturnType<typeof createAgents>;
	readonly reporting: Reporting;
	readonly archiving: Archiving;
	readonly privacy: Privacy;
	readonly signIn: SignIn;
	/** Who answers whom. It works once the front has started it. */
	readonly routing: Routing;
	readonly visitors: ReturnType<typeof createVisitors>;
	readonly tokens: VisitorTokens;
	readonly cursors: Cursors;
	readonly files: Files;
	/** Of agents. */
	readonly photos: Photos;
	/** Uploads that are not complete. */
	readonly parts: Parts;
	readonly lanes: Lanes;
	readonly timers: Timers;
	/** To agents' devices. */
	readonly push: Push;
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
		/** Who gets a conversation by a command reserves a slot first. */
		const guarded = {
			...timelines,
			submit: (...command: Parameters<typeof timelines.submit>) => routing.submit(...command),
		};
		const unsaved = createUnsaved(timelines.peek);
		const stateOf = timelines.state;
		const reporting = openReports({
			store,
			clock,
			// Made below: they are asked only once something is folded.
			sites: () => sites,
			agents: () => agents,
			groups: () => desk.groups,
		});
		const archiving = openArchiving({
			store,
			clock,
			timelines,
			nameOf: (id) => desk.nameOf(id),
			agents: () => agents,
			groups: () => desk.groups,
			sites: () => sites,
		});
		const erase = { store, blobs: erasableBlobs(store, blobs), clock, timelines };
		const push = openPush({
			config,
			store,
			clock,
			timelines,
			agents: () => agents,
			desk: () => desk,
			timers: () => timers,
			sealing: () => sealing,
			visitorName: archiving.visitorName,
			failed: (error) => logFault('push', error),
			refused: (why) => logger.warn({ why }, 'a push service refuses our pushes'),
		});
		const consumers: Consumer[] = [
			derivedConsumer(
				[
					summaryConsumer({ store, timelines, unsaved }),
					searchConsumer({ store, stateOf }),
					reporting.consumer,
				],
				isCalm(bus, clock),
			),
			{
				id: 'erasure' as SinkId,
				...erasureConsumer(erase),
			},
			archiving.tickets.consumer,
			{ id: 'follow-up' as SinkId, ...followUpConsumer({ store, clock, timelines: guarded }) },
			{ id: 'push' as SinkId, wants: push.wants, consume: push.consume },
			{
				id: 'clocks' as SinkId,
				wants: startsClock,
				consume: (batch) => routing.consume(batch),
			},
		];
		const agents = createAgents({ store, clock, ids });
		const sealing = createSecretBox([key.bytes]);
		const sites = createSites({ store, clock, ids, sealing });
		const desk = openDesk({ store, clock, ids, agents, sealing });
		const { nameOf } = desk;
		const parts = createUploadParts(config.dataDir);
		const pictures = createPictures({
			failed: (err) => logger.warn({ err }, 'pictures cannot be made anew: download only'),
		});
		const newest = createNewestNumbers(store);
		const conversations = { store, clock, timelines: guarded, unsaved, newest };
		const autoReply = autoReplyConsumer({ conversations, sites });
		consumers.push({ id: 'auto-reply' as SinkId, ...autoReply });
		const privacy = createPrivacy({
			store,
			erase,
			newest,
			sites,
			notes: desk.visitorNotes,
			bans: desk.bans,
			failed: (error) => logFault('privacy', error),
		});
		const timers = createTimers({ store, clock, logger });
		const routing = createRouting({
			store,
			clock,
			ids,
			timelines,
			agents,
			groups: desk.groups,
			sites,
			due: timers,
			dispatcher: createDispatcher(),
			failed: (error) => logFault('routing', error),
		});
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
		bus.onSignal((signal) => plugins.signal(signal));
		await Promise.all([agents.load(), sites.load(), desk.load(), push.load()]);
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
			desk,
			agents,
			reporting,
			archiving,
			privacy,
			signIn: desk.signIn,
			routing,
			parts,
			files: createFiles({
				store,
				blobs,
				parts,
				clock,
				ids,
				key: key.bytes,
				limits: config.limits.files,
				pictures,
			}),
			photos: createPhotos({ blobs, portraits: pictures }),
			visitors: createVisitors({ store, clock }),
			tokens: createVisitorTokens({
				store,
				clock,
				ids,
				key: key.bytes,
				failed: (error) => logFault('token', error),
			}),
			cursors: createCursors({
				store,
				headOf: async (id) => timelines.peek(id)?.vseq ?? (await store.head(id)).vseq,
			}),
			lanes,
			timers,
			push,
			plugins,
			logger,
			logFault,
			failed: store.failed,
			async startWork() {
				// On a full disk they end by themselves, a minute later.
				await store.dropLeases().catch((error: unknown) => logFault('leases', error));
				push.start();
				timers.start();
				await lanes.start();
				await plugins.start();
				privacy.start();
			},
			async close() {
				await privacy.stop();
				await routing.stop();
				await push.stop();
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
