import { useEffect, useRef, useState } from '@wordpress/element';
import { Details } from '../details/details.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { go, type Route } from '../shell/router.ts';
import { Empty } from '../shell/states.tsx';
import { strings } from '../strings.ts';
import { Conversation } from '../talk/conversation.tsx';
import { ConversationList } from './conversation-list.tsx';
import { countOf, isMine, type Tab } from './lists.ts';
import { useArchive } from './use-archive.ts';
import { useDetails } from './use-details.ts';
import { useReadMarks } from './use-read-marks.ts';
import { useRefusals } from './use-refusals.ts';

/** List, conversation and details; on a phone one of them. */
export function Inbox({ route }: { readonly route: Route }) {
	const { me, client, state } = useDesk();
	const chosen = route.id;
	const [wanted, setTab] = useState<Tab | null>(null);
	const [hasDetails, showDetails] = useDetails(chosen);
	const reading = useReadMarks(chosen);
	const archiving = useArchive();
	const lost = useRefusals();
	const view = chosen === null ? undefined : state.conversations.get(chosen);
	/** Null: nothing is known of it yet. */
	const owns = view === undefined ? null : isMine(view, me.id);
	const before = useRef<{ id: string | null; owns: boolean | null }>({ id: null, owns: null });
	// Until somebody chooses: the own ones, if there are any.
	const isLoaded = state.loaded.has('active') && state.loaded.has('waiting');
	const first = countOf(state.conversations.values(), 'mine', me.id) > 0 ? 'mine' : 'waiting';
	const tab = wanted ?? first;

	useEffect(() => {
		if (isLoaded) setTab((known) => known ?? first);
	}, [isLoaded, first]);
	useEffect(() => {
		if (chosen !== null) client.open(chosen);
		client.watch(chosen);
	}, [client, chosen]);
	useEffect(() => () => client.watch(null), [client]);
	// The page where the visitor is stands in the head.
	useEffect(() => {
		client.watchVisits(true);
		return () => client.watchVisits(false);
	}, [client]);
	// A claimed conversation goes to another list, and its agent goes with it.
	useEffect(() => {
		const { current } = before;
		if (owns === true && current.id === chosen && current.owns === false) setTab('mine');
		before.current = { id: chosen, owns };
	}, [chosen, owns]);
	useKeys({ ']': () => showDetails(!hasDetails) });

	return (
		<div className={`panes ${view !== undefined && hasDetails ? 'with-details' : ''}`}>
			<ConversationList
				tab={tab}
				onTab={setTab}
				chosen={chosen}
				onChoose={(conversation) => go('inbox', conversation)}
				reading={reading}
				archiving={archiving}
			/>
			{chosen === null ? (
				<section className="pane talk is-empty" aria-label={strings.timeline}>
					<Empty icon="bubble" title={strings.choose}>
						{strings.chooseMore}
					</Empty>
				</section>
			) : (
				<Conversation
					key={chosen}
					id={chosen}
					wasQuicker={lost.has(chosen)}
					hasDetails={hasDetails}
					onDetails={() => showDetails(!hasDetails)}
					onArchive={archiving.archive}
					onBack={() => go('inbox')}
				/>
			)}
			{view !== undefined && hasDetails && (
				<Details key={`details ${view.id}`} view={view} onHide={() => showDetails(false)} />
			)}
		</div>
	);
}
