import { Button } from '../button.tsx';
import { Empty } from '../shell/states.tsx';
import type { Tab } from './lists.ts';
import { words } from './words.ts';

const empty: Readonly<Record<Tab, readonly [string, string]>> = {
	mine: [words.emptyMine, words.emptyMineMore],
	waiting: [words.emptyWaiting, words.emptyWaitingMore],
	all: [words.emptyAll, words.emptyAllMore],
};

interface Props {
	readonly tab: Tab;
	readonly isFiltered: boolean;
	/** How many are unclaimed. */
	readonly waiting: number;
	readonly onTab: (tab: Tab) => void;
	readonly onAllGroups: () => void;
}

/** What is so, why, and one way on. */
export function EmptyList({ tab, isFiltered, waiting, onTab, onAllGroups }: Props) {
	if (isFiltered)
		return (
			<Empty
				icon="filter"
				title={words.emptyFilter}
				action={<Button onClick={onAllGroups}>{words.showAllGroups}</Button>}
			>
				{words.emptyFilterMore}
			</Empty>
		);
	const [title, more] = empty[tab];
	const isWaiting = tab === 'mine' && waiting > 0;
	return (
		<Empty
			icon="inbox"
			title={title}
			action={
				isWaiting ? (
					<Button onClick={() => onTab('waiting')}>{words.toUnclaimed}</Button>
				) : undefined
			}
		>
			{more}
		</Empty>
	);
}
