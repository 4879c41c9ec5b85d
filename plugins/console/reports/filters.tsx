import type { Report } from '../../../shared/views/report-view.ts';
import { Icon } from '../icon.tsx';
import { Menu } from '../shell/menu.tsx';
import { useSites } from '../shell/use-sites.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

export interface Filter {
	readonly site: string | null;
	readonly group: string | null;
	readonly days: number;
}
const windows = [7, 14, 28, 90];
const dayMs = 86_400_000;

/** What the server is asked. Of 14 days it knows itself which they are, at the site. */
export function queryOf({ site, group, days }: Filter): URLSearchParams {
	const query = new URLSearchParams();
	if (site !== null) query.set('site', site);
	if (group !== null) query.set('group', group);
	if (days !== 14) {
		const to = new Date();
		query.set('from', isoOf(to.getTime() - (days - 1) * dayMs));
		query.set('to', isoOf(to.getTime()));
	}
	return query;
}

/** The day here, written as the server reads it: that is how Swedish has it. */
const isoOf = (at: number): string => new Date(at).toLocaleDateString('sv');

export function Filters({
	filter,
	onChange,
	report,
}: {
	readonly filter: Filter;
	readonly onChange: (filter: Filter) => void;
	readonly report: Report | null;
}) {
	const sites = useSites();
	const groups = report?.groups ?? [];
	const siteName = sites.find(({ id }) => id === filter.site)?.name ?? words.allSites;
	const groupName = groups.find(({ id }) => id === filter.group)?.name ?? words.allGroups;
	const days = fill(words.lastDays, { n: filter.days });
	const choice = (key: string, label: string, isOn: boolean, more: Partial<Filter>) => ({
		key,
		label,
		isOn,
		onChoose: () => onChange({ ...filter, ...more }),
	});
	return (
		<div className="filters push">
			{sites.length > 1 && (
				<Menu
					label={fill(words.site, { name: siteName })}
					side="end"
					className="btn quiet"
					choices={[
						choice('all', words.allSites, filter.site === null, { site: null }),
						...sites.map(({ id, name }) => choice(id, name, filter.site === id, { site: id })),
					]}
				>
					<span className="cut">{siteName}</span>
					<Icon name="down" />
				</Menu>
			)}
			{groups.length > 0 && (
				<Menu
					label={fill(words.group, { name: groupName })}
					side="end"
					className="btn quiet"
					choices={[
						choice('all', words.allGroups, filter.group === null, { group: null }),
						...groups.map(({ id, name }) => choice(id, name, filter.group === id, { group: id })),
					]}
				>
					<span className="cut">{groupName}</span>
					<Icon name="down" />
				</Menu>
			)}
			<Menu
				label={fill(words.window, { name: days })}
				side="end"
				choices={windows.map((n) =>
					choice(String(n), fill(words.lastDays, { n }), filter.days === n, { days: n }),
				)}
			>
				<Icon name="calendar" />
				<span className="cut">{days}</span>
				<Icon name="down" />
			</Menu>
		</div>
	);
}
