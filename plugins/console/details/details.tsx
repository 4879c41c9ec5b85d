import { useEffect, useState } from '@wordpress/element';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { ApiError, post } from '../api.ts';
import { Button } from '../button.tsx';
import { visitorName } from '../format.ts';
import { Icon } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Menu, type Choice } from '../shell/menu.tsx';
import { Avatar } from '../shell/people.tsx';
import { EraseDialog, exportAddress } from '../settings/records/erase-dialog.tsx';
import { useResource } from '../shell/resource.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { toast } from '../shell/toast.tsx';
import { fill } from '../strings.ts';
import { BlockDialog } from './block-dialog.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import { History } from './history.tsx';
import type { Known } from './known.ts';
import { Notes } from './notes.tsx';
import { OnSite } from './on-site.tsx';
import { Person } from './person.tsx';
import { words } from './words.ts';

interface Props {
	readonly view: ConversationView;
	readonly onHide: () => void;
}

/** Everything the team may know about the visitor of a conversation: what was supplied, where on the site, notes, earlier talks. */
export function Details({ view, onHide }: Props) {
	const { state, client, mayAnswer, isLeader, isAdmin } = useDesk();
	const { visitor: id } = view;
	const path = `/api/v1/visitors/${encodeURIComponent(id)}`;
	const known = useResource<Known>(path, 'visitor_notes', 'bans');
	const [dialog, open] = useState<'block' | 'contact' | 'flag' | 'erase' | null>(null);
	// What is told live is newer than what was asked.
	const visitor = state.visitors.get(id) ?? known.data?.visitor ?? null;
	const visit =
		state.visits === null ? (known.data?.visit ?? null) : (state.visits.get(id) ?? null);
	const name = visitorName(id, visitor?.name ?? visit?.name ?? null);

	useEffect(() => {
		client.watchVisits(true);
		return () => client.watchVisits(false);
	}, [client]);

	const send = (to: string, body: object, said: string): Promise<void> =>
		post(to, body).then(
			() => {
				toast(said);
				known.reload();
			},
			(error: unknown) => toast(error instanceof ApiError ? error.message : words.failed),
		);
	const ban = known.data?.ban ?? null;
	const choices: Choice[] = [
		{ key: 'contact', label: words.correct, icon: 'pencil', onChoose: () => open('contact') },
		(visitor?.flag ?? null) === null
			? { key: 'flag', label: words.flag, icon: 'flag', onChoose: () => open('flag') }
			: {
					key: 'unflag',
					label: words.unflag,
					icon: 'flag',
					onChoose: () => void send(`${path}/flag`, { flag: null }, words.saved),
				},
		ban === null
			? {
					key: 'block',
					label: words.block,
					icon: 'shield',
					isBad: true,
					isApart: true,
					onChoose: () => open('block'),
				}
			: {
					key: 'unblock',
					label: words.unblock,
					icon: 'shield',
					isApart: true,
					isOff: !isLeader,
					onChoose: () => void send(`/api/v1/bans/${ban.id}/delete`, {}, words.unblocked),
				},
	];
	if (isAdmin && visitor !== null)
		choices.push(
			{
				key: 'export',
				label: words.export,
				icon: 'download',
				isApart: true,
				onChoose: () => location.assign(exportAddress(id)),
			},
			{
				key: 'erase',
				label: words.erase,
				icon: 'trash',
				isBad: true,
				onChoose: () => open('erase'),
			},
		);

	return (
		<aside className="pane details" aria-label={words.details}>
			<header className="head">
				<h2>{words.details}</h2>
				<span className="push" />
				{mayAnswer && (
					<Menu label={words.more} choices={choices} className="btn quiet square" side="end">
						<Icon name="more" />
					</Menu>
				)}
				<Button kind="quiet" icon="close" aria-label={words.hide} onClick={onHide} />
			</header>
			<div className="facts scroll">
				{visitor?.flag && (
					<p className="callout bad flagged" role="note">
						<Icon name="flag" />
						<span dir="auto">{visitor.flag}</span>
					</p>
				)}
				{ban !== null && (
					<p className="callout" role="note">
						<Icon name="shield" />
						<span>
							<b>{words.blockedNow}</b> <span dir="auto">{ban.reason}</span>
						</span>
					</p>
				)}
				<Person
					name={name}
					visitor={visitor}
					view={view}
					avatar={<Avatar name={visitor?.name ?? null} size={40} />}
				/>
				<OnSite visit={visit} visitor={visitor} view={view} />
				{known.data === null ? (
					known.error === null ? (
						<Loading rows={2} onRetry={known.reload} />
					) : (
						<Failed why={known.error} onRetry={known.reload} />
					)
				) : (
					<Notes name={name} path={path} notes={known.data.notes} onChanged={known.reload} />
				)}
				<History visitor={id} current={view.id} />
			</div>
			{dialog === 'block' && (
				<BlockDialog
					name={name}
					isHere={visit !== null}
					onClose={() => open(null)}
					onBlock={(how) =>
						void send('/api/v1/bans', { visitor: id, ...how }, fill(words.blocked, { name })).then(
							() => open(null),
						)
					}
				/>
			)}
			{dialog === 'erase' && (
				<EraseDialog visitor={id} name={name} onClose={() => open(null)} onErased={known.reload} />
			)}
			{(dialog === 'contact' || dialog === 'flag') && (
				<ContactDialog
					isFlag={dialog === 'flag'}
					visitor={visitor}
					onClose={() => open(null)}
					onSave={(body) =>
						void send(dialog === 'flag' ? `${path}/flag` : path, body, words.saved).then(() =>
							open(null),
						)
					}
				/>
			)}
		</aside>
	);
}
