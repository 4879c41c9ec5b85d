import { createHash } from 'node:crypto';

/** How secrets are stored and looked up. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
