import { browsable, warningsOf } from './announcement.ts';
import { runVerb } from './cli/verbs.ts';
import type { Config } from './config.ts';
import { addressBehind } from './gateway/address.ts';
import { createGateway } from './gateway/gateway.ts';
import { createHub } from './gateway/hub.ts';
import { accountRoutes } from './http/account-routes.ts';
import { createApp } from './http/app.ts';
import { loadAssets } from './http/assets.ts';
import { readSession } from './http/cookies.ts';
import { listen } from './http/listen.ts';
import { pageRoutes } from './http/pages.ts';
import { webhooks } from './http/webhooks.ts';
import { openHouse } from './house.ts';
import { createSweeping, hashOf } from './routing/index.ts';
import { systemClock } from './system/clock.ts';
import { serveControl } from './system/control.ts';
import { randomIds } from './system/ids.ts';

/** A running server. */
export interface Parley {
	/** The origin under which browsers reach it. */
	readonly url: string;
	readonly port: number;
	/** Set while nobody is owner yet: where the first one sets name and password. */
	readonly ownerLink: string | null;
	/** What a person should know now, in sentences. */
	readonly warnings: readonly string[];
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

	const { agents, signIn, conversations, sites, visitors, logFault } = house;
	const { nameOf } = agents;
	const { peek, state: stateOf } = conversations.timelines;
	const hub = createHub({ nameOf, peek, stateOf, logFault });
	house.bus.onCommitted(hub.tell);
	const gateway = createGateway(
		{
			conversations,
			hub,
			sites,
			visitors,
			ids: randomIds,
			nameOf,
			logFault,
			whoIs: async (cookies) => {
				const secret = readSession(cookies, publicOrigin());
				const agent = secret === null ? null : await signIn.who(secret);
				return secret === null || agent === null ? null : { agent, session: hashOf(secret) };
			},
		},
		{ publicOrigin, addressOf: (request) => addressBehind(request, trusts) },
	);
	signIn.onEnded(gateway.signedOut);
	opened.push(gateway.close);
	const app = createApp({
		routes: [
			...pageRoutes({ assets: loadAssets(buildDir), sites, publicOrigin }),
			...accountRoutes(signIn),
		],
		publicOrigin,
		trustProxy: config.trustProxy,
		whoIs: signIn.who,
		webhooks: webhooks(house.plugins.handle),
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
		store: house.store,
		clock: systemClock,
		failed: (error) => logFault('sweep', error),
	});
	sweeping.start();
	opened.push(sweeping.stop);
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
		warnings: warningsOf(config, {
			isDatabaseGone: house.isDatabaseGone,
			others,
			locked: house.plugins.locked(),
		}),
		failed: house.failed,
		close: () => (closing ??= close()),
	};
}
