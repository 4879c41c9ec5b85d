import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** Who sends, towards the push services (RFC 8292): a browser takes pushes of this key only. */
export interface Vapid {
	/** Uncompressed point of P-256 in base64url, as browsers want it when they subscribe. */
	readonly publicKey: string;
	/** The number that makes it private, in base64url. */
	readonly secret: string;
}

export function newVapid(): Vapid {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
	const point = Buffer.concat([
		Buffer.of(4),
		...[x, y].map((part) => Buffer.from(part, 'base64url')),
	]);
	return { publicKey: point.toString('base64url'), secret: d };
}

/** At most 24 hours. */
const validSeconds = 12 * 3600;

/**
 * The header that says who sends, to one push service.
 * @param subject where the service's people can write to: `https:` or `mailto:`
 * @param now epoch milliseconds
 */
export function signVapid(vapid: Vapid, endpoint: string, subject: string, now: number): string {
	const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const exp = Math.floor(now / 1000) + validSeconds;
	const said = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: new URL(endpoint).origin, exp, sub: subject })}`;
	const key = { key: privateKeyOf(vapid), dsaEncoding: 'ieee-p1363' } as const;
	const signature = sign('sha256', Buffer.from(said), key).toString('base64url');
	return `vapid t=${said}.${signature}, k=${vapid.publicKey}`;
}

function privateKeyOf({ publicKey, secret }: Vapid): KeyObject {
	const point = Buffer.from(publicKey, 'base64url');
	const x = point.subarray(1, 33).toString('base64url');
	const y = point.subarray(33).toString('base64url');
	return createPrivateKey({
		key: { kty: 'EC', crv: 'P-256', x, y, d: secret },
		format: 'jwk',
	});
}
