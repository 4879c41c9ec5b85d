import { join } from 'node:path';
import { DomainError } from '../shared/errors.ts';
import { browsable, warningsOf } from './announcement.ts';
import { runVerb } from './cli/verbs.ts';
import type { Config } from './config.ts';
import { addressBehind } from './gateway/address.ts';
import { accountRoutes } from './http/account-routes.ts';
import { keepBackups } from './backup/keep-backups.ts';
import { keyMark } from './backup/format.ts';
import { parleyVersion } from './cli/version.ts';
import { backupRoutes } from './http/backup-routes.ts';
import { pluginRoutes } from './http/plugin-routes.ts';
import { createApp } from './http/app.ts';
import { loadAssets } from './http/assets.ts';
import { fileRoutes } from './http/file-routes.ts';
import { listen } from './http/listen.ts';
import type { Route } from './http/route.ts';
import { languagesOf } from './http/languages.ts';
import { deskRoutes } from './desk-routes.ts';
import { errorPage, pageRoutes } from './http/pages.ts';
import { previewRoutes } from './http/preview-routes.ts';
import { siteRoutes } from './http/site-routes.ts';
import { transcriptRoutes } from './http/transcript-routes.ts';
import { visitorLanguage } from './http/visitor-language.ts';
import { webhooks } from './http/webhooks.ts';
import { openFront } from './front.ts';
import { createFileSweeping } from './files/index.ts';
import { collections, openHouse } from './house.ts';
import { createSightings } from './sites/index.ts';
import {
	linksCollection,
	usedProofsCollection,
	visitorTokensCollection,
} from './visitors/index.ts';
import { createSweeping, invitationsCollection } from './routing/index.ts';
import { owedCollection, subscriptionsCollection } from './push/index.ts';
import { systemClock } from './system/clock.ts';
import { serveControl } from './system/control.ts';
import { createTranscripts } from './transcripts/index.ts';

/** A running server. */
export interface Parley {
	/** The origin under which browsers reach it. */
	readonly url: string;
	readonly port: number;
	/** Set while nobody is owner yet: where the first one sets name and password. */
	readonly ownerLink: string | null;
	/** What a person should know now, in sentences. */
	readonly warnings: readonly string[];
	/** All that is answered by express, except plugins' own addresses. */
	readonly routes: readonly Pick<Route, 'method' | 'path' | 'policy'>[];
	/** Settles when the store broke: end the process, so that it is started anew on what is durable. */
	readonly failed: Promise<Error>;
	/** Stops taking requests, lets what is under way finish, closes the store. */
	close(): Promise<void>;
}

/** Config -> store -> domain -> plugins -> listen. Rejects when it cannot start; `explainStart` makes a sentence of that. */
export async function start(config: Config, buildDir: string): Promise<Parley> {
	const opened: Opened = [];
	try {
		return await open(config, buildDir, opened);
	} catch (error) {
		// Why it did not start is the news; what then fails as well follows from it.
		await closeAll(opened).catch(() => {});
		throw error;
	}
}

/** How to close each part that was opened; the last one is closed first. */
type Opened = (() => Promise<void>)[];

/** Closes all of them, also those after one that cannot be closed. */
async function closeAll(opened: Opened): Promise<void> {
	const failures: unknown[] = [];
	for (const close of opened.splice(0).reverse()) {
		await close().catch((error: unknown) => failures.push(error));
	}
	if (failures.length > 0) throw failures[0];
}

