import type { PluginId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { RawRequest, RawResponse } from '../../shared/plugin/host.ts';
import type { Card, Finding, PluginDefinition, PluginSignal } from '../../shared/plugin/plugin.ts';
import { createLoop } from '../ports/loop.ts';
import { refusalOf } from '../ports/refusal.ts';
import { discardItem, parkedItems, retryItem, sweepInbox } from './inbox-row.ts';
import { createLinks } from './links.ts';
import type { HostedSink, PluginHostDeps } from './ports.ts';
import { createSecretBox } from './secret-box.ts';
import { createSettingsStore, type SettingsChange, type SettingsView } from './settings.ts';
import { createSlot, type Slot } from './slot.ts';

export type PluginHosting = ReturnType<typeof createPluginHost>;

const sweepEveryMs = 3_600_000;
const contextMs = 3_000;

/** All plugins of server/plugins.ts, each with its own PluginHost. What one of them breaks stays with it. */
export function createPluginHost(deps: PluginHostDeps) {
	const { store, clock } = deps.conversations;
	const settings = createSettingsStore(store, createSecretBox(deps.keys));
	const slots = new Map<PluginId, Slot>(
		deps.definitions.map((definition) => [definition.id, createSlot(deps, definition, settings)]),
	);
	let sweepAt = 0;
	const sweeping = createLoop(clock, {
		pollMs: 60_000,
		async round() {
			if (clock.now() < sweepAt) return sweepAt;
			await sweepInbox(store, clock);
			sweepAt = clock.now() + sweepEveryMs;
			return sweepAt;
		},
		failed: (error) => deps.logger.warn({ err: error }, 'The inbox could not be swept now.'),
	});

	const definitionOf = (plugin: PluginId): PluginDefinition<unknown> => {
		const slot = slots.get(plugin);
		if (slot !== undefined) return slot.definition;
		throw new DomainError('route_not_found', `There is no plugin ${plugin}.`);
	};
	const running = () => [...slots.values()].flatMap((slot) => slot.running ?? []);

	return {
		/** Opens the settings and creates the plugins, so that `sinks()` is whole before the first append. */
		async create(): Promise<void> {
			await Promise.all([...slots.values()].map((slot) => slot.create()));
		},
		/** Starts what was created; one that cannot start is tried again later, and the server goes on. */
		async start(): Promise<void> {
			sweeping.start();
			await Promise.all([...slots.values()].map((slot) => slot.start()));
		},
		async stop(): Promise<void> {
			await Promise.all([sweeping.stop(), ...[...slots.values()].map((slot) => slot.stop())]);
		},
		/** For the lanes. */
		sinks: (): readonly HostedSink[] => [...slots.values()].flatMap((slot) => slot.sinks),
		/** For the lanes: what a destination called an event. */
		links: createLinks(store),

		/** `path` is what follows /plugins/<plugin id>/, with the query. */
		async handle(plugin: PluginId, path: string, request: RawRequest): Promise<RawResponse> {
			const [name = ''] = path.replace(/^\/+/, '').split('?');
			const handler = slots.get(plugin)?.running?.webhooks.get(name);
			if (handler === undefined) return { status: 404, body: 'Not found' };
			try {
				return await handler(request);
			} catch (error) {
				const refusal = refusalOf(error);
				if (refusal !== null) return { status: 503, body: refusal.message };
				deps.logger.error({ plugin, path: name, err: error }, 'A webhook could not be handled.');
				return { status: 500, body: 'Failed' };
			}
		},

		/** It concerns the server's own machine: whoever may only use the console must not set it. */
		isLocal: (plugin: string): boolean =>
			slots.get(plugin as PluginId)?.definition.isLocal === true,
		settings: (): Promise<readonly SettingsView[]> =>
			Promise.all(deps.definitions.map((definition) => settings.view(definition))),
		/** Stores them and restarts the plugin with them. */
		async saveSettings(plugin: PluginId, change: SettingsChange): Promise<SettingsView> {
			const view = await settings.save(definitionOf(plugin), change);
			await slots.get(plugin)?.restart();
			return view;
		},

		/** Titles of the plugins whose secrets are sealed under another key than this server's. */
		locked: (): readonly string[] =>
			[...slots.values()].filter((slot) => slot.isLocked).map((slot) => slot.definition.title),
		/** What is missing or wrong, of all plugins, for doctor. */
		async check(): Promise<readonly (Finding & { readonly plugin: PluginId })[]> {
			const found = await Promise.all([...slots.values()].map((slot) => slot.check()));
			return found.flat();
		},
		/** Cards of all plugins; one that fails or dawdles is left out. */
		async context(visitor: { readonly id: VisitorId }): Promise<readonly Card[]> {
			const cards = await Promise.all(
				running().map(async ({ plugin }) => {
					const late = new Promise<readonly Card[]>((resolve) => {
						clock.after(contextMs, () => resolve([]));
					});
					const asked = Promise.resolve().then(() => plugin.context?.(visitor) ?? []);
					return Promise.race([asked, late]).catch((error: unknown) => {
						deps.logger.warn({ err: error }, 'A plugin has no cards for a visitor.');
						return [];
					});
				}),
			);
			return cards.flat();
		},
		signal(signal: PluginSignal): void {
			for (const { plugin } of running()) {
				try {
					plugin.signal?.(signal);
				} catch (error) {
					deps.logger.warn({ err: error }, 'A plugin could not take a signal.');
				}
			}
		},

		/** Items that were not received after their tries. */
		parkedItems: (limit: number) => parkedItems(store, limit),
		async retryItem(id: string): Promise<boolean> {
			const put = await retryItem(store, clock, id);
			for (const slot of slots.values()) slot.running?.wakeInbox();
			return put;
		},
		discardItem: (id: string): Promise<boolean> => discardItem(store, clock, id),
	};
}
