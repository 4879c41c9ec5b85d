import type { AccountView } from '../../../../shared/views/people-view.ts';
import type { GroupView } from '../../../../shared/views/desk-view.ts';
import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import { useResource } from '../../shell/resource.ts';
import { addressOf, go } from '../../shell/router.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { PageHead } from '../page-head.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { words as settingsWords } from '../words.ts';
import { EditGroup } from './edit-group.tsx';
import { words } from './words.ts';

/** Stands in the address in place of an id. */
const newOne = 'new';
const blank: GroupView = {
	id: newOne as GroupView['id'],
	name: '',
	sites: 'all',
	agents: [],
	standby: [],
	strategy: 'least_busy',
	rev: 0,
};

/** Groups of agents (G58), and one of them. */
export function Groups({ sub }: SettingsPageProps) {
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups');
	const agents = useResource<readonly AccountView[]>('/api/v1/agents', 'agents');
	const error = groups.error ?? agents.error;
	const reload = (): void => {
		groups.reload();
		agents.reload();
	};
	const add = (
		<Button kind="primary" icon="plus" onClick={() => go('settings', 'groups', newOne)}>
			{words.addGroup}
		</Button>
	);
	if (groups.data === null || agents.data === null)
		return (
			<>
				<PageHead title={settingsWords.groups} />
				<div className="page-body">
					{error === null ? <Loading onRetry={reload} /> : <Failed why={error} onRetry={reload} />}
				</div>
			</>
		);
	if (sub !== null) {
		const group = sub === newOne ? blank : groups.data.find(({ id }) => id === sub);
		if (group !== undefined)
			return <EditGroup key={sub} group={group} isNew={sub === newOne} agents={agents.data} />;
		return (
			<Empty
				icon="users"
				title={words.groupNotThere}
				action={<Button onClick={() => go('settings', 'groups')}>{words.backToGroups}</Button>}
			/>
		);
	}
	if (groups.data.length === 0)
		return (
			<>
				<PageHead title={settingsWords.groups} />
				<div className="page-body">
					<Empty icon="users" title={words.noGroupsYet} action={add}>
						{words.noGroupsYetMore}
					</Empty>
				</div>
			</>
		);
	return (
		<>
			<PageHead title={settingsWords.groups}>{add}</PageHead>
			<div className="page-body">
				<ul className="lined">
					{groups.data.map((group) => (
						<li key={group.id}>
							<a
								className="words"
								href={addressOf('settings', 'groups', group.id)}
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey) return;
									event.preventDefault();
									go('settings', 'groups', group.id);
								}}
							>
								<b>{group.name}</b>
								<small>{aboutGroup(group)}</small>
							</a>
						</li>
					))}
				</ul>
			</div>
		</>
	);
}

function aboutGroup({ agents, standby, strategy }: GroupView): string {
	if (agents.length + standby.length === 0) return words.nobodyIn;
	const parts = [fill(words.members, { n: agents.length })];
	if (standby.length > 0) parts.push(fill(words.standbyCount, { n: standby.length }));
	return [...parts, words.strategies[strategy]].join(' · ');
}
