import { useEffect, useMemo } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import { close, tagOf } from './show.ts';
import { createTabs, lookAgainMs, type Tabs } from './tabs.ts';

/** Tells the other tabs and the server where the agent looks. */
export function useEyes(
	agent: string,
	conversation: string | null,
	client: Pick<AgentClient, 'show'>,
): Tabs {
	const tabs = useMemo(
		() =>
			createTabs(agent, {
				storage: storageOrNull(),
				locks: navigator.locks ?? null,
				now: Date.now,
			}),
		[agent],
	);
	useEffect(() => {
		const look = (): void => {
			const isVisible = document.visibilityState === 'visible';
			const isLooking = isVisible && document.hasFocus();
			client.show(isVisible);
			tabs.look(isLooking ? { conversation } : null);
			if (isLooking && conversation !== null) close(tagOf(conversation));
		};
		const leave = (): void => tabs.look(null);
		look();
		const again = setInterval(look, lookAgainMs);
		document.addEventListener('visibilitychange', look);
		for (const name of ['focus', 'blur']) window.addEventListener(name, look);
		window.addEventListener('pagehide', leave);
		return () => {
			clearInterval(again);
			document.removeEventListener('visibilitychange', look);
			for (const name of ['focus', 'blur']) window.removeEventListener(name, look);
			window.removeEventListener('pagehide', leave);
		};
	}, [tabs, conversation, client]);
	useEffect(() => () => tabs.look(null), [tabs]);
	return tabs;
}

function storageOrNull(): Storage | null {
	try {
		return localStorage;
	} catch {
		return null;
	}
}
