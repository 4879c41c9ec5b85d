import { randomBytes } from 'node:crypto';
import type { AgentId, BlobId, ClientId, SiteId } from '../../shared/ids.ts';
import type { Ids } from '../ports/ids.ts';

const id = (prefix: string): string => prefix + randomBytes(16).toString('base64url');

export const randomIds: Ids = {
	agent: () => id('a_') as AgentId,
	site: () => `s_${randomBytes(9).toString('hex')}` as SiteId,
	blob: () => randomBytes(16).toString('hex') as BlobId,
	doc: () => id(''),
	client: () => id('') as ClientId,
	secret: () => randomBytes(32).toString('base64url'),
};
