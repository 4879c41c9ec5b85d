import { createHash } from 'node:crypto';

/** Under what a secret is stored; `kind` keeps secrets of different kinds apart. */
export const hashOf = (kind: string, text: string): string =>
	createHash('sha256').update(`${kind} ${text}`).digest('base64url');
