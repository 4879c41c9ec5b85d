import { useEffect, useState } from '@wordpress/element';
import { isStoreShut } from '../../../shared/client/store-shut.ts';
import { signOut, type Me } from '../api.ts';
import { Icon, Mark } from '../icon.tsx';
import { strings } from '../strings.ts';
import { Conversation } from '../talk/conversation.tsx';
import { useAgentClient } from '../use-agent-client.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { ConversationList } from './conversation-list.tsx';
import { listOf, tabOf, type Tab } from './lists.ts';
import { useAddress } from './use-address.ts';

/** Rail, list and conversation; on a phone one of the two. */
export function Inbox({ me, onSignedOut }: { readonly me: Me; readonly onSignedOut: () => void }) {
	const { client, state } = useAgentClient(me.id);
	const [chosen, choose] = useAddress();
	const [tab, setTab] = useState<Tab>('waiting');
	const waiting = listOf(state.conversations.values(), 'waiting', me.id).length;
	const view = chosen === null ? undefined : state.conversations.get(chosen);
	const place = view === undefined ? null : tabOf(view, me.id);

	useEffect(() => {
		if (chosen !== null) client.open(chosen);
	}, [client, chosen]);
	// A claimed conversation goes to another list, and its agent goes with it.
	useEffect(() => {
		if (place === 'mine') setTab('mine');
	}, [place]);
	useEffect(() => {
		document.title =
			waiting > 0
				? `(${waiting}) ${strings.inbox} – ${strings.product}`
				: `${strings.inbox} – ${strings.product}`;
	}, [waiting]);

	const leave = () => {
		client.stop();
		signOut().then(onSignedOut, onSignedOut);
	};

	const isOpen = state.link.kind === 'open';
	const isStuck = isStoreShut(state.pending);
	return (
		<div className={chosen === null ? 'console' : 'console has-chosen'}>
			<nav className="rail" aria-label={strings.navigation}>
				<Mark />
				<a className="item" href="#" aria-current="page" onClick={() => choose(null)}>
					<Icon name="inbox" />
					<span>{strings.inbox}</span>
				</a>
				<div className="me">
					<span className="who" title={me.name}>
						{me.name}
					</span>
					<span className={isOpen && !isStuck ? 'link-state on' : 'link-state'}>
						{!isOpen ? strings.notConnected : isStuck ? strings.notStoring : strings.connected}
					</span>
					<button type="button" className="item" onClick={leave}>
						<Icon name="out" />
						<span>{strings.signOut}</span>
					</button>
				</div>
			</nav>
			<main className="main" aria-label={strings.inbox}>
				<h1 className="hidden">{strings.inbox}</h1>
				<ConnectionBar client={client} state={state} />
				<div className="panes">
					<ConversationList
						me={me.id}
						client={client}
						state={state}
						tab={tab}
						onTab={setTab}
						chosen={chosen}
						onChoose={choose}
					/>
					{chosen === null ? (
						<section className="pane talk is-empty" aria-label={strings.timeline}>
							<div className="empty">
								<Icon name="bubble" />
								<h2>{strings.choose}</h2>
								<p>{strings.chooseMore}</p>
							</div>
						</section>
					) : (
						<Conversation
							key={chosen}
							id={chosen}
							me={me}
							client={client}
							state={state}
							onBack={() => choose(null)}
						/>
					)}
				</div>
			</main>
		</div>
	);
}
