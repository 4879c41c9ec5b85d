import { useEffect, useState } from '@wordpress/element';
import type { ComponentType } from 'react';
import type { Me } from '../api.ts';
import { Archive } from '../archive/archive.tsx';
import { ConnectionBar } from '../inbox/connection-bar.tsx';
import { Inbox } from '../inbox/inbox.tsx';
import { listOf } from '../inbox/lists.ts';
import { Notices } from '../notices/notices.tsx';
import { Reports } from '../reports/reports.tsx';
import { Settings } from '../settings/settings.tsx';
import { strings } from '../strings.ts';
import { Tickets } from '../tickets/tickets.tsx';
import { useAgentClient } from '../use-agent-client.ts';
import { Visitors } from '../visitors/visitors.tsx';
import { ApplyPrefs } from './apply-prefs.tsx';
import { DeskProvider, rightsOf } from './desk.tsx';
import { KeySheet } from './key-sheet.tsx';
import { useKeys } from './keys.ts';
import { Rail } from './rail.tsx';
import { go, useRoute, type Area, type Route } from './router.ts';
import { Toasts, undoLast } from './toast.tsx';
import { words } from './words.ts';

const pages: Readonly<Record<Area, ComponentType<{ readonly route: Route }>>> = {
	inbox: Inbox,
	visitors: Visitors,
	tickets: Tickets,
	archive: Archive,
	reports: Reports,
	settings: Settings,
};

/** Rail and one area beside it; one socket for all of them, for as long as somebody is signed in. */
export function Shell({ me, onSignedOut }: { readonly me: Me; readonly onSignedOut: () => void }) {
	const { client, state } = useAgentClient(me.id);
	const route = useRoute();
	const { area } = route;
	const [hasKeys, showKeys] = useState(false);
	const waiting = listOf(state.conversations.values(), 'waiting', me.id).length;

	useEffect(() => {
		document.title = `${area === 'inbox' && waiting > 0 ? `(${waiting}) ` : ''}${words[area]} – ${strings.product}`;
	}, [area, waiting]);
	useKeys({
		'g i': () => go('inbox'),
		'g v': () => go('visitors'),
		'g t': () => go('tickets'),
		'g a': () => go('archive'),
		'g r': () => go('reports'),
		'g s': () => go('settings'),
		'/': () => go('archive'),
		'?': () => showKeys(true),
		z: undoLast,
		F6: nextPane,
	});

	const Page = pages[area];
	return (
		<DeskProvider value={{ me, client, state, ...rightsOf(me.role) }}>
			<div className={`console at-${area} ${route.id === null ? '' : 'has-chosen'}`}>
				<Rail area={area} waiting={waiting} onSignedOut={onSignedOut} />
				<main className={`main ${area}`} aria-label={words[area]}>
					<h1 className="hidden">{words[area]}</h1>
					<ConnectionBar client={client} state={state} />
					<Notices route={route} waiting={waiting} />
					<Page route={route} />
				</main>
			</div>
			<ApplyPrefs />
			<Toasts />
			{hasKeys && <KeySheet onClose={() => showKeys(false)} />}
		</DeskProvider>
	);
}

/** F6 goes round the panes: rail, list, conversation, details. */
function nextPane(): void {
	const panes = [...document.querySelectorAll<HTMLElement>('.rail, .pane')].filter(
		(pane) => pane.offsetParent !== null,
	);
	const at = panes.findIndex((pane) => pane.contains(document.activeElement));
	const next = panes[(at + 1) % panes.length];
	const first = next?.querySelector<HTMLElement>(
		'[tabindex="0"], a[href], button:not(:disabled):not([tabindex="-1"]), textarea, input, select',
	);
	first?.focus();
}
