import type { StoredEvent } from './store.ts';
import type { TimelineId } from '../../shared/ids.ts';

/** Lossy news that has no number: typing, drafts, moved cursors. */
export interface Signal {
	readonly kind: 'typing' | 'draft' | 'cursor' | 'presence';
	readonly timeline: TimelineId | null;
	readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** Committed events within the process, in order for each timeline, and lossy signals (D12). Never the only copy of anything. */
export interface Bus {
	publish(event: StoredEvent): void;
	onCommitted(listener: (event: StoredEvent) => void): () => void;
	signal(signal: Signal): void;
	onSignal(listener: (signal: Signal) => void): () => void;
}
