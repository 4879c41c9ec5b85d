import { createHmac } from 'node:crypto';

/** Tells addresses apart in stored counts, which are to name nobody. */
export const networkKey = (key: Uint8Array, network: string): string =>
	createHmac('sha256', key).update(`uploads from ${network}`).digest('base64url').slice(0, 22);
