import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { AgentId, SiteId } from '../../shared/ids.ts';
import { metricIds } from '../../shared/views/report-view.ts';
import { isLeader } from '../conversations/index.ts';
import {
	casesBehind,
	metricOf,
	type Asked,
	type ReportDeps,
	type Reports,
} from '../reports/index.ts';
import { authorOf, type Agent } from '../routing/index.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

const day = z.string().max(10);
const scope = z.object({
	site: z.string().max(100).optional(),
	group: z.string().max(100).optional(),
	agent: z.string().max(100).optional(),
	from: day.optional(),
	to: day.optional(),
});
const whole = (max: number) => z.coerce.number().int().min(0).max(max).optional();
const ofCases = scope.extend({
	metric: z.enum(metricIds),
	weekday: whole(6),
	hour: whole(23),
	score: whole(5),
	holds: z.enum(['yes', 'no']).optional(),
});

export interface ReportRouteDeps {
	readonly reports: Reports;
	readonly deps: ReportDeps;
	/** Ids of all sites. */
	readonly sites: () => readonly SiteId[];
}

/** Figures of the team for supervisors and above; agents see their own. */
export function reportRoutes({ reports, deps, sites }: ReportRouteDeps): Route[] {
	/** What of it this agent may see. */
	function askedBy(agent: Agent | null, query: z.infer<typeof scope>): Asked {
		if (agent === null || agent.role === 'reader')
			throw new DomainError('forbidden', 'Reports are for agents and supervisors.');
		const own = sites().filter((id) => agent.sites === 'all' || agent.sites.includes(id));
		const chosen = query.site === undefined ? own : own.filter((id) => id === query.site);
		if (chosen.length === 0 && query.site !== undefined)
			throw new DomainError('site_not_found', 'There is no such site. Load the list again.');
		const { from, to } = query;
		return {
			sites: chosen,
			group: query.group ?? null,
			agent: isLeader(authorOf(agent)) ? ((query.agent ?? null) as AgentId | null) : agent.id,
			...(from === undefined ? {} : { from }),
			...(to === undefined ? {} : { to }),
		};
	}

	async function read({ agent, query }: Call): Promise<Answer> {
		return { json: await reports.report(askedBy(agent, parseBody(scope, query))) };
	}

	async function cases({ agent, query }: Call): Promise<Answer> {
		const { metric: id, weekday, hour, score, holds, ...rest } = parseBody(ofCases, query);
		const metric = metricOf(id);
		if (metric === null) throw new DomainError('bad_request', 'metric: there is no such figure');
		const json = await casesBehind(deps, {
			...askedBy(agent, rest),
			metric,
			weekday: weekday ?? null,
			hour: hour ?? null,
			score: score ?? null,
			holds: holds === undefined ? null : holds === 'yes',
		});
		return { json };
	}

	const path = '/api/v1/reports';
	return [
		{ method: 'GET', path, policy: 'agent', handle: read },
		{ method: 'GET', path: `${path}/conversations`, policy: 'agent', handle: cases },
	];
}
