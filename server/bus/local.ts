import type { Bus, Signal } from '../ports/bus.ts';
import type { StoredEvent } from '../ports/store.ts';

/** The bus of one process: listeners are called at once, in order of subscription. A listener that throws is a bug of its own and must not stop the others. */
export function createLocalBus(onFault: (error: unknown) => void): Bus {
	const committed = new Set<(event: StoredEvent) => void>();
	const signals = new Set<(signal: Signal) => void>();
	return {
		publish: (event) => callAll(committed, event, onFault),
		onCommitted: (listener) => subscribe(committed, listener),
		signal: (signal) => callAll(signals, signal, onFault),
		onSignal: (listener) => subscribe(signals, listener),
	};
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
	listeners.add(listener);
	return () => void listeners.delete(listener);
}

function callAll<News>(
	listeners: Set<(news: News) => void>,
	news: News,
	onFault: (error: unknown) => void,
): void {
	for (const listener of listeners) {
		try {
			listener(news);
		} catch (error) {
			onFault(error);
		}
	}
}
