import type { AgentId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Store } from '../ports/store.ts';
import { addressKey } from './address-key.ts';
import { checkPassword, type Agent, type Agents } from './agents.ts';
import { createCodes } from './codes.ts';
import { strongPasswords, type Passwords } from './password.ts';
import type { SecondSteps } from './people/second-steps.ts';
import { createSessions, type From, type SignedIn } from './sessions.ts';
import { createTries } from './tries.ts';

export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly agents: Agents;
	readonly secondSteps: SecondSteps;
	readonly passwords?: Passwords;
}) {
	const { clock, agents, secondSteps, passwords = strongPasswords } = deps;
	const tries = createTries();
	const codes = createCodes(deps);
	const sessions = createSessions(deps);
	const { begin, endAll } = sessions;

	/** Counts as a try of the account. Null: it is wrong. */
	async function checked(account: string, password: string, address: string) {
		// Before the first wait: of many requests at once, no more than the limit goes on.
		const attempt = tries.take(account, addressKey(address), clock.now());
		try {
			const agent = await agents.findByEmail(account);
			const isRight =
				agent === null
					? await passwords.checkNobody(password)
					: await passwords.isRight(password, agent.passwordHash);
			return agent === null || !isRight ? null : { agent, attempt };
		} catch (error) {
			attempt.giveBack();
			throw error;
		}
	}

	return {
		...sessions,
		/**
		 * `address`: where the request comes from. `code`: of the second step, when the account has one. Throws `sign_in_failed`,
		 * `code_wanted`, `code_wrong`, `rate_limited` after too many tries, or `busy` when too many others wait.
		 */
		async withPassword(
			email: string,
			password: string,
			address: string,
			{ code = null, userAgent = '' }: { code?: string | null; userAgent?: string } = {},
		): Promise<SignedIn> {
			const right = await checked(email.trim().toLowerCase(), password, address);
			if (right === null)
				throw new DomainError('sign_in_failed', 'The e-mail address or the password is wrong.');
			const { agent, attempt } = right;
			// Only the right password is told so much.
			if (agent.isOff)
				throw new DomainError(
					'forbidden',
					'This account is switched off. Ask an owner or an admin to switch it on.',
				);
			try {
				await secondSteps.check(agent.id, code);
			} catch (error) {
				// A wrong code counts as a wrong password does.
				if (!(error instanceof DomainError && error.code === 'code_wrong')) attempt.giveBack();
				throw error;
			}
			attempt.succeeded();
			const signedIn = await begin(agent, { address, userAgent });
			// Else the earlier status holds (H2, H3). A shift that was over begins anew, unless the agent does not want that.
			const wish = agent.prefs['availableAtSignIn'];
			if (wish === true || (wish !== false && agent.status === 'offline'))
				await agents.change(agent.id, null, {
					set: { status: 'available', statusAt: clock.now() },
				});
			return signedIn;
		},
		/** Asks a signed-in agent for the own password again. Throws `sign_in_failed`, `rate_limited`, `busy`. */
		async confirmPassword(agent: Agent, password: string, address: string): Promise<void> {
			const right = await checked(agent.emailKey, password, address);
			if (right === null)
				throw new DomainError('sign_in_failed', 'This is not the password you have now.');
			right.attempt.succeeded();
		},
		/** A one-time code for an owner; valid for 24 hours. Whoever has it may set an owner's password. */
		ownerCode: (): Promise<string> => codes.make('owner'),
		/** Throws `code_used` when a set-up with it would. */
		async checkCode(code: string): Promise<void> {
			await codes.valid(code, 'owner');
		},
		/**
		 * Uses the code up: sets the owner's name and password, ends that account's other sessions and takes away its second
		 * step, because this is the way in when the phone is lost. Throws `code_used`.
		 */
		async setOwner(
			code: string,
			owner: { name: string; email: string; password: string },
			from: From | null = null,
		): Promise<SignedIn> {
			checkPassword(owner.password);
			const known = await codes.valid(code, 'owner');
			// Before the code is used up: when too many wait for their turn, the link must still work.
			const passwordHash = await passwords.hash(owner.password);
			await codes.use(known);
			const { name, email } = owner;
			const agent = await agents.save({ name, email, passwordHash, role: 'owner' });
			await secondSteps.remove(agent.id);
			await codes.dropOf(agent.id);
			await endAll(agent.id);
			return begin(agent, from);
		},
		/** Throws `password_too_short`, `busy`. */
		hashNew: async (password: string): Promise<string> => {
			checkPassword(password);
			return passwords.hash(password);
		},
		/** Ends the agent's other sessions. The old password was asked for by `confirmPassword`. */
		async changePassword(agent: AgentId, password: string, secret: string): Promise<void> {
			checkPassword(password);
			await agents.change(agent, null, { set: { passwordHash: await passwords.hash(password) } });
			await codes.dropOf(agent);
			await sessions.endOthers(agent, secret);
		},
		/** For an agent who forgot the password; valid for 24 hours. */
		resetCode: (agent: AgentId): Promise<string> => codes.make('reset', agent),
		/** All such links of the agent. */
		dropLinks: codes.dropOf,
		/** Whose password the link sets. Throws `code_used`. */
		async resetOf(code: string): Promise<Agent> {
			const agent = agents.get((await codes.valid(code, 'reset')).agent as AgentId);
			if (agent === null || agent.isOff)
				throw new DomainError('code_used', 'The account of this link is switched off.');
			return agent;
		},
		/** Uses the link up and ends all sessions of the account. Nobody is signed in by it: a second step is still asked. */
		async resetPassword(code: string, password: string): Promise<void> {
			checkPassword(password);
			const known = await codes.valid(code, 'reset');
			const passwordHash = await passwords.hash(password);
			await codes.use(known);
			const agent = known.agent as AgentId;
			await agents.change(agent, null, { set: { passwordHash } });
			await codes.dropOf(agent);
			await endAll(agent);
		},
	};
}
