import { DomainError } from '../../../shared/errors.ts';
import { mayConfigure, type Agent } from '../../routing/index.ts';
import type { Call, Route } from '../route.ts';

/* What all routes about people have in common. */

const route =
	(method: Route['method'], policy: Route['policy']) =>
	(path: string, handle: Route['handle']): Route => ({ method, path, policy, handle });

export const get = route('GET', 'agent');
export const post = route('POST', 'agent');
export const put = route('PUT', 'agent');
export const publicGet = route('GET', 'public');
export const publicPost = route('POST', 'public');

/** Of a route for agents. */
export function agentOf({ agent }: Call): Agent {
	if (agent === null) throw new DomainError('not_signed_in', 'Sign in first.');
	return agent;
}

export function secretOf({ session }: Call): string {
	if (session === null) throw new DomainError('not_signed_in', 'Sign in first.');
	return session;
}

/** Throws `forbidden` for all but owners and admins. */
export function adminOf(call: Call): Agent {
	const agent = agentOf(call);
	if (mayConfigure(agent)) return agent;
	throw new DomainError('forbidden', 'Only an owner or an admin may do this.');
}