async function open(config: Config, buildDir: string, opened: Opened): Promise<Parley> {
	const house = await openHouse(config, buildDir);
	opened.push(house.close);
	let url = config.publicUrl ?? '';
	const publicOrigin = (): string => url;
	let ready = false;

	const { agents, signIn, sites, tokens, logFault } = house;
	const sightings = createSightings(systemClock);
	const assets = loadAssets(buildDir);
	const languages = languagesOf(assets);
	const transcripts = createTranscripts({
		store: house.store,
		timelines: house.conversations.timelines,
		sites,
		clock: systemClock,
		key: house.key.bytes,
		nameOf: house.desk.nameOf,
		visitorName: house.archiving.visitorName,
		languageOf: visitorLanguage(languages),
	});
	const front = await openFront(house, {
		publicOrigin,
		addressOf: (request) => addressBehind(request, trusts),
		signTranscript: transcripts.link,
	});
	const { gateway } = front;
	opened.push(front.close);
	const backups = keepBackups({
		dataDir: config.dataDir,
		source: { store: house.store, blobs: house.blobs, collections },
		clock: systemClock,
		version: parleyVersion(),
		needsKey: keyMark(house.key.bytes),
		keyPlace: house.key.source === 'file' ? join(config.dataDir, 'key') : 'PARLEY_KEY',
		changed: () => front.changed('backups', null),
		failed: (error) => logFault('backup', error),
	});
	opened.push(backups.stop);
	const visitorOf = async (siteKey: string, token: string) => {
		const site = sites.byKey(siteKey);
		if (site === null)
			throw new DomainError('site_not_found', 'There is no site with this key. Check the address.');
		const id = await tokens.visitorOf(site.id, token);
		if (id === null) return null;
		house.desk.bans.check(site.id, id, null);
		return { id, site: site.id };
	};
	const widget = {
		assets,
		languages,
		sites,
		publicOrigin,
		fileBytes: house.files.maxBytes,
		// Until there is a plugin that sends mail.
		hasMail: () => false,
		sightings,
	};
	sightings.onFirst((site) => front.changed('sites', site));
	const routes: readonly Route[] = [
		...pageRoutes(widget),
		...previewRoutes({ ...widget, now: systemClock.now }),
		...accountRoutes(signIn),
		...fileRoutes({ files: house.files, whoIs: signIn.who, visitorOf }),
		...siteRoutes({ sites, sightings, publicOrigin }),
		...backupRoutes({ backups }),
		...pluginRoutes({
			plugins: house.plugins,
			changed: (plugin) => front.changed('plugins', plugin),
		}),
		...transcriptRoutes(transcripts),
		...deskRoutes({ house, front, transcripts, publicOrigin }),
	];
	const app = createApp({
		routes,
		publicOrigin,
		trustProxy: config.trustProxy,
		whoIs: signIn.who,
		webhooks: webhooks(house.plugins.handle),
		errorPage: errorPage({ languages }),
		logFault,
	});
	const trusts = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
	const health = (path: string) =>
		path === '/healthz' || ready
			? house.store.health()
			: Promise.resolve({ ok: false, reason: 'starting or stopping' });
	const server = await listen({
		host: config.host,
		port: config.port,
		app,
		upgrade: gateway.upgrade,
		poll: gateway.poll,
		health,
	});
	// Closed after the gateway, because it waits for all connections to end.
	opened.splice(-1, 0, () => server.close(5000));
	url = config.publicUrl ?? `http://${browsable(config.host)}:${server.port}`;
	const closeControl = await serveControl(config.dataDir, (verb, args, print) =>
		runVerb(verb, args, { house, url, print, running: true }),
	);
	opened.push(closeControl);
	await house.startWork();
	const ownerLink = agents.hasOwner() ? null : `${url}/console/setup#${await signIn.ownerCode()}`;
	const sweeping = createSweeping({
		also: [
			linksCollection,
			usedProofsCollection,
			visitorTokensCollection,
			invitationsCollection,
			owedCollection,
			subscriptionsCollection,
		],
		store: house.store,
		clock: systemClock,
		failed: (error) => logFault('sweep', error),
	});
	sweeping.start();
	opened.push(sweeping.stop);
	const { store, blobs, parts } = house;
	const fileSweeping = createFileSweeping({
		store,
		blobs,
		parts,
		limits: config.limits.files,
		clock: systemClock,
		failed: (error) => logFault('file sweep', error),
	});
	fileSweeping.start();
	opened.push(fileSweeping.stop);
	const others = (await house.store.others?.()) ?? [];
	ready = true;

	let closing: Promise<void> | null = null;
	async function close(): Promise<void> {
		ready = false;
		// While MongoDB is away nothing can be finished: each part would wait for it in its turn.
		const { ok } = await house.store.health();
		if (!ok && config.storeUrl !== null) await house.store.close();
		return closeAll(opened);
	}
	return {
		url,
		port: server.port,
		ownerLink,
		routes,
		warnings: warningsOf(config, {
			isDatabaseGone: house.isDatabaseGone,
			others,
			locked: house.plugins.locked(),
		}),
		failed: house.failed,
		close: () => (closing ??= close()),
	};
}
