import { ratingFilters, type RatingFilter } from '../../../shared/views/archive-view.ts';
import type { GroupView } from '../../../shared/views/desk-view.ts';
import { Icon } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Menu } from '../shell/menu.tsx';
import { useResource } from '../shell/resource.ts';
import { useSites } from '../shell/use-sites.ts';
import { fill } from '../strings.ts';
import { spans, type Wanted } from './use-archive.ts';
import { words } from './words.ts';

interface Props {
	readonly wanted: Wanted;
	/** Tags of what was found so far. */
	readonly tags: readonly string[];
	readonly onChange: (wanted: Wanted) => void;
}

const ratingName = (rating: RatingFilter): string =>
	rating === 'good' || rating === 'bad' ? words[rating] : fill(words.exactly, { n: rating });

/** What narrows the search: each is a menu, and once chosen a chip that can be taken away. */
export function Filters({ wanted, tags, onChange }: Props) {
	const { state } = useDesk();
	const sites = useSites();
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups').data ?? [];
	const set = (change: Partial<Wanted>): void => onChange({ ...wanted, ...change });
	const tagList = [...new Set(wanted.tag === null ? tags : [wanted.tag, ...tags])];

	return (
		<div className="facets" role="group" aria-label={words.filters}>
			<Facet
				name={words.time}
				value={wanted.span}
				options={spans.map((span) => [span, words[span]])}
				onChoose={(span) => set({ span })}
			/>
			{sites.length > 1 && (
				<Facet
					name={words.site}
					value={wanted.site}
					options={sites.map(({ id, name }) => [id, name])}
					onChoose={(site) => set({ site })}
				/>
			)}
			{groups.length > 0 && (
				<Facet
					name={words.group}
					value={wanted.group}
					options={groups.map(({ id, name }) => [id, name])}
					onChoose={(group) => set({ group })}
				/>
			)}
			{tagList.length > 0 && (
				<Facet
					name={words.tag}
					value={wanted.tag}
					options={tagList.map((tag) => [tag, tag])}
					onChoose={(tag) => set({ tag })}
				/>
			)}
			<Facet
				name={words.rating}
				value={wanted.rating}
				options={ratingFilters.map((rating) => [rating, ratingName(rating)])}
				onChoose={(rating) => set({ rating })}
			/>
			{state.team.length > 0 && (
				<Facet
					name={words.with}
					value={wanted.agent}
					options={state.team.map(({ id, name }) => [id, name])}
					onChoose={(agent) => set({ agent })}
				/>
			)}
		</div>
	);
}

function Facet<Value extends string>({
	name,
	value,
	options,
	onChoose,
}: {
	readonly name: string;
	readonly value: Value | null;
	readonly options: readonly (readonly [Value, string])[];
	readonly onChoose: (value: Value | null) => void;
}) {
	const chosen = options.find(([key]) => key === value)?.[1];
	if (value !== null && chosen !== undefined) {
		return (
			<button
				type="button"
				className="chip on"
				aria-label={fill(words.clearFilter, { name: `${name}: ${chosen}` })}
				onClick={() => onChoose(null)}
			>
				<span className="cut">{chosen}</span>
				<Icon name="close" />
			</button>
		);
	}
	return (
		<Menu
			label={name}
			className="chip"
			choices={options.map(([key, label]) => ({ key, label, onChoose: () => onChoose(key) }))}
		>
			{name}
			<Icon name="down" />
		</Menu>
	);
}
