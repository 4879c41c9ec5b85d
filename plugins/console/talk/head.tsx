import type { RefObject } from 'react';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { Icon, type IconName } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Menu, type Choice } from '../shell/menu.tsx';
import { useMedia } from '../shell/use-media.ts';
import { strings } from '../strings.ts';
import { words } from './head-words.ts';
import { PageNow } from './page-now.tsx';

/** What stands in the head as a button, and in the menu where there is no room. */
export interface HeadAct {
	readonly key: string;
	readonly label: string;
	readonly icon: IconName;
	readonly isOff: boolean;
	readonly isPrimary?: boolean;
	onAct(): void;
}

interface Props {
	readonly view: ConversationView;
	readonly title: string;
	readonly heading: RefObject<HTMLHeadingElement | null>;
	readonly acts: readonly HeadAct[];
	readonly choices: readonly Choice[];
	readonly onBack: () => void;
}

/** Who it is, on which page, and what can be done with the conversation. */
export function Head({ view, title, heading, acts, choices, onBack }: Props) {
	const { state } = useDesk();
	const isNarrow = useMedia('(max-width: 767px)');
	const shown = isNarrow ? acts.filter(({ isPrimary }) => isPrimary === true) : acts;
	const hidden = isNarrow ? acts.filter(({ isPrimary }) => isPrimary !== true) : [];
	const all: Choice[] = [
		...hidden.map(({ key, label, icon, isOff, onAct }) => ({
			key,
			label,
			icon,
			isOff,
			onChoose: onAct,
		})),
		...choices.map((choice, n) =>
			n === 0 && hidden.length > 0 ? { ...choice, isApart: true } : choice,
		),
	];
	return (
		<header className="head">
			<Button
				kind="quiet"
				icon="back"
				className="back"
				aria-label={strings.back}
				onClick={onBack}
			/>
			<div className="who-is">
				<h2 id="talk-title" ref={heading} tabIndex={-1} dir="auto">
					{title}
				</h2>
				<PageNow view={view} visits={state.visits} />
			</div>
			<div className="head-acts">
				{shown.map(({ key, label, icon, isOff, isPrimary = false, onAct }) => (
					<Button
						key={key}
						icon={icon}
						kind={isPrimary ? 'primary' : 'plain'}
						disabled={isOff}
						onClick={onAct}
					>
						{label}
					</Button>
				))}
				{all.length > 0 && (
					<Menu label={words.more} choices={all} className="btn quiet square" side="end">
						<Icon name="more" />
					</Menu>
				)}
			</div>
		</header>
	);
}
