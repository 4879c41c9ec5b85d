import { Icon, Mark, type IconName } from '../icon.tsx';
import { fill } from '../strings.ts';
import { addressOf, areas, go, type Area } from './router.ts';
import { StatusSwitch } from './status-switch.tsx';
import { words } from './words.ts';

const icons: Readonly<Record<Area, IconName>> = {
	inbox: 'inbox',
	visitors: 'visitors',
	tickets: 'ticket',
	archive: 'archive',
	reports: 'reports',
	settings: 'settings',
};

interface Props {
	readonly area: Area;
	/** Conversations that wait; stands at the inbox. */
	readonly waiting: number;
	readonly onSignedOut: () => void;
}

/** The way from area to area; at the foot of a phone, at the start of anything wider. */
export function Rail({ area, waiting, onSignedOut }: Props) {
	return (
		<nav className="rail" aria-label={words.navigation}>
			<Mark />
			{areas.map((name) => (
				<a
					key={name}
					className="item"
					href={addressOf(name)}
					aria-current={name === area ? 'page' : undefined}
					onClick={(event) => {
						if (event.metaKey || event.ctrlKey) return;
						event.preventDefault();
						go(name);
					}}
				>
					<Icon name={icons[name]} />
					<span>
						{words[name]}
						{name === 'inbox' && waiting > 0 && (
							<span className="hidden">, {fill(words.waiting, { n: waiting })}</span>
						)}
					</span>
					{name === 'inbox' && waiting > 0 && area !== 'inbox' && (
						<span className="badge" aria-hidden="true">
							{waiting}
						</span>
					)}
				</a>
			))}
			<StatusSwitch onSignedOut={onSignedOut} />
		</nav>
	);
}
