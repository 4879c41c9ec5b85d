import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/* scrypt with the parameters that OWASP names for it (N = 2^17, r = 8, p = 1): about 0.3 s and 128 MiB. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const bytes = 32;

/** `scrypt$N$r$p$salt$hash`, so that the cost can be raised later. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const hash = await derive(password, salt, cost);
	return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join(
		'$',
	);
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
	const [kind, N, r, p, salt, hash] = stored.split('$');
	if (kind !== 'scrypt' || salt === undefined || hash === undefined) return false;
	const known = Buffer.from(hash, 'base64');
	const given = await derive(password, Buffer.from(salt, 'base64'), {
		...cost,
		N: Number(N),
		r: Number(r),
		p: Number(p),
	});
	return known.length === given.length && timingSafeEqual(known, given);
}

/** Takes as long as a real check, for an address that nobody has: the time must not tell which addresses exist. */
export async function checkNobody(password: string): Promise<false> {
	await derive(password, Buffer.alloc(16), cost);
	return false;
}

function derive(password: string, salt: Buffer, options: typeof cost): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		scrypt(password.normalize('NFC'), salt, bytes, options, (error, key) =>
			error === null ? resolve(key) : reject(error),
		);
	});
}
