import type { SiteId } from '../../../../shared/ids.ts';
import {
	roleNames,
	type AccountView,
	type RoleName,
} from '../../../../shared/views/people-view.ts';
import { Field } from '../../account/field.tsx';
import { post } from '../../api.ts';
import { useDesk } from '../../shell/desk.tsx';
import { go } from '../../shell/router.ts';
import { SelectField } from '../fields.tsx';
import { PageHead } from '../page-head.tsx';
import { SaveActs } from '../save-acts.tsx';
import { useDraft } from '../use-draft.ts';
import { words as settingsWords } from '../words.ts';
import { AgentAccess } from './agent-access.tsx';
import { PhotoField } from './photo-field.tsx';
import { SitesField } from './sites-field.tsx';
import { words } from './words.ts';

interface Fields {
	readonly name: string;
	readonly role: RoleName;
	readonly sites: 'all' | readonly SiteId[];
	/** As typed; empty: no limit. */
	readonly capacity: string;
}

/** One account, for those above it. */
export function EditAgent({ account }: { readonly account: AccountView }) {
	const { me } = useDesk();
	const isSelf = account.id === me.id;
	const stored: Fields = {
		name: account.name,
		role: account.role,
		sites: account.sites,
		capacity: account.capacity === null ? '' : String(account.capacity),
	};
	const draft = useDraft(stored, async ({ name, role, sites, capacity }) => {
		if (name.trim() === '') throw new Error(words.missingName);
		if (!isCapacity(capacity)) throw new Error(words.capacityBad);
		await post(`/api/v1/agents/${account.id}`, {
			rev: account.rev,
			name,
			capacity: capacity.trim() === '' ? null : Number(capacity),
			// Nobody changes the own ones.
			...(isSelf ? {} : { role, sites }),
		});
	});
	const { value, change, error } = draft;
	const above = { name: settingsWords.agents, onGo: () => go('settings', 'agents') };
	return (
		<>
			<PageHead title={account.name} above={above}>
				<SaveActs draft={draft} />
			</PageHead>
			<div className="page-body">
				{error !== null && (
					<p className="callout bad" role="alert">
						{error}
					</p>
				)}
				<section className="section stack">
					<PhotoField account={account} />
					<div className="two">
						<Field
							label={words.name}
							aside={words.nameAside}
							value={value.name}
							maxLength={80}
							error={value.name.trim() === '' ? words.missingName : undefined}
							onChange={(event) => change({ name: event.target.value })}
						/>
						<Field
							label={words.capacity}
							value={value.capacity}
							inputMode="numeric"
							maxLength={3}
							help={words.capacityHelp}
							error={isCapacity(value.capacity) ? undefined : words.capacityBad}
							onChange={(event) => change({ capacity: event.target.value })}
						/>
					</div>
				</section>
				<section className="section stack">
					<SelectField
						label={words.role}
						value={value.role}
						disabled={isSelf}
						help={isSelf ? words.ownRole : words.roleHelp[value.role]}
						options={roleNames
							.filter((each) => each !== 'owner' || me.role === 'owner')
							.map((each) => [each, words.roles[each]] as const)}
						onChange={(role) => change(role === 'owner' ? { role, sites: 'all' } : { role })}
					/>
					<SitesField
						value={value.sites}
						disabled={isSelf || value.role === 'owner'}
						onChange={(sites) => change({ sites })}
					/>
				</section>
				{!isSelf && <AgentAccess account={account} />}
			</div>
		</>
	);
}

const isCapacity = (text: string): boolean =>
	text.trim() === '' || (/^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100);
