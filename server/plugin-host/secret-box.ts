import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const prefix = 'enc:v1';
const nonceBytes = 12;
const tagBytes = 16;

export type SecretBox = ReturnType<typeof createSecretBox>;

/** A secret was encrypted under a key that this server does not have, or was tampered with. */
export class SecretLost extends Error {
	override readonly name: string = 'SecretLost';
}
/** The former. */
export class KeyMissing extends SecretLost {
	override readonly name = 'KeyMissing';
}

/**
 * Secrets at rest: AES-256-GCM, `enc:v1:<key id>:<nonce, tag and text>`. The first key encrypts, all of them decrypt, so
 * that a key can be changed. `owner` is bound in: a secret copied into another plugin's settings does not open.
 */
export function createSecretBox(keys: readonly Uint8Array[]) {
	const [current] = keys;
	if (current === undefined) throw new Error('Secrets need a key.');
	const byId = new Map(keys.map((key) => [keyIdOf(key), key]));

	return {
		isSealed: (text: string): boolean => text.startsWith(`${prefix}:`),
		seal(owner: string, text: string): string {
			const nonce = randomBytes(nonceBytes);
			const cipher = createCipheriv('aes-256-gcm', current, nonce);
			cipher.setAAD(Buffer.from(owner));
			const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			const bytes = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
			return `${prefix}:${keyIdOf(current)}:${bytes.toString('base64url')}`;
		},
		open(owner: string, sealed: string): string {
			const [, , keyId = '', text = ''] = sealed.split(':');
			const key = byId.get(keyId);
			if (key === undefined) {
				throw new KeyMissing(
					`A secret was encrypted under the key ${keyId}, which this server does not have. Give the secret again, or start with that key.`,
				);
			}
			const bytes = Buffer.from(text, 'base64url');
			try {
				const nonce = bytes.subarray(0, nonceBytes);
				const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
				decipher.setAAD(Buffer.from(owner));
				decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
				const opened = decipher.update(bytes.subarray(nonceBytes + tagBytes));
				return Buffer.concat([opened, decipher.final()]).toString('utf8');
			} catch (cause) {
				throw new SecretLost('A stored secret is damaged. Give it again.', { cause });
			}
		},
	};
}

/** Says which key it was and nothing about it. */
const keyIdOf = (key: Uint8Array): string =>
	createHash('sha256').update('parley key id').update(key).digest('hex').slice(0, 8);
