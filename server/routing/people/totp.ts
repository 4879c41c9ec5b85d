import { createHmac, timingSafeEqual } from 'node:crypto';

/* Time-based one-time codes (RFC 6238) as every authenticator app makes them: SHA-1, six digits, 30 seconds. */

const stepMs = 30_000;
const digits = 6;
/** Clocks of phones may be wrong by one step. */
const tolerance = 1;

export const stepOf = (now: number): number => Math.floor(now / stepMs);

export function codeAt(secret: Uint8Array, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const mac = createHmac('sha1', secret).update(counter).digest();
	const offset = (mac[mac.length - 1] ?? 0) & 0xf;
	const number = mac.readUInt32BE(offset) & 0x7fffffff;
	return String(number % 10 ** digits).padStart(digits, '0');
}

/** The step that the code belongs to, later than `after`; null: it is wrong, too old, or was used. */
export function stepOfCode(
	secret: Uint8Array,
	code: string,
	now: number,
	after: number,
): number | null {
	if (code.length !== digits) return null;
	const given = Buffer.from(code);
	const current = stepOf(now);
	for (let step = current - tolerance; step <= current + tolerance; step += 1) {
		const right = Buffer.from(codeAt(secret, step));
		if (step > after && right.length === given.length && timingSafeEqual(right, given)) return step;
	}
	return null;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Without padding, as the apps want it. */
export function base32(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	const groups = bits.match(/.{1,5}/g) ?? [];
	return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** What a QR code tells the app. `issuer`: how the entry is called there. */
export function otpAddress(issuer: string, account: string, secret: Uint8Array): string {
	const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
	return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
