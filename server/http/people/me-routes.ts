import * as z from 'zod';
import type { AgentId } from '../../../shared/ids.ts';
import {
	agentPrefsChange,
	changePrefs,
	readPrefs,
	type AgentPrefs,
} from '../../../shared/site/agent-prefs.ts';
import { checkFields } from '../../../shared/site/check-fields.ts';
import { hashOf, type SecondSteps, type SignIn, type Team } from '../../routing/index.ts';
import type { Answer, Call, Route } from '../route.ts';
import { newPassword, oldPassword, secondCode } from './fields.ts';
import { agentOf, get, post, secretOf } from './routes.ts';
import { sessionView } from './views.ts';

export interface MeRouteDeps {
	readonly signIn: SignIn;
	readonly secondSteps: SecondSteps;
	readonly team: Team;
	readonly publicOrigin: () => string;
	/** For lists of accounts, which show who has a second step. */
	readonly changed: (id: AgentId) => void;
	/** Tells this agent's consoles. */
	readonly prefsChanged: (agent: AgentId) => void;
}

const passwordChange = z.strictObject({ password: oldPassword, newPassword });
const confirmed = z.strictObject({ password: oldPassword });
const withCode = z.strictObject({ code: secondCode });

/** What an agent does with the own account: password, sessions, second step, choices. */
export function meRoutes(deps: MeRouteDeps): Route[] {
	const { signIn, secondSteps, team } = deps;

	/** Asks for the password again: a console that was left open must not give the account away. */
	async function confirmedAgent(call: Call) {
		const agent = agentOf(call);
		const { password } = checkFields(confirmed, call.body);
		await signIn.confirmPassword(agent, password, call.address);
		return agent;
	}

	async function sessions(call: Call): Promise<Answer> {
		const own = hashOf(secretOf(call));
		const list = await signIn.list(agentOf(call).id);
		return { json: list.map((session) => sessionView(session, own)) };
	}

	async function changePassword(call: Call): Promise<Answer> {
		const agent = agentOf(call);
		const { password, newPassword: next } = checkFields(passwordChange, call.body);
		await signIn.confirmPassword(agent, password, call.address);
		await signIn.changePassword(agent.id, next, secretOf(call));
		return { json: {} };
	}

	async function savePrefs(call: Call): Promise<Answer> {
		const agent = agentOf(call);
		const prefs: AgentPrefs = changePrefs(agent.prefs, checkFields(agentPrefsChange, call.body));
		await team.setPrefs(agent.id, prefs);
		deps.prefsChanged(agent.id);
		return { json: prefs };
	}

	const own = '/api/v1/me';
	return [
		get(`${own}/prefs`, (call) => ({ json: readPrefs(agentOf(call).prefs) })),
		post(`${own}/prefs`, savePrefs),
		post(`${own}/password`, changePassword),
		get(`${own}/sessions`, sessions),
		post(`${own}/sessions/delete`, async (call) => {
			await signIn.endOthers(agentOf(call).id, secretOf(call));
			return { json: {} };
		}),
		post(`${own}/sessions/:id/delete`, async (call) => {
			await signIn.endOne(agentOf(call).id, call.params['id'] ?? '');
			return { json: {} };
		}),
		get(`${own}/second-step`, async (call) => ({
			json: await secondSteps.state(agentOf(call).id),
		})),
		post(`${own}/second-step`, async (call) => {
			const { id, email } = await confirmedAgent(call);
			const issuer = `Parley ${new URL(deps.publicOrigin()).hostname}`;
			return { json: await secondSteps.begin(id, issuer, email) };
		}),
		post(`${own}/second-step/confirm`, async (call) => {
			const { code } = checkFields(withCode, call.body);
			const { id } = agentOf(call);
			const recovery = await secondSteps.confirm(id, code);
			deps.changed(id);
			return { json: { recovery } };
		}),
		post(`${own}/second-step/recovery`, async (call) => ({
			json: { recovery: await secondSteps.renewRecovery((await confirmedAgent(call)).id) },
		})),
		post(`${own}/second-step/delete`, async (call) => {
			const { id } = await confirmedAgent(call);
			await secondSteps.remove(id);
			deps.changed(id);
			return { json: {} };
		}),
	];
}
