import * as z from 'zod';
import { DomainError } from '../../../shared/errors.ts';
import type { AgentId } from '../../../shared/ids.ts';
import { checkFields } from '../../../shared/site/check-fields.ts';
import {
	mayManage,
	meet,
	type Agent,
	type Agents,
	type Groups,
	type SecondSteps,
	type SignIn,
	type Team,
} from '../../routing/index.ts';
import type { Answer, Call, Route } from '../route.ts';
import { capacity, personName, rev, role, sites } from './fields.ts';
import { adminOf, agentOf, get, post } from './routes.ts';
import { accountView, sessionView } from './views.ts';

export interface TeamRouteDeps {
	readonly agents: Agents;
	readonly groups: Groups;
	readonly signIn: SignIn;
	readonly secondSteps: SecondSteps;
	readonly team: Team;
	readonly publicOrigin: () => string;
	/** For what a list of accounts shows and the account itself does not hold. */
	readonly changed: (id: AgentId) => void;
}

const change = z.strictObject({
	/** Of the account that the change was made on. */
	rev,
	name: personName.optional(),
	role: role.optional(),
	sites: sites.optional(),
	capacity: capacity.optional(),
	isOff: z.boolean().optional(),
});

/** The team's accounts. Everybody sees colleagues of the own sites; owners and admins change them. */
export function teamRoutes(deps: TeamRouteDeps): Route[] {
	const { agents, signIn, secondSteps, team } = deps;

	async function viewOf(agent: Agent, asker: Agent) {
		const withSecondStep = await secondSteps.onOf([agent.id]);
		return accountView(agent, asker, { groups: deps.groups, withSecondStep });
	}

	async function list(call: Call): Promise<Answer> {
		const asker = agentOf(call);
		const seen = agents
			.all()
			.filter(({ id, sites: of }) => id === asker.id || meet(of, asker.sites));
		const withSecondStep = await secondSteps.onOf(seen.map(({ id }) => id));
		const views = seen.map((agent) =>
			accountView(agent, asker, { groups: deps.groups, withSecondStep }),
		);
		return { json: views.sort((a, b) => (a.name < b.name ? -1 : 1)) };
	}

	/** The account that the address names, if the asker is above it. */
	function managed(call: Call): Agent {
		const admin = adminOf(call);
		const agent = team.mustGet(call.params['id'] ?? '');
		if (mayManage(admin, agent)) return agent;
		throw new DomainError(
			'forbidden',
			agent.role === 'owner'
				? 'Only an owner may do this with the account of an owner.'
				: 'Only an owner or an admin of all sites of this account may do this.',
		);
	}

	async function edit(call: Call): Promise<Answer> {
		const asker = agentOf(call);
		const { rev: known, ...fields } = checkFields(change, call.body);
		const changed = await team.change(asker, call.params['id'] ?? '', known, fields);
		return { json: await viewOf(changed, asker) };
	}

	const path = '/api/v1/agents';
	return [
		get(path, list),
		post(`${path}/:id`, edit),
		get(`${path}/:id/sessions`, async (call) => ({
			json: (await signIn.list(managed(call).id)).map((session) => sessionView(session, null)),
		})),
		post(`${path}/:id/sessions/delete`, async (call) => {
			await signIn.endAll(managed(call).id);
			return { json: {} };
		}),
		post(`${path}/:id/second-step/delete`, async (call) => {
			const { id } = managed(call);
			await secondSteps.remove(id);
			deps.changed(id);
			return { json: {} };
		}),
		post(`${path}/:id/reset-link`, async (call) => {
			const code = await signIn.resetCode(managed(call).id);
			return { json: { url: `${deps.publicOrigin()}/console/reset#${code}` } };
		}),
	];
}
