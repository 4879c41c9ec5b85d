import type { ReactNode } from 'react';
import type { SiteSettings } from '../../../../shared/site/site-settings.ts';
import { Icon } from '../../icon.tsx';
import { Menu } from '../../shell/menu.tsx';
import { go } from '../../shell/router.ts';
import { Failed, Loading } from '../../shell/states.tsx';
import { words as shellWords } from '../../shell/words.ts';
import { PageHead } from '../page-head.tsx';
import { SaveActs } from '../save-acts.tsx';
import { useDraft, type Draft } from '../use-draft.ts';
import { useSite, type WholeSite } from './use-site.ts';

interface Props<Key extends keyof SiteSettings> {
	/** In the address: where another site leads to. */
	readonly page: string;
	readonly title: string;
	/** The section of the settings that is edited. */
	readonly part: Key;
	readonly sub: string | null;
	readonly children: (draft: Draft<Pick<SiteSettings, Key>>, site: WholeSite) => ReactNode;
}

/** A page that edits one section of a site's settings: which site, save and discard in the head, the form below. */
export function SectionPage<Key extends keyof SiteSettings>(props: Props<Key>) {
	const sites = useSite(props.sub);
	if (sites.site === null)
		return (
			<>
				<PageHead title={props.title} />
				<div className="page-body">
					{sites.error !== null ? (
						<Failed why={sites.error} onRetry={sites.reload} />
					) : sites.data === null ? (
						<Loading onRetry={sites.reload} />
					) : (
						<Failed why={shellWords.pageNotThere} onRetry={() => go('settings', props.page)} />
					)}
				</div>
			</>
		);
	return (
		<Form
			{...props}
			key={sites.site.id}
			site={sites.site}
			all={sites.data ?? []}
			store={sites.store}
		/>
	);
}

function Form<Key extends keyof SiteSettings>({
	page,
	title,
	part,
	children,
	site,
	all,
	store,
}: Props<Key> & {
	readonly site: WholeSite;
	readonly all: readonly WholeSite[];
	readonly store: ReturnType<typeof useSite>['store'];
}) {
	const draft = useDraft({ [part]: site.settings[part] } as Pick<SiteSettings, Key>, (settings) =>
		store({ settings: settings as Partial<SiteSettings> }),
	);
	return (
		<>
			<PageHead title={title}>
				{all.length > 1 && (
					<Menu
						label={site.name}
						className="drop"
						isNamedByContent
						side="end"
						choices={all.map(({ id, name }) => ({
							key: id,
							label: name,
							isOn: id === site.id,
							onChoose: () => go('settings', page, id),
						}))}
					>
						{site.name}
						<Icon name="down" />
					</Menu>
				)}
				<SaveActs draft={draft} />
			</PageHead>
			<div className="page-body">
				{draft.error !== null && (
					<p className="callout bad" role="alert">
						{draft.error}
					</p>
				)}
				{children(draft, site)}
			</div>
		</>
	);
}
