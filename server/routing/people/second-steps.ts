import { randomBytes } from 'node:crypto';
import { DomainError } from '../../../shared/errors.ts';
import type { AgentId } from '../../../shared/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Collection, Doc, Store } from '../../ports/store.ts';
import { hashOf } from '../hash-of.ts';
import { createLimiter } from '../limiter.ts';
import { base32, otpAddress, stepOfCode } from './totp.ts';

/** The second step of one account's sign-in; the id is the agent's. */
export interface SecondStep extends Doc {
	/** Sealed, base64. */
	readonly secret: string;
	/** False: begun, not yet confirmed by a code. */
	readonly isOn: boolean;
	/** The step of the last code that was taken: neither that code nor an older one is good again. */
	readonly lastStep: number;
	/** Hashes of recovery codes that were not used. */
	readonly recovery: readonly string[];
	readonly createdAt: number;
}
export const secondStepsCollection: Collection<SecondStep> = {
	name: 'second_steps',
	indexes: { byCreation: { fields: ['createdAt'] } },
};

/** Secrets at rest. `owner` is bound in. */
export interface Sealing {
	seal(owner: string, text: string): string;
	open(owner: string, sealed: string): string;
}
export interface Enrolment {
	/** For typing in by hand, base32. */
	readonly secret: string;
	/** For the QR code. */
	readonly address: string;
}
export interface SecondStepState {
	readonly isOn: boolean;
	/** Recovery codes that are left. */
	readonly recoveryLeft: number;
}
export type SecondSteps = ReturnType<typeof createSecondSteps>;

const recoveryCodes = 10;
/** Wrong codes of one account, whose password the one who tries has. */
const wrongCodes = { count: 10, withinMs: 3_600_000, keys: 10_000 };

/** Two-step sign-in by an authenticator app, as an option of each account. */
export function createSecondSteps(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly sealing: Sealing;
}) {
	const { store, clock, sealing } = deps;
	const wrong = createLimiter(wrongCodes);
	const read = (agent: AgentId): Promise<SecondStep | null> =>
		store.get(secondStepsCollection, agent);
	const secretOf = (step: SecondStep): Uint8Array =>
		Buffer.from(sealing.open(ownerOf(step.id), step.secret), 'base64');

	/** What the code changes; null: it is wrong. */
	function taken(step: SecondStep, code: string): Partial<SecondStep> | null {
		const plain = code.replaceAll(/[\s-]/g, '').toUpperCase();
		if (plain.length > 6) {
			const hash = hashOf(plain);
			const recovery = step.recovery.filter((known) => known !== hash);
			return recovery.length === step.recovery.length ? null : { recovery };
		}
		let secret: Uint8Array;
		try {
			secret = secretOf(step);
		} catch {
			throw new DomainError(
				'code_wrong',
				'This server lost its key, so it cannot check codes of the app. Use a recovery code, or ask an admin to take away your second step.',
			);
		}
		const lastStep = stepOfCode(secret, plain, clock.now(), step.lastStep);
		return lastStep === null ? null : { lastStep };
	}

	async function newRecovery(step: SecondStep, more: Partial<SecondStep>): Promise<string[]> {
		const codes = Array.from({ length: recoveryCodes }, recoveryCode);
		const recovery = codes.map((code) => hashOf(code.replaceAll('-', '')));
		const patch = { set: { ...more, recovery } };
		const saved = await store.update(secondStepsCollection, step.id, patch, { rev: step.rev });
		if (saved === null) throw codeWrong();
		return codes;
	}

	return {
		/** Asks for the code if the account has a second step. Throws `code_wanted`, `code_wrong`, `rate_limited`. */
		async check(agent: AgentId, code: string | null): Promise<void> {
			const step = await read(agent);
			if (step === null || !step.isOn) return;
			if (code === null)
				throw new DomainError('code_wanted', 'Enter the code that your authenticator app shows.');
			const now = clock.now();
			const retryMs = wrong.waitMs(agent, now);
			if (retryMs > 0)
				throw new DomainError('rate_limited', 'Too many wrong codes. Try again in an hour.', {
					retryMs,
				});
			// Before any wait, as with passwords.
			wrong.take(agent, now);
			const set = taken(step, code);
			// Of two who bring the same code at once, one goes on.
			const saved =
				set !== null &&
				(await store.update(secondStepsCollection, agent, { set }, { rev: step.rev })) !== null;
			if (!saved) throw codeWrong();
			wrong.forget(agent);
		},
		async state(agent: AgentId): Promise<SecondStepState> {
			const step = await read(agent);
			const isOn = step?.isOn === true;
			return { isOn, recoveryLeft: isOn ? step.recovery.length : 0 };
		},
		/** Which of these accounts have one. */
		async onOf(agents: readonly AgentId[]): Promise<ReadonlySet<string>> {
			const steps = await store.getMany(secondStepsCollection, agents);
			return new Set(steps.filter(({ isOn }) => isOn).map(({ id }) => id));
		},
		/** Makes a secret that counts once a code of it came. Throws `wrong_state` when there is one. */
		async begin(agent: AgentId, issuer: string, account: string): Promise<Enrolment> {
			const known = await read(agent);
			if (known?.isOn === true)
				throw new DomainError('wrong_state', 'Two-step sign-in is on already. Turn it off first.');
			const secret = randomBytes(20);
			const sealed = sealing.seal(ownerOf(agent), secret.toString('base64'));
			await store.put(secondStepsCollection, {
				id: agent,
				secret: sealed,
				isOn: false,
				lastStep: 0,
				recovery: [],
				createdAt: clock.now(),
			});
			return { secret: base32(secret), address: otpAddress(issuer, account, secret) };
		},
		/** Turns it on; gives the recovery codes, which are never told again. Throws `wrong_state`, `code_wrong`. */
		async confirm(agent: AgentId, code: string): Promise<string[]> {
			const step = await read(agent);
			if (step === null || step.isOn)
				throw new DomainError('wrong_state', 'Begin again: nothing waits to be confirmed.');
			const set = code.trim().length > 6 ? null : taken(step, code);
			if (set === null) throw codeWrong();
			return newRecovery(step, { ...set, isOn: true });
		},
		/** Ten new ones; the old ones are worth nothing any more. Throws `wrong_state`. */
		async renewRecovery(agent: AgentId): Promise<string[]> {
			const step = await read(agent);
			if (step === null || !step.isOn)
				throw new DomainError('wrong_state', 'Two-step sign-in is off.');
			return newRecovery(step, {});
		},
		async remove(agent: AgentId): Promise<void> {
			await store.remove(secondStepsCollection, agent);
		},
	};
}

const ownerOf = (agent: string): string => `second step of ${agent}`;

const codeWrong = (): DomainError =>
	new DomainError(
		'code_wrong',
		'This code is wrong, too old, or was used. Enter the one that your app shows now.',
	);

/** 80 random bits: too many to guess from the hash. */
const recoveryCode = (): string => (base32(randomBytes(10)).match(/.{4}/g) ?? []).join('-');
