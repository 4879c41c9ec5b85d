import type { PluginId, SinkId } from '../../shared/ids.ts';
import type { PluginHost, RawRequest, RawResponse } from '../../shared/plugin/host.ts';
import type { Plugin, PluginDefinition } from '../../shared/plugin/plugin.ts';
import { createCommands } from './commands.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { inTime } from '../ports/in-time.ts';
import { createInbox, type PluginInbox } from './inbox.ts';
import { createLinks, onlyOwn } from './links.ts';
import type { HostedSink, PluginHostDeps } from './ports.ts';
import { createQueries } from './queries.ts';

export type WebhookHandler = (request: RawRequest) => Promise<RawResponse>;

/** One plugin with its settings. `sinks` are known from the start; it takes deliveries only while it is started. */
export interface RunningPlugin {
	readonly plugin: Plugin;
	readonly sinks: readonly HostedSink[];
	readonly webhooks: ReadonlyMap<string, WebhookHandler>;
	start(): Promise<void>;
	stop(): Promise<void>;
	wakeInbox(): void;
}

/** A start that takes longer has failed. */
const startMs = 30_000;
const stopMs = 10_000;

export const timerKind = (plugin: PluginId): string => `plugin.${plugin}`;

/** Builds the plugin and its PluginHost; throws what `create` or `sinks` throws, and for sinks that are not the plugin's. */
export function createRunningPlugin(
	deps: PluginHostDeps,
	definition: PluginDefinition<unknown>,
	settings: unknown,
): RunningPlugin {
	const { id } = definition;
	const { store, clock } = deps.conversations;
	const logger = deps.logger.child?.({ plugin: id }) ?? deps.logger;
	const webhooks = new Map<string, WebhookHandler>();
	const links = createLinks(store);
	const checkOwn = (sink: SinkId): void => {
		if (sink.startsWith(`${id}:`)) return;
		throw new Error(`${sink} is no sink of the plugin ${id}: its sinks begin with "${id}:".`);
	};
	const inbox: PluginInbox = createInbox(
		{ store, clock, logger, random: deps.random ?? Math.random },
		id,
		async (item) => {
			if (plugin.receive === undefined) throw new Error(`The plugin ${id} has no receive().`);
			await plugin.receive(item);
		},
	);
	const host: PluginHost = {
		commands(actor) {
			if (actor.via !== undefined) checkOwn(actor.via.sink);
			return createCommands({ ...deps, links }, id, actor);
		},
		queries: createQueries(deps.conversations, deps.nameOf),
		links: onlyOwn(links, checkOwn),
		inbox: inbox.api,
		timers: {
			set: (key, dueAt) => deps.timers.set(timerKind(id), key, dueAt),
			cancel: async (key) => void (await deps.timers.cancel(timerKind(id), key)),
		},
		files: {
			put: (source, maxBytes) => deps.blobs.put(source, maxBytes),
			open: (blob) => deps.blobs.open(blob),
		},
		fetch: createGuardedFetch(clock, deps.network),
		onWebhook(path, handler) {
			webhooks.set(path.replace(/^\/+/, ''), handler);
		},
		logger,
		clock: { now: () => clock.now() },
	};

	const plugin = definition.create(settings, host);
	let started = false;
	const sinks = plugin.sinks().map((sink): HostedSink => {
		checkOwn(sink.id);
		return {
			sink,
			get ready() {
				return started;
			},
			deliver: (batch, signal) => plugin.deliver(sink.id, batch, signal),
		};
	});

	return {
		plugin,
		sinks,
		webhooks,
		wakeInbox: inbox.wake,
		async start() {
			await inTime(clock, `start() of the plugin ${id}`, startMs, () => plugin.start?.());
			started = true;
			deps.timers.handle(timerKind(id), async ({ key }) => {
				if (plugin.fire === undefined) throw new Error(`The plugin ${id} has no fire().`);
				await plugin.fire(key);
			});
			inbox.start();
			await deps.sinksChanged();
		},
		async stop() {
			const wasStarted = started;
			started = false;
			await deps.sinksChanged();
			// Neither waits for long: what hangs is given up, and comes again after the next start.
			await Promise.all([
				inbox.stop(),
				wasStarted ? deps.timers.unhandle(timerKind(id)) : undefined,
			]);
			await inTime(clock, `stop() of the plugin ${id}`, stopMs, () => plugin.stop?.());
		},
	};
}
