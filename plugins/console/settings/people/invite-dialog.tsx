import { useState } from '@wordpress/element';
import type { GroupId, SiteId } from '../../../../shared/ids.ts';
import type { GroupView } from '../../../../shared/views/desk-view.ts';
import { roleNames, type RoleName } from '../../../../shared/views/people-view.ts';
import { Field } from '../../account/field.tsx';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import { useDesk } from '../../shell/desk.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { useResource } from '../../shell/resource.ts';
import { LinkToCopy } from './link-to-copy.tsx';
import { SelectField } from '../fields.tsx';
import { Picks } from './parts.tsx';
import { SitesField } from './sites-field.tsx';
import { words } from './words.ts';

interface Props {
	/** An invitation was made. */
	readonly onDone: () => void;
	readonly onClose: () => void;
}

/** Who is invited, then the link to pass on. */
export function InviteDialog({ onDone, onClose }: Props) {
	const { me } = useDesk();
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups').data ?? [];
	const [name, setName] = useState('');
	const [email, setEmail] = useState('');
	const [role, setRole] = useState<RoleName>('agent');
	const [sites, setSites] = useState<'all' | readonly SiteId[]>('all');
	const [inGroups, setGroups] = useState<readonly GroupId[]>([]);
	const [isChecked, setChecked] = useState(false);
	const [isBusy, setBusy] = useState(false);
	const [failure, setFailure] = useState<string | null>(null);
	const [url, setUrl] = useState<string | null>(null);
	const isNamed = name.trim() !== '';
	const isEmail = /^[^\s@]+@[^\s@]+$/.test(email.trim());

	function send(): void {
		setChecked(true);
		if (!isNamed || !isEmail || isBusy) return;
		setBusy(true);
		setFailure(null);
		post<{ url: string }>('/api/v1/invitations', { name, email, role, sites, groups: inGroups })
			.then(
				(made) => {
					setUrl(made.url);
					onDone();
				},
				(error: unknown) => setFailure((error as Error).message),
			)
			.finally(() => setBusy(false));
	}

	if (url !== null)
		return (
			<Dialog
				title={fill(words.linkReady, { name })}
				onClose={onClose}
				onSubmit={onClose}
				footer={
					<Button kind="primary" onClick={onClose}>
						{words.done}
					</Button>
				}
			>
				<div className="stack">
					<p>{fill(words.linkMore, { name })}</p>
					<LinkToCopy label={fill(words.linkReady, { name })} url={url} />
				</div>
			</Dialog>
		);
	return (
		<Dialog
			title={words.inviteTitle}
			onClose={onClose}
			onSubmit={send}
			footer={
				<>
					<Button kind="quiet" onClick={onClose}>
						{words.cancel}
					</Button>
					<Button kind="primary" type="submit" aria-busy={isBusy}>
						{words.makeLink}
					</Button>
				</>
			}
		>
			<div className="stack">
				<p className="dim">{words.inviteMore}</p>
				<Field
					label={words.name}
					aside={words.nameAside}
					value={name}
					maxLength={80}
					autoComplete="off"
					error={isChecked && !isNamed ? words.missingName : undefined}
					onChange={(event) => setName(event.target.value)}
					autoFocus
				/>
				<Field
					label={words.email}
					aside={words.emailAside}
					type="email"
					value={email}
					maxLength={254}
					autoComplete="off"
					error={isChecked && !isEmail ? words.missingEmail : undefined}
					onChange={(event) => setEmail(event.target.value)}
				/>
				<SelectField
					label={words.role}
					value={role}
					help={words.roleHelp[role]}
					options={roleNames
						.filter((each) => each !== 'owner' || me.role === 'owner')
						.map((each) => [each, words.roles[each]] as const)}
					onChange={(next) => {
						setRole(next);
						if (next === 'owner') setSites('all');
					}}
				/>
				<SitesField value={sites} disabled={role === 'owner'} onChange={setSites} />
				{groups.length > 0 && (
					<Picks legend={words.groups} items={groups} chosen={inGroups} onChange={setGroups} />
				)}
				<p className="callout bad" role="alert" hidden={failure === null}>
					{failure}
				</p>
			</div>
		</Dialog>
	);
}
