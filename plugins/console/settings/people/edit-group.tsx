import { useState } from '@wordpress/element';
import type { AgentId } from '../../../../shared/ids.ts';
import { strategies, type GroupView } from '../../../../shared/views/desk-view.ts';
import type { AccountView } from '../../../../shared/views/people-view.ts';
import { Field } from '../../account/field.tsx';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import { Avatar } from '../../shell/people.tsx';
import { go } from '../../shell/router.ts';
import { toast } from '../../shell/toast.tsx';
import { SelectField } from '../fields.tsx';
import { PageHead } from '../page-head.tsx';
import { SaveActs } from '../save-acts.tsx';
import { useDraft } from '../use-draft.ts';
import { words as settingsWords } from '../words.ts';
import { AskDialog } from './ask-dialog.tsx';
import { RowSelect } from './parts.tsx';
import { SitesField } from './sites-field.tsx';
import { words } from './words.ts';

type Fields = Pick<GroupView, 'name' | 'sites' | 'agents' | 'standby' | 'strategy'>;
type Place = 'out' | 'in' | 'standby';

interface Props {
	readonly group: GroupView;
	/** Not stored yet. */
	readonly isNew: boolean;
	readonly agents: readonly AccountView[];
}

/** Name, members, standby, strategy and sites of one group. */
export function EditGroup({ group, isNew, agents }: Props) {
	const [isAsking, setAsking] = useState(false);
	const { id, rev, ...stored } = group;
	const draft = useDraft<Fields>(stored, async (fields) => {
		if (fields.name.trim() === '') throw new Error(words.missingName);
		if (!isNew) return post(`/api/v1/groups/${id}`, { rev, ...fields });
		const made = await post<GroupView>('/api/v1/groups', fields);
		// After the form is not "unsaved" any more.
		setTimeout(() => go('settings', 'groups', made.id, { replace: true }));
		return made;
	});
	const { value, change, error } = draft;
	const toList = (): void => go('settings', 'groups');

	const placeOf = (agent: AgentId): Place => {
		if (value.agents.includes(agent)) return 'in';
		return value.standby.includes(agent) ? 'standby' : 'out';
	};
	const put = (agent: AgentId, place: Place): void => {
		const without = (list: readonly AgentId[]) => list.filter((other) => other !== agent);
		change({
			agents: place === 'in' ? [...value.agents, agent] : without(value.agents),
			standby: place === 'standby' ? [...value.standby, agent] : without(value.standby),
		});
	};
	const remove = (): void => {
		setAsking(false);
		draft.discard();
		post(`/api/v1/groups/${id}/delete`).then(
			() => {
				toast(fill(words.deletedGroup, { name: group.name }));
				toList();
			},
			(failure: unknown) => toast((failure as Error).message),
		);
	};

	const candidates = agents.filter(
		({ id: agent, role, isOff }) => (role !== 'reader' && !isOff) || placeOf(agent) !== 'out',
	);
	return (
		<>
			<PageHead
				title={isNew ? words.newGroup : group.name}
				above={{ name: settingsWords.groups, onGo: toList }}
			>
				<SaveActs draft={draft} />
			</PageHead>
			<div className="page-body">
				{error !== null && (
					<p className="callout bad" role="alert">
						{error}
					</p>
				)}
				<section className="section stack">
					<Field
						label={words.name}
						aside={words.nameAside}
						value={value.name}
						maxLength={80}
						autoFocus={isNew}
						onChange={(event) => change({ name: event.target.value })}
					/>
					<SelectField
						label={words.strategy}
						value={value.strategy}
						options={strategies.map((each) => [each, words.strategies[each]] as const)}
						onChange={(strategy) => change({ strategy })}
					/>
				</section>
				<section className="section" aria-label={words.whoAnswers}>
					<h3>
						{words.whoAnswers} <span>{words.whoAnswersMore}</span>
					</h3>
					<ul className="lined">
						{candidates.map((agent) => (
							<li key={agent.id}>
								<Avatar name={agent.name} photo={agent.photo} isAgent />
								<span className="words">
									<b>{agent.name}</b>
									<small>{agent.isOff ? words.off : words.roles[agent.role]}</small>
								</span>
								<RowSelect<Place>
									label={agent.name}
									value={placeOf(agent.id)}
									options={[
										['out', words.notIn],
										['in', words.answers],
										['standby', words.standby],
									]}
									onChange={(place) => put(agent.id, place)}
								/>
							</li>
						))}
					</ul>
				</section>
				<section className="section stack">
					<SitesField value={value.sites} onChange={(sites) => change({ sites })} />
				</section>
				{!isNew && (
					<section className="section">
						<Button kind="danger" icon="trash" onClick={() => setAsking(true)}>
							{words.deleteGroup}
						</Button>
					</section>
				)}
			</div>
			{isAsking && (
				<AskDialog
					title={fill(words.deleteGroupAsk, { name: group.name })}
					more={words.deleteGroupMore}
					act={words.deleteGroup}
					onYes={remove}
					onClose={() => setAsking(false)}
				/>
			)}
		</>
	);
}
