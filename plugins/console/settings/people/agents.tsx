import { useState } from '@wordpress/element';
import type { AccountView, InvitationView } from '../../../../shared/views/people-view.ts';
import { Button } from '../../button.tsx';
import { useDesk } from '../../shell/desk.tsx';
import { useResource } from '../../shell/resource.ts';
import { go } from '../../shell/router.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { PageHead } from '../page-head.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { words as settingsWords } from '../words.ts';
import { AgentList } from './agent-list.tsx';
import { EditAgent } from './edit-agent.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { words } from './words.ts';

/** The team: who is there, who is invited, and one account of it. */
export function Agents({ sub }: SettingsPageProps) {
	const { isAdmin } = useDesk();
	const [isInviting, setInviting] = useState(false);
	const { data, error, reload } = useResource<readonly AccountView[]>(
		'/api/v1/agents',
		'agents',
		'groups',
	);
	const invitations = useResource<readonly InvitationView[]>(
		isAdmin ? '/api/v1/invitations' : null,
		'agents',
	);
	if (data === null)
		return (
			<>
				<PageHead title={settingsWords.agents} />
				<div className="page-body">
					{error === null ? <Loading onRetry={reload} /> : <Failed why={error} onRetry={reload} />}
				</div>
			</>
		);
	if (sub !== null) {
		const account = data.find(({ id, mayChange }) => id === sub && mayChange);
		if (account !== undefined) return <EditAgent key={sub} account={account} />;
		return (
			<Empty
				icon="users"
				title={words.notThere}
				action={<Button onClick={() => go('settings', 'agents')}>{words.backToAgents}</Button>}
			/>
		);
	}
	return (
		<>
			<PageHead title={settingsWords.agents}>
				{isAdmin && (
					<Button kind="primary" icon="plus" onClick={() => setInviting(true)}>
						{words.invite}
					</Button>
				)}
			</PageHead>
			<div className="page-body">
				<AgentList accounts={data} />
				{isAdmin && <Invitations list={invitations.data ?? []} onChange={invitations.reload} />}
				{data.length === 1 && invitations.data?.length === 0 && (
					<Empty icon="users" title={words.noAgents}>
						{words.noAgentsMore}
					</Empty>
				)}
			</div>
			{isInviting && (
				<InviteDialog onDone={invitations.reload} onClose={() => setInviting(false)} />
			)}
		</>
	);
}
