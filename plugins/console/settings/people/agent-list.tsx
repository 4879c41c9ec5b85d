import type { AccountView } from '../../../../shared/views/people-view.ts';
import type { GroupView } from '../../../../shared/views/desk-view.ts';
import { Icon } from '../../icon.tsx';
import { useDesk } from '../../shell/desk.tsx';
import { Avatar } from '../../shell/people.tsx';
import { useResource } from '../../shell/resource.ts';
import { addressOf, go } from '../../shell/router.ts';
import { words as shellWords } from '../../shell/words.ts';
import { words } from './words.ts';

/** A row for each account (L39): who, with what status, role, groups and load. Those that one may change lead to their form. */
export function AgentList({ accounts }: { readonly accounts: readonly AccountView[] }) {
	const { state } = useDesk();
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups').data ?? [];
	const nameOf = new Map(groups.map(({ id, name }) => [id, name]));
	const team = new Map(state.team.map((member) => [member.id, member]));
	return (
		<div className="accounts" role="table" aria-label={words.agent}>
			<div className="account-line heads-row" role="row">
				<span role="columnheader">{words.agent}</span>
				<span role="columnheader">{words.role}</span>
				<span role="columnheader">{words.groups}</span>
				<span role="columnheader" className="num">
					{words.load}
				</span>
			</div>
			{accounts.map((account) => (
				<div
					key={account.id}
					className={`account-line ${account.isOff ? 'is-off' : ''}`}
					role="row"
				>
					<span role="cell" className="person">
						<Avatar
							name={account.name}
							photo={account.photo}
							isAgent
							{...(account.isOff ? {} : { status: team.get(account.id)?.status ?? 'offline' })}
						/>
						<span className="words">
							<Name account={account} />
							<small className="cut">
								{account.isOff ? words.off : shellWords[team.get(account.id)?.status ?? 'offline']}
								{account.email !== null && ` · ${account.email}`}
							</small>
						</span>
					</span>
					<span role="cell" className="role">
						{words.roles[account.role]}
						{account.hasSecondStep === true && (
							<span className="pill good">
								<Icon name="shield" />
								{words.secondStep}
							</span>
						)}
					</span>
					<span role="cell" className="tags">
						{account.groups.map((id) => (
							<span key={id} className="tag">
								{nameOf.get(id) ?? ''}
							</span>
						))}
					</span>
					<span role="cell" className="num">
						{account.role === 'reader' || account.isOff
							? '–'
							: `${team.get(account.id)?.load ?? 0}/${account.capacity ?? '∞'}`}
					</span>
				</div>
			))}
		</div>
	);
}

function Name({ account }: { readonly account: AccountView }) {
	const { me } = useDesk();
	const { id, name, mayChange } = account;
	const own = id === me.id && <span className="pill">{words.you}</span>;
	if (!mayChange)
		return (
			<b>
				{name} {own}
			</b>
		);
	return (
		<b>
			<a
				href={addressOf('settings', 'agents', id)}
				onClick={(event) => {
					if (event.metaKey || event.ctrlKey) return;
					event.preventDefault();
					go('settings', 'agents', id);
				}}
			>
				{name}
			</a>{' '}
			{own}
		</b>
	);
}
