import type { ReactNode } from 'react';
import { useDesk } from '../../shell/desk.tsx';
import { go } from '../../shell/router.ts';
import { PageHead } from '../page-head.tsx';
import { SaveActs } from '../save-acts.tsx';
import type { SitePart, WholeSite } from '../site/use-site.ts';
import { useDraft } from '../use-draft.ts';
import { words as settingsWords } from '../words.ts';
import { Articles } from './articles.tsx';
import { Before } from './before.tsx';
import { Keys } from './keys.tsx';
import { Look } from './look.tsx';
import { Naming } from './naming.tsx';
import { Preview } from './preview.tsx';
import { SeenPill } from './seen-pill.tsx';
import { valueOf, type SiteValue } from './site-draft.ts';
import { Texts } from './texts.tsx';
import { VisitorRules } from './visitor-rules.tsx';
import { Where } from './where.tsx';

interface Props {
	readonly site: WholeSite;
	readonly store: (part: SitePart) => Promise<void>;
	/** There is no list to go back to. */
	readonly isOnly: boolean;
	readonly acts: ReactNode;
}

/** One website: what visitors see of it, where it may run, and beside it how it looks now. */
export function SiteForm({ site, store, isOnly, acts }: Props) {
	const { me } = useDesk();
	const draft = useDraft<SiteValue>(valueOf(site), ({ name, origins, ...settings }) =>
		store({ name, origins, settings }),
	);
	const section = { site, value: draft.value, change: draft.change };
	return (
		<>
			<PageHead
				title={site.name}
				{...(isOnly
					? {}
					: { above: { name: settingsWords.sites, onGo: () => go('settings', 'sites') } })}
			>
				<SeenPill seen={site.seen} />
				{draft.changes === 0 && acts}
				<SaveActs draft={draft} />
			</PageHead>
			<div className="page-body">
				<div className="wide site-body">
					<div>
						{draft.error !== null && (
							<p className="callout bad" role="alert">
								{draft.error}
							</p>
						)}
						<Naming {...section} />
						<Look {...section} />
						<Texts {...section} />
						<Before {...section} />
						<VisitorRules {...section} />
						<Articles {...section} />
						<Where {...section} />
						<Keys site={site} />
					</div>
					<Preview site={site} value={draft.value} agent={me.name} />
				</div>
			</div>
		</>
	);
}
