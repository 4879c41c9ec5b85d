import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { announcement, browsable } from './announcement.ts';
import { runVerb } from './cli/verbs.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
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
import { exitCodes, explainStart } from './start-failure.ts';
import { serveControl } from './system/control.ts';
import { randomIds } from './system/ids.ts';

/** A running server. */
export interface Parley {
	/** The origin under which browsers reach it. */
	readonly url: string;
	readonly port: number;
	/** Set while nobody is owner yet: where the first one sets name and password. */
	readonly ownerLink: string | null;
	/** Settles when the store broke: end the process, so that it is started anew on what is durable. */
	readonly failed: Promise<Error>;
	/** Stops taking requests, lets what is under way finish, closes the store. */
	close(): Promise<void>;
}

/** Config -> store -> domain -> plugins -> listen. Rejects when it cannot start; `explainStart` makes a sentence of that. */
export async function start(config: Config, buildDir: string): Promise<Parley> {
	const house = await openHouse(config, buildDir);
	let url = config.publicUrl ?? '';
	const publicOrigin = (): string => url;
	let ready = false;

	const { agents, signIn, conversations, sites, visitors, logFault } = house;
	const { nameOf } = agents;
	const hub = createHub({ nameOf, peek: conversations.timelines.peek });
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
				return secret === null ? null : signIn.who(secret);
			},
		},
		{ publicOrigin },
	);
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
	}).catch(async (error: unknown) => {
		await house.close();
		throw error;
	});
	url = config.publicUrl ?? `http://${browsable(config.host)}:${server.port}`;
	const closeControl = await serveControl(config.dataDir, (verb, args, print) =>
		runVerb(verb, args, { house, url, print, running: true }),
	);
	await house.startWork();
	ready = true;

	let closing: Promise<void> | null = null;
	async function close(): Promise<void> {
		ready = false;
		await gateway.close();
		await server.close(5000);
		await closeControl();
		await house.close();
	}
	return {
		url,
		port: server.port,
		ownerLink: agents.hasOwner() ? null : `${url}/console/setup#${await signIn.ownerCode()}`,
		failed: house.failed,
		close: () => (closing ??= close()),
	};
}

/** What `npm start` runs: reads the environment, says where everything is, ends on SIGTERM and SIGINT. */
export async function run(): Promise<void> {
	const buildDir = dirname(dirname(fileURLToPath(import.meta.url)));
	let parley: Parley;
	let config: Config;
	try {
		config = loadConfig();
		parley = await start(config, buildDir);
	} catch (error) {
		console.error(explainStart(error));
		process.exit(error instanceof ConfigError ? exitCodes.config : exitCodes.of(error));
	}
	console.log(announcement(config, parley));
	void parley.failed.then((error) => {
		console.error(
			`Parley stops: its database could not be written (${error.message}). Nothing that was acknowledged is lost. Check the disk, then start it again.`,
		);
		process.exit(exitCodes.storeFailed);
	});
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => void parley.close().then(() => process.exit(0)));
	}
}
