import type { AccountView } from '../../../../shared/views/people-view.ts';
import { NoticeSettings } from '../../notices/notice-settings.tsx';
import { useDesk } from '../../shell/desk.tsx';
import { useResource } from '../../shell/resource.ts';
import { Failed, Loading } from '../../shell/states.tsx';
import { PageHead } from '../page-head.tsx';
import { words as settingsWords } from '../words.ts';
import { Choices } from './choices.tsx';
import { Profile } from './profile.tsx';

/** What an agent sets for the own self: profile, and how the console behaves. */
export function You() {
	const { me } = useDesk();
	const { data, error, reload } = useResource<readonly AccountView[]>('/api/v1/agents', 'agents');
	const own = data?.find(({ id }) => id === me.id);
	return (
		<>
			<PageHead title={settingsWords.you} />
			<div className="page-body">
				{own !== undefined && <Profile account={own} />}
				{own === undefined && error === null && <Loading onRetry={reload} />}
				{own === undefined && error !== null && <Failed why={error} onRetry={reload} />}
				<Choices />
				<NoticeSettings />
			</div>
		</>
	);
}
