import * as z from 'zod';
import { DomainError } from '../../../shared/errors.ts';
import type { AgentId, GroupId } from '../../../shared/ids.ts';
import { checkFields } from '../../../shared/site/check-fields.ts';
import {
	groupView,
	meet,
	within,
	type Agent,
	type Agents,
	type Groups,
} from '../../routing/index.ts';
import type { Answer, Call, Route } from '../route.ts';
import { personName, rev, sites, strategy } from './fields.ts';
import { adminOf, agentOf, get, post } from './routes.ts';

export interface GroupRouteDeps {
	readonly agents: Agents;
	readonly groups: Groups;
}

const members = z.array(z.string().min(1).max(64) as unknown as z.ZodType<AgentId>).max(500);
const fields = {
	name: personName,
	sites,
	agents: members,
	standby: members,
	strategy,
};
const newGroup = z.strictObject(fields);
const change = z.strictObject({ rev, ...z.strictObject(fields).partial().shape });

/** Groups of agents (G58). Everybody sees those of the own sites; owners and admins change them. */
export function groupRoutes({ agents, groups }: GroupRouteDeps): Route[] {
	function list(call: Call): Answer {
		const asker = agentOf(call);
		const seen = groups.all().filter((group) => meet(group.sites, asker.sites));
		return { json: seen.map(groupView) };
	}

	/** Throws when the admin does not have all sites of the group. */
	function checkSites(admin: Agent, of: Agent['sites']): void {
		if (!within(of, admin.sites))
			throw new DomainError('forbidden', 'A group may have only sites that you have yourself.');
	}
	/** Throws `bad_request` that names who is not there. */
	function checkMembers(ids: readonly AgentId[] = []): void {
		const unknown = ids.find((id) => agents.get(id) === null);
		if (unknown !== undefined)
			throw new DomainError('bad_request', `agents: there is no agent ${unknown}`);
		if (new Set(ids).size < ids.length)
			throw new DomainError('bad_request', 'agents: nobody can be in a group twice');
	}
	function checkName(name: string, self: GroupId | null): void {
		const key = name.toLowerCase();
		if (groups.all().some((each) => each.id !== self && each.name.toLowerCase() === key))
			throw new DomainError('bad_request', 'name: another group is called so');
	}

	async function add(call: Call): Promise<Answer> {
		const admin = adminOf(call);
		const wanted = checkFields(newGroup, call.body);
		checkSites(admin, wanted.sites);
		checkName(wanted.name, null);
		checkMembers(wanted.agents);
		checkMembers(wanted.standby);
		return { status: 201, json: groupView(await groups.add(wanted)) };
	}

	/** The group that the address names, if the admin may change it. */
	function own(admin: Agent, call: Call) {
		const group = groups.get(call.params['id'] ?? '');
		if (group === null) throw new DomainError('not_found', 'This group is not there any more.');
		checkSites(admin, group.sites);
		return group;
	}

	async function edit(call: Call): Promise<Answer> {
		const admin = adminOf(call);
		const { id } = own(admin, call);
		const { rev: known, ...given } = checkFields(change, call.body);
		const wanted = Object.fromEntries(
			Object.entries(given).filter(([, value]) => value !== undefined),
		) as Parameters<Groups['change']>[2];
		if (wanted.sites !== undefined) checkSites(admin, wanted.sites);
		if (wanted.name !== undefined) checkName(wanted.name, id);
		checkMembers(wanted.agents);
		checkMembers(wanted.standby);
		return { json: groupView(await groups.change(id, known, wanted)) };
	}

	async function remove(call: Call): Promise<Answer> {
		await groups.remove(own(adminOf(call), call).id);
		return { json: {} };
	}

	const path = '/api/v1/groups';
	return [
		get(path, list),
		post(path, add),
		post(`${path}/:id`, edit),
		post(`${path}/:id/delete`, remove),
	];
}
