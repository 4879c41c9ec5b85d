import { useState } from '@wordpress/element';
import {
	agentStatuses,
	type AgentStatus,
	type OwnDutyView,
} from '../../../shared/views/desk-view.ts';
import { signOut } from '../api.ts';
import { timeOf } from '../format.ts';
import { fill } from '../strings.ts';
import { useDesk } from './desk.tsx';
import { useKeys } from './keys.ts';
import { Menu, type Choice } from './menu.tsx';
import { Avatar, StatusMark } from './people.tsx';
import { go } from './router.ts';
import { toast } from './toast.tsx';
import { words } from './words.ts';

const more: Readonly<Record<AgentStatus, string>> = {
	available: words.availableMore,
	busy: words.busyMore,
	away: words.awayMore,
	offline: words.offlineMore,
};

/** Own status in its fixed place on every screen (H6), with the reason when no conversations come (H8). */
export function StatusSwitch({ onSignedOut }: { readonly onSignedOut: () => void }) {
	const { me, client, state, mayAnswer } = useDesk();
	const [opened, open] = useState(0);
	useKeys({ 'Shift s': () => open((count) => count + 1) });
	const { duty } = state;
	const isOpen = state.link.kind === 'open';
	const status = duty?.status ?? 'offline';
	const photo = state.team.find(({ id }) => id === me.id)?.photo ?? null;
	const word = isOpen || duty === null ? words[status] : words.reconnecting;
	const load = duty === null ? '' : loadText(duty);

	const name = fill(words.yourStatus, { status: word, load });

	const choose = (wanted: AgentStatus): void => {
		client.ask({ type: 'status.set', status: wanted }).catch(() => toast(words.statusFailed));
	};
	const leave = (): void => {
		client.stop();
		signOut().then(onSignedOut, onSignedOut);
	};
	const choices: Choice[] = [
		...(mayAnswer ? agentStatuses : []).map((name) => ({
			key: name,
			label: words[name],
			more: more[name],
			mark: <StatusMark status={name} />,
			isOn: duty?.wanted === name,
			isOff: !isOpen,
			onChoose: () => choose(name),
		})),
		{
			key: 'notices',
			label: words.notices,
			icon: 'bell',
			isApart: true,
			onChoose: () => go('settings', 'you'),
		},
		{ key: 'out', label: words.signOut, icon: 'out', onChoose: leave },
	];
	return (
		<Menu
			label={name}
			isNamedByContent
			choices={choices}
			className="me"
			side="up"
			openSignal={opened}
			note={duty === null ? undefined : whyText(duty)}
		>
			<Avatar name={me.name} photo={photo} isAgent status={isOpen ? status : 'offline'} />
			<span className="hidden">{name}</span>
			<span className="word" aria-hidden="true">
				{word}
			</span>
			{duty !== null && mayAnswer && <LoadBars duty={duty} />}
		</Menu>
	);
}

function LoadBars({ duty: { load, capacity } }: { readonly duty: OwnDutyView }) {
	const shown = capacity !== null && capacity <= 6 ? capacity : 0;
	return (
		// In words it is part of the button's name.
		<span
			aria-hidden="true"
			className={`load ${capacity !== null && load >= capacity ? 'full' : ''}`}
		>
			{shown > 0 && (
				<i>
					{Array.from({ length: shown }, (_, n) => (
						<u key={n} className={n < load ? 'on' : ''} />
					))}
				</i>
			)}
			{capacity === null ? load : `${load}/${capacity}`}
		</span>
	);
}

const loadText = ({ load, capacity }: OwnDutyView): string =>
	capacity === null
		? fill(words.conversationsOpen, { n: load })
		: fill(words.ofConversations, { n: load, of: capacity });

function whyText({ why, status, load, capacity, lastAssigned }: OwnDutyView): string {
	const reasons = {
		status: fill(words.whyStatus, { status: words[status] }),
		full: fill(words.whyFull, { n: load, of: capacity ?? load }),
		no_group: words.whyGroup,
		closed: words.whyClosed,
		by_hand: words.whyByHand,
		reader: words.whyReader,
	} as const;
	const first = why === null ? words.whyNone : reasons[why];
	if (lastAssigned === null) return first;
	return `${first} ${fill(words.lastAssigned, { time: timeOf(lastAssigned.at) })}`;
}
