import type { ComponentType } from 'react';
import { Agents } from './people/agents.tsx';
import { Groups } from './people/groups.tsx';
import { Security } from './people/security.tsx';
import { You } from './people/you.tsx';
import { BansPage } from './site/bans.tsx';
import { GreetingsPage } from './site/greetings.tsx';
import { HoursPage } from './site/hours.tsx';
import { RepliesPage } from './replies/replies.tsx';
import { RoutingPage } from './site/routing.tsx';
import { BackupsPage } from './records/backups.tsx';
import { PluginsPage } from './records/plugins.tsx';
import { PrivacyPage } from './records/privacy.tsx';
import { SitesPage } from './sites/sites.tsx';
import { words } from './words.ts';

export interface SettingsPageProps {
	/** What is chosen within the page, by the address: a site, an agent, a group. */
	readonly sub: string | null;
}
export interface SettingsPage {
	/** Stands in the address. */
	readonly id: string;
	readonly name: string;
	/** Who sees it in the navigation. */
	readonly who: 'everybody' | 'admins' | 'leaders';
	readonly page: ComponentType<SettingsPageProps>;
}

/** Groups of links, parted by lines: talking, people, connections, server, you. Each page stands here once. */
export const pageGroups: readonly (readonly SettingsPage[])[] = [
	[
		{ id: 'sites', name: words.sites, who: 'admins', page: SitesPage },
		{ id: 'greetings', name: words.greetings, who: 'admins', page: GreetingsPage },
		{ id: 'replies', name: words.replies, who: 'everybody', page: RepliesPage },
		{ id: 'hours', name: words.hours, who: 'admins', page: HoursPage },
		{ id: 'bans', name: words.bans, who: 'leaders', page: BansPage },
	],
	[
		{ id: 'agents', name: words.agents, who: 'everybody', page: Agents },
		{ id: 'groups', name: words.groups, who: 'admins', page: Groups },
		{ id: 'routing', name: words.routing, who: 'admins', page: RoutingPage },
	],
	[{ id: 'plugins', name: words.plugins, who: 'admins', page: PluginsPage }],
	[
		{ id: 'privacy', name: words.privacy, who: 'admins', page: PrivacyPage },
		{ id: 'backups', name: words.backups, who: 'admins', page: BackupsPage },
	],
	[
		{ id: 'you', name: words.you, who: 'everybody', page: You },
		{ id: 'security', name: words.security, who: 'everybody', page: Security },
	],
];

export const namesOfPages = words;
