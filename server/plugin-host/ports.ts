import type { Logger } from '../../shared/plugin/host.ts';
import type { Delivered, Delivery, PluginDefinition, Sink } from '../../shared/plugin/plugin.ts';
import type { NameOf } from '../conversations/index.ts';
import type { Random } from '../ports/backoff.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { CommandsDeps } from './commands.ts';
import type { NetworkRules } from './guarded-fetch.ts';

/** Durable due times, as server/timers has them. */
export interface TimerPort {
	handle(kind: string, handler: (due: { readonly key: string }) => Promise<void>): void;
	/** What its handler has begun has ended or is given up when this resolves; a handler that hangs is not waited for. */
	unhandle(kind: string): Promise<void>;
	set(kind: string, key: string, dueAt: number): Promise<void>;
	cancel(kind: string, key: string): Promise<unknown>;
}

/** A sink with its plugin behind it, as server/lanes takes it. */
export interface HostedSink {
	readonly sink: Sink;
	/** False: what it wants is owed and waits. */
	readonly ready: boolean;
	deliver(batch: readonly Delivery[], signal: AbortSignal): Promise<Delivered>;
}

export interface PluginHostDeps extends Omit<CommandsDeps, 'links'> {
	readonly definitions: readonly PluginDefinition<unknown>[];
	readonly blobs: Blobs;
	readonly timers: TimerPort;
	/** The first one encrypts, all decrypt. */
	readonly keys: readonly Uint8Array[];
	readonly network: NetworkRules;
	readonly nameOf: NameOf;
	readonly logger: Logger & { child?(fields: object): Logger };
	/** Tells the lanes that `sinks()` has changed; resolves when those that left have drained. */
	sinksChanged(): Promise<void>;
	readonly random?: Random;
}
