import { createHmac } from 'node:crypto';

/**
 * The headers of Standard Webhooks 1.0: the id stays the same over all tries, and the signature is over `id.time.body`.
 * `secret` is `whsec_` and base64.
 */
export function signedHeaders(
	secret: string,
	id: string,
	at: number,
	body: string,
): Record<string, string> {
	const seconds = Math.floor(at / 1000);
	const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
	const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
	return {
		'webhook-id': id,
		'webhook-timestamp': String(seconds),
		'webhook-signature': `v1,${signature}`,
	};
}
