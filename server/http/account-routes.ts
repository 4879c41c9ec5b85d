import * as z from 'zod';
import type { Agent, SignIn } from '../routing/index.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

const email = z
	.string()
	.trim()
	.max(254)
	.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address such as name@example.com');
const password = z.string().min(1).max(256);
const code = z.string().min(1).max(64);
const setup = z.object({
	code,
	name: z.string().trim().min(1).max(80),
	email,
	password,
});
const setupCheck = z.object({ code });
const credentials = z.object({
	email,
	password,
	code: z.string().trim().min(1).max(40).optional(),
});

/** Set-up by one-time link, sign-in, sign-out, who am I. */
export function accountRoutes(signIn: SignIn): Route[] {
	const post = (path: string, handle: Route['handle']): Route => ({
		method: 'POST',
		path,
		policy: 'public',
		handle,
	});
	return [
		post('/api/setup', async (call) => {
			const { code: given, ...owner } = parseBody(setup, call.body);
			const { agent, secret } = await signIn.setOwner(given, owner, fromOf(call));
			return { ...me(agent), session: secret };
		}),
		// Before the form is filled in, not after. Does not use the code up.
		post('/api/setup/check', async ({ body }) => {
			await signIn.checkCode(parseBody(setupCheck, body).code);
			return { status: 204 };
		}),
		// Asked again with the code when the account has a second step.
		post('/api/sign-in', async (call) => {
			const given = parseBody(credentials, call.body);
			const { address, userAgent } = fromOf(call);
			const { agent, secret } = await signIn.withPassword(given.email, given.password, address, {
				code: given.code ?? null,
				userAgent,
			});
			return { ...me(agent), session: secret };
		}),
		post('/api/sign-out', async ({ session }) => {
			if (session !== null) await signIn.end(session);
			return { json: {}, session: null };
		}),
		{ method: 'GET', path: '/api/me', policy: 'agent', handle: ({ agent }) => me(agent as Agent) },
	];
}

/** Which browser asks. */
export const fromOf = ({ address, header }: Call): { address: string; userAgent: string } => ({
	address,
	userAgent: header('User-Agent') ?? '',
});

export const me = (agent: Agent): Answer => ({
	json: { agent: { id: agent.id, name: agent.name, role: agent.role } },
});
