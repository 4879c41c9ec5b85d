import type { SiteId } from '../../../../shared/ids.ts';
import { useResource } from '../../shell/resource.ts';
import { Picks, Tick } from './parts.tsx';
import { words } from './words.ts';

type Sites = 'all' | readonly SiteId[];
interface Props {
	readonly value: Sites;
	readonly disabled?: boolean;
	readonly onChange: (sites: Sites) => void;
}

/** All sites, or some of those that this console knows. */
export function SitesField({ value, disabled = false, onChange }: Props) {
	const { data } = useResource<readonly { readonly id: SiteId; readonly name: string }[]>(
		'/api/v1/sites',
		'sites',
	);
	const sites = data ?? [];
	return (
		<Picks
			legend={words.sites}
			items={value === 'all' ? [] : sites}
			chosen={value === 'all' ? [] : value}
			disabled={disabled}
			onChange={onChange}
		>
			<Tick
				label={words.allSites}
				more={words.allSitesMore}
				isOn={value === 'all'}
				onChange={(isAll) => onChange(isAll ? 'all' : sites.map(({ id }) => id))}
			/>
		</Picks>
	);
}
