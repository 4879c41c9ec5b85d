import type { GroupView } from '../../../shared/views/desk-view.ts';
import { Icon } from '../icon.tsx';
import { Menu, type Choice } from '../shell/menu.tsx';
import { fill } from '../strings.ts';
import { orders, type Order } from './lists.ts';
import type { InboxPrefs } from './prefs.ts';
import { words } from './words.ts';

const orderWords: Readonly<Record<Order, string>> = {
	longest: words.longest,
	next: words.next,
	newest: words.newest,
};

interface Props {
	readonly me: string;
	readonly groups: readonly GroupView[];
	readonly prefs: InboxPrefs;
	readonly onChange: (change: Partial<InboxPrefs>) => void;
	/** Counts up to open the groups by a key. */
	readonly openGroups: number;
}

/** Which groups the list shows, own ones first, and in which order; stays as it is set (M17, M18). */
export function Filters({ me, groups, prefs, onChange, openGroups }: Props) {
	const chosen = Array.isArray(prefs.groups) ? (prefs.groups as readonly string[]) : [];
	const isOwn = (group: GroupView): boolean =>
		group.agents.includes(me as never) || group.standby.includes(me as never);
	const sorted = [...groups].sort(
		(a, b) => Number(isOwn(b)) - Number(isOwn(a)) || a.name.localeCompare(b.name),
	);
	const toggle = (id: string): void => {
		const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
		onChange({ groups: next.length === 0 ? 'all' : next });
	};
	const names = sorted.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
	const name =
		prefs.groups === 'mine'
			? words.myGroups
			: names.length > 0
				? names.join(', ')
				: words.allGroups;
	const choices: Choice[] = [
		{
			key: 'all',
			label: words.allGroups,
			isOn: name === words.allGroups,
			onChoose: () => onChange({ groups: 'all' }),
		},
		{
			key: 'mine',
			label: words.myGroups,
			more: words.myGroupsMore,
			isOn: prefs.groups === 'mine',
			onChoose: () => onChange({ groups: 'mine' }),
		},
		...sorted.map((group, index) => ({
			key: group.id,
			label: group.name,
			isOn: chosen.includes(group.id),
			isApart: index === 0 || isOwn(group) !== isOwn(sorted[index - 1] ?? group),
			onChoose: () => toggle(group.id),
		})),
	];
	return (
		<div className="filters">
			{groups.length > 0 && (
				<Menu
					label={fill(words.groupFilter, { name })}
					choices={choices}
					className={`drop ${name === words.allGroups ? '' : 'on'}`}
					openSignal={openGroups}
				>
					<span className="cut">{name}</span>
					<Icon name="down" />
				</Menu>
			)}
			<Menu
				label={fill(words.orderIs, { name: orderWords[prefs.order] })}
				choices={orders.map((order) => ({
					key: order,
					label: orderWords[order],
					isOn: prefs.order === order,
					onChoose: () => onChange({ order }),
				}))}
				className="drop"
				side={groups.length > 0 ? 'end' : 'start'}
			>
				{orderWords[prefs.order]}
				<Icon name="down" />
			</Menu>
		</div>
	);
}

/** Whether the groups that are shown take in this one. */
export function isInGroups(
	group: string | null,
	wanted: InboxPrefs['groups'],
	groups: readonly GroupView[],
	me: string,
): boolean {
	// While the groups are not known nothing is hidden.
	if (wanted === 'all' || groups.length === 0) return true;
	if (wanted !== 'mine') return group !== null && wanted.includes(group);
	const found = groups.find(({ id }) => id === group);
	return (
		found === undefined || found.agents.includes(me as never) || found.standby.includes(me as never)
	);
}
