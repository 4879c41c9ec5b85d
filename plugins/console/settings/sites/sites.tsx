import '../../styles/sites.css';
import { useState } from '@wordpress/element';
import { Button } from '../../button.tsx';
import { Icon } from '../../icon.tsx';
import { addressOf, go } from '../../shell/router.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { words as shellWords } from '../../shell/words.ts';
import { PageHead } from '../page-head.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { useSite, type WholeSite } from '../site/use-site.ts';
import { words as settingsWords } from '../words.ts';
import { AddSite } from './add-site.tsx';
import { SeenPill } from './seen-pill.tsx';
import { SiteForm } from './site-form.tsx';
import { words } from './words.ts';

/** The websites of this server: a list when there are several, and all that visitors see of one. */
export function SitesPage({ sub }: SettingsPageProps) {
	const sites = useSite(sub);
	const [isAdding, setAdding] = useState(false);
	const { data, site } = sites;
	const isList = sub === null && data !== null && data.length !== 1;
	const add = (
		<Button icon="plus" onClick={() => setAdding(true)}>
			{words.add}
		</Button>
	);
	return (
		<>
			{site !== null && !isList ? (
				<SiteForm
					key={site.id}
					site={site}
					store={sites.store}
					isOnly={data?.length === 1}
					acts={data?.length === 1 ? add : null}
				/>
			) : (
				<>
					<PageHead title={settingsWords.sites}>{isList && add}</PageHead>
					<div className="page-body">
						{isList ? (
							<SiteList sites={data} />
						) : sites.error !== null ? (
							<Failed why={sites.error} onRetry={sites.reload} />
						) : data === null ? (
							<Loading onRetry={sites.reload} />
						) : (
							<Failed why={shellWords.pageNotThere} onRetry={() => go('settings', 'sites')} />
						)}
					</div>
				</>
			)}
			{isAdding && <AddSite onClose={() => setAdding(false)} onAdded={sites.reload} />}
		</>
	);
}

function SiteList({ sites }: { readonly sites: readonly WholeSite[] }) {
	if (sites.length === 0)
		return (
			<Empty icon="globe" title={words.noSites}>
				{words.noSitesMore}
			</Empty>
		);
	return (
		<ul className="lines">
			{sites.map((site) => (
				<li key={site.id}>
					<a
						className="words"
						href={addressOf('settings', 'sites', site.id)}
						onClick={(event) => {
							if (event.metaKey || event.ctrlKey) return;
							event.preventDefault();
							go('settings', 'sites', site.id);
						}}
					>
						<b dir="auto">{site.name}</b>
						<span className="sub">{site.origins.join(', ')}</span>
					</a>
					<SeenPill seen={site.seen} />
					<Icon name="right" />
				</li>
			))}
		</ul>
	);
}
