import * as z from 'zod';
import { checkFields } from '../../../shared/site/check-fields.ts';
import {
	meet,
	within,
	type Agents,
	type Groups,
	type Invitations,
	type SignIn,
	type Team,
} from '../../routing/index.ts';
import { DomainError } from '../../../shared/errors.ts';
import { fromOf, me } from '../account-routes.ts';
import type { Answer, Call, Route } from '../route.ts';
import {
	email,
	groups as groupIds,
	linkCode,
	newPassword,
	personName,
	role,
	sites,
} from './fields.ts';
import { adminOf, get, post, publicPost } from './routes.ts';
import { invitationView } from './views.ts';

export interface InvitationRouteDeps {
	readonly agents: Agents;
	readonly groups: Groups;
	readonly invitations: Invitations;
	readonly signIn: SignIn;
	readonly team: Team;
	readonly publicOrigin: () => string;
	/** The list of invitations is another one now. */
	readonly changed: () => void;
}

const invitation = z.strictObject({ name: personName, email, role, sites, groups: groupIds });
const withCode = z.strictObject({ code: linkCode });
const joining = z.strictObject({ code: linkCode, name: personName, password: newPassword });
const resetting = z.strictObject({ code: linkCode, password: newPassword });

/** How people come in by a link: invited, or with a new password. */
export function invitationRoutes(deps: InvitationRouteDeps): Route[] {
	const { agents, invitations, signIn, team } = deps;

	async function list(call: Call): Promise<Answer> {
		const asker = adminOf(call);
		const open = (await invitations.list()).filter((each) => meet(each.sites, asker.sites));
		return { json: open.map((each) => invitationView(each, agents.nameOf(each.by))) };
	}

	async function invite(call: Call): Promise<Answer> {
		const asker = adminOf(call);
		const made = await team.invite(asker, checkFields(invitation, call.body));
		deps.changed();
		return {
			status: 201,
			json: {
				invitation: invitationView(made.invitation, asker.name),
				url: `${deps.publicOrigin()}/console/join#${made.code}`,
			},
		};
	}

	async function takeBack(call: Call): Promise<Answer> {
		const asker = adminOf(call);
		const known = await invitations.get(call.params['id'] ?? '');
		if (!within(known.sites, asker.sites) || (known.role === 'owner' && asker.role !== 'owner'))
			throw new DomainError('forbidden', 'Only those who may invite so can take it back.');
		await invitations.remove(known.id);
		deps.changed();
		return { json: {} };
	}

	/** Before the form is filled in: whether the link works, and for whom it is. */
	async function check(call: Call): Promise<Answer> {
		const known = await invitations.byCode(checkFields(withCode, call.body).code);
		const by = agents.nameOf(known.by);
		return { json: { name: known.name, email: known.email, role: known.role, by } };
	}

	async function join(call: Call): Promise<Answer> {
		const { code, name, password } = checkFields(joining, call.body);
		const agent = await team.join(code, { name, password });
		deps.changed();
		const { secret } = await signIn.begin(agent, fromOf(call));
		return { ...me(agent), session: secret };
	}

	async function checkReset(call: Call): Promise<Answer> {
		const { name, email: address } = await signIn.resetOf(checkFields(withCode, call.body).code);
		return { json: { name, email: address } };
	}

	async function reset(call: Call): Promise<Answer> {
		const { code, password } = checkFields(resetting, call.body);
		await signIn.resetOf(code);
		await signIn.resetPassword(code, password);
		return { json: {} };
	}

	return [
		get('/api/v1/invitations', list),
		post('/api/v1/invitations', invite),
		post('/api/v1/invitations/:id/delete', takeBack),
		publicPost('/api/join/check', check),
		publicPost('/api/join', join),
		publicPost('/api/reset/check', checkReset),
		publicPost('/api/reset', reset),
	];
}
