import type { PluginId } from '../../shared/ids.ts';
import type { Finding, PluginDefinition } from '../../shared/plugin/plugin.ts';
import { backoffMs, probeSchedule } from '../ports/backoff.ts';
import type { HostedSink, PluginHostDeps } from './ports.ts';
import { createRunningPlugin, type RunningPlugin } from './running-plugin.ts';
import { KeyMissing } from './secret-box.ts';
import type { SettingsStore } from './settings.ts';

export type Slot = ReturnType<typeof createSlot>;

/**
 * The life of one plugin: off, created, started, faulty. A plugin whose start fails keeps its sinks, so that what they
 * want is owed meanwhile, and is started again later.
 */
export function createSlot(
	deps: PluginHostDeps,
	definition: PluginDefinition<unknown>,
	settings: SettingsStore,
) {
	const { id } = definition;
	const { clock } = deps.conversations;
	let created: RunningPlugin | null = null;
	let started = false;
	/** Between the host's start and its stop. */
	let isWanted = false;
	/** Why it does not run, in a sentence. */
	let fault: string | null = null;
	let isLocked = false;
	let failures = 0;
	let cancelRetry: (() => void) | null = null;
	/** One change after the other. */
	let changing: Promise<void> = Promise.resolve();

	function inTurn(change: () => Promise<void>): Promise<void> {
		changing = changing.then(change, change);
		return changing;
	}
	function failed(error: unknown): void {
		isLocked = error instanceof KeyMissing;
		fault = error instanceof Error ? error.message : String(error);
		deps.logger.error({ plugin: id, err: error }, 'A plugin does not run.');
	}

	async function create(): Promise<void> {
		fault = null;
		isLocked = false;
		try {
			const opened = await settings.open(definition);
			created = opened === null ? null : createRunningPlugin(deps, definition, opened.settings);
		} catch (error) {
			created = null;
			failed(error);
		}
	}

	async function start(): Promise<void> {
		cancelRetry = null;
		if (created === null || started || !isWanted) return;
		try {
			await created.start();
			started = true;
			fault = null;
			failures = 0;
		} catch (error) {
			failed(error);
			failures += 1;
			const wait = Math.max(1000, backoffMs(probeSchedule, failures, deps.random ?? Math.random));
			cancelRetry = clock.after(wait, () => void inTurn(start));
		}
	}

	async function stop(): Promise<void> {
		cancelRetry?.();
		cancelRetry = null;
		if (created === null) return;
		started = false;
		try {
			await created.stop();
		} catch (error) {
			deps.logger.warn({ plugin: id, err: error }, 'A plugin did not stop cleanly.');
		}
	}

	/** The old sinks stay known until the new ones are: an append in between must owe them. */
	async function restart(): Promise<void> {
		await stop();
		failures = 0;
		await create();
		await deps.sinksChanged();
		await start();
	}

	async function check(): Promise<(Finding & { plugin: PluginId })[]> {
		if (fault !== null) {
			const cure = isLocked
				? 'Start with the old key (PARLEY_KEY, or the file key in the data folder), or give the secrets again.'
				: `Look at the settings of ${definition.title} and at the log.`;
			return [
				{ plugin: id, level: 'fault', message: `${definition.title} does not run: ${fault}`, cure },
			];
		}
		if (created === null) return [];
		try {
			return (await created.plugin.check()).map((finding) => ({ ...finding, plugin: id }));
		} catch (error) {
			const message = `${definition.title} could not check itself: ${error instanceof Error ? error.message : String(error)}`;
			return [{ plugin: id, level: 'fault', message, cure: 'Look at the log.' }];
		}
	}

	return {
		definition,
		/** Null: off, or not started (yet). */
		get running(): RunningPlugin | null {
			return started ? created : null;
		},
		get sinks(): readonly HostedSink[] {
			return created?.sinks ?? [];
		},
		/** True: its secrets are sealed under another key. */
		get isLocked(): boolean {
			return isLocked;
		},
		create: () => inTurn(async () => (created === null ? create() : undefined)),
		start(): Promise<void> {
			isWanted = true;
			return inTurn(start);
		},
		stop(): Promise<void> {
			isWanted = false;
			return inTurn(stop);
		},
		restart: () => inTurn(restart),
		check,
	};
}
