import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import { wireLimits } from '../../shared/protocol/limits.ts';
import { checkFields } from '../../shared/site/check-fields.ts';
import { replyLimits } from '../../shared/views/reply-view.ts';
import { replyView, type Replies, type Reply } from '../replies/index.ts';
import { meet, within, type Agent } from '../routing/index.ts';
import { agentOf, get, post } from './people/routes.ts';
import type { Answer, Call, Route } from './route.ts';

export interface ReplyRouteDeps {
	readonly replies: Replies;
	/** Told after each change. `owner` null: it is the team's, or was. */
	readonly changed: (id: string, owner: Agent['id'] | null) => void;
}

const fields = {
	key: z
		.string()
		.trim()
		.max(replyLimits.key, `must have at most ${replyLimits.key} characters`)
		.regex(/^[\p{L}\p{N}_-]+$/u, 'must be of letters, digits, - and _'),
	title: z
		.string()
		.trim()
		.min(1, 'must not be empty')
		.max(replyLimits.title, `must have at most ${replyLimits.title} characters`),
	text: z
		.string()
		.trim()
		.min(1, 'must not be empty')
		.max(wireLimits.text, `must have at most ${wireLimits.text} characters`),
	isShared: z.boolean(),
	sites: z.union([
		z.literal('all'),
		z.array(z.string().min(1).max(64) as unknown as z.ZodType<SiteId>).max(500),
	]),
};
const newReply = z.strictObject(fields);
const change = z.strictObject({ rev: z.number().int().min(0), ...newReply.partial().shape });

const leads = ({ role }: Agent): boolean =>
	role === 'owner' || role === 'admin' || role === 'supervisor';
/** The team's is changed by supervisors and above who have all its sites. */
const mayChange = (agent: Agent, reply: Pick<Reply, 'owner' | 'sites'>): boolean =>
	reply.owner === '' ? leads(agent) && within(reply.sites, agent.sites) : reply.owner === agent.id;
const notThere = (): DomainError =>
	new DomainError('not_found', 'This canned reply is not there any more.');

/** Canned replies (H33): the team's are read by everybody, own ones only by their agent (H36). */
export function replyRoutes({ replies, changed }: ReplyRouteDeps): Route[] {
	async function list(call: Call): Promise<Answer> {
		const agent = agentOf(call);
		const all = await replies.seenBy(agent.id);
		const seen = all.filter((reply) => reply.owner !== '' || meet(reply.sites, agent.sites));
		return { json: seen.map((reply) => replyView(reply, mayChange(agent, reply))) };
	}

	function writerOf(call: Call): Agent {
		const agent = agentOf(call);
		if (agent.role !== 'reader') return agent;
		throw new DomainError('forbidden', 'The role reader may not change canned replies.');
	}
	function check(agent: Agent, reply: Pick<Reply, 'owner' | 'sites'>): void {
		if (mayChange(agent, reply)) return;
		throw new DomainError(
			'forbidden',
			leads(agent)
				? 'A shared reply may have only sites that you have yourself.'
				: 'Shared replies are changed by supervisors and above. You can keep your own.',
		);
	}
	/** The one that the address names; of somebody else's own nobody learns that it is there. */
	async function named(agent: Agent, call: Call): Promise<Reply> {
		const reply = await replies.get(call.params['id'] ?? '');
		const isSeen =
			reply !== null &&
			(reply.owner === agent.id || (reply.owner === '' && meet(reply.sites, agent.sites)));
		if (!isSeen) throw notThere();
		return reply;
	}
	const ownerOf = (agent: Agent, isShared: boolean): Reply['owner'] => (isShared ? '' : agent.id);
	function answer(agent: Agent, reply: Reply, before: Reply = reply): Answer {
		const isTeams = reply.owner === '' || before.owner === '';
		changed(reply.id, isTeams ? null : agent.id);
		return { json: replyView(reply, mayChange(agent, reply)) };
	}

	async function add(call: Call): Promise<Answer> {
		const agent = writerOf(call);
		const { isShared, ...wanted } = checkFields(newReply, call.body);
		const owner = ownerOf(agent, isShared);
		check(agent, { owner, sites: wanted.sites });
		return { status: 201, ...answer(agent, await replies.add(owner, wanted)) };
	}

	async function edit(call: Call): Promise<Answer> {
		const agent = writerOf(call);
		const reply = await named(agent, call);
		check(agent, reply);
		const { rev, isShared = reply.owner === '', ...given } = checkFields(change, call.body);
		const wanted = Object.fromEntries(
			Object.entries(given).filter(([, value]) => value !== undefined),
		) as Parameters<Replies['change']>[2];
		const owner = ownerOf(agent, isShared);
		check(agent, { owner, sites: wanted.sites ?? reply.sites });
		return answer(agent, await replies.change(reply, rev, { ...wanted, owner }), reply);
	}

	async function remove(call: Call): Promise<Answer> {
		const agent = writerOf(call);
		const reply = await named(agent, call);
		check(agent, reply);
		await replies.remove(reply.id);
		changed(reply.id, reply.owner === '' ? null : agent.id);
		return { json: {} };
	}

	async function use(call: Call): Promise<Answer> {
		await replies.used((await named(writerOf(call), call)).id);
		return { json: {} };
	}

	const path = '/api/v1/replies';
	return [
		get(path, list),
		post(path, add),
		post(`${path}/:id`, edit),
		post(`${path}/:id/delete`, remove),
		post(`${path}/:id/use`, use),
	];
}
