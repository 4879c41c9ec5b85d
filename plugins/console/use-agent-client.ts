import { useEffect, useMemo, useSyncExternalStore } from '@wordpress/element';
import { AgentClient, type AgentState } from '../../shared/client/agent-client.ts';
import { pageParts } from '../../shared/client/page.ts';

/** One socket for as long as somebody is signed in; its state as React reads it. */
export function useAgentClient(agent: string): { client: AgentClient; state: AgentState } {
	const store = useMemo(() => createStore(agent), [agent]);
	useEffect(() => {
		store.client.start();
		return () => store.client.stop();
	}, [store]);
	return { client: store.client, state: useSyncExternalStore(store.subscribe, store.read) };
}

function createStore(agent: string) {
	const listeners = new Set<() => void>();
	const parts = pageParts(
		window,
		`${location.origin.replace(/^http/, 'ws')}/ws/agent`,
		'/poll/agent',
	);
	// Read only when something has changed: React compares what it reads by identity.
	let state: AgentState | null = null;
	const client = new AgentClient({
		agent,
		parts,
		onChange: () => {
			state = null;
			for (const listener of listeners) listener();
		},
	});
	return {
		client,
		read: (): AgentState => (state ??= client.state),
		subscribe: (listener: () => void) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
