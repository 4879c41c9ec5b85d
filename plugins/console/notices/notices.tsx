import '../styles/notices.css';
import type { AgentPrefs } from '../../../shared/site/agent-prefs.ts';
import { limitFor, limitsOf } from '../inbox/limits.ts';
import { useDesk } from '../shell/desk.tsx';
import { useResource } from '../shell/resource.ts';
import type { Route } from '../shell/router.ts';
import { useSites } from '../shell/use-sites.ts';
import { visitorName } from '../format.ts';
import { AskBar } from './ask-bar.tsx';
import { useAppBadge } from './use-app-badge.ts';
import { useEyes } from './use-eyes.ts';
import { useNotices } from './use-notices.ts';
import { usePushNews } from './use-push-news.ts';

/** Tells what is not before the eyes; shows nothing but the question whether it may, once. */
export function Notices({ route, waiting }: { readonly route: Route; readonly waiting: number }) {
	const { me, state, client } = useDesk();
	const prefs = useResource<AgentPrefs>('/api/v1/me/prefs', 'prefs').data;
	const sites = useSites();
	const tabs = useEyes(me.id, route.area === 'inbox' ? route.id : null, client);

	useNotices({
		client,
		state,
		tabs,
		prefs,
		who: {
			me: me.id,
			team: state.team,
			nameOf: ({ visitor }) => visitorName(visitor, state.visitors.get(visitor)?.name),
			limitOf: (view) => limitFor(view, limitsOf(sites, view)),
		},
	});
	useAppBadge(waiting);
	usePushNews(me.id);
	return <AskBar agent={me.id} />;
}
