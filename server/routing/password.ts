import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../shared/errors.ts';
import { createGate } from './gate.ts';

/* scrypt with the parameters that OWASP names for it (N = 2^17, r = 8, p = 1): about 0.3 s and 128 MiB. */
const strongN = 2 ** 17;
const fixed = { r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const bytes = 32;

export type Passwords = ReturnType<typeof createPasswords>;

/** Two at once, which take 256 MiB; everything here throws `busy` when too many wait. `N` is the cost, low in tests. */
export function createPasswords(N: number) {
	const gate = createGate({
		atOnce: 2,
		waiting: 20,
		full: () =>
			new DomainError('busy', 'Too many people sign in at this moment. Try again in 5 seconds.', {
				retryMs: 5000,
			}),
	});
	const cost = { ...fixed, N };

	function derive(password: string, salt: Buffer, options: typeof cost): Promise<Buffer> {
		const compute = (): Promise<Buffer> =>
			new Promise((resolve, reject) => {
				scrypt(password.normalize('NFC'), salt, bytes, options, (error, key) =>
					error === null ? resolve(key) : reject(error),
				);
			});
		return gate(compute);
	}

	return {
		/** `scrypt$N$r$p$salt$hash`, so that the cost can be raised later. */
		async hash(password: string): Promise<string> {
			const salt = randomBytes(16);
			const hash = await derive(password, salt, cost);
			const parts = [N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')];
			return ['scrypt', ...parts].join('$');
		},
		async isRight(password: string, stored: string): Promise<boolean> {
			const [kind, n, r, p, salt, hash] = stored.split('$');
			if (kind !== 'scrypt' || salt === undefined || hash === undefined) return false;
			const known = Buffer.from(hash, 'base64');
			const given = await derive(password, Buffer.from(salt, 'base64'), {
				...cost,
				N: Number(n),
				r: Number(r),
				p: Number(p),
			});
			return known.length === given.length && timingSafeEqual(known, given);
		},
		/** Takes as long as a real check, for an address that nobody has: the time must not tell which addresses exist. */
		async checkNobody(password: string): Promise<false> {
			await derive(password, Buffer.alloc(16), cost);
			return false;
		},
	};
}

/** One for the whole process, because the memory and the threads are the process's. */
export const strongPasswords = createPasswords(strongN);
