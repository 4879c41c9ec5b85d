import type { Readable } from 'node:stream';
import type { BackupsView } from '../../shared/views/backup-view.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Agent } from '../routing/index.ts';
import { disposition } from './file-disposition.ts';
import type { Answer, Call, Route } from './route.ts';

export interface BackupRouteDeps {
	readonly backups: {
		list(): Promise<BackupsView>;
		make(): void;
		open(name: string): Promise<{ readonly bytes: Readable; readonly size: number }>;
	};
}

/** Backups hold everything of all sites: admins of all may make them, and only an owner takes one away. */
export function backupRoutes({ backups }: BackupRouteDeps): Route[] {
	async function list({ agent }: Call): Promise<Answer> {
		mustConfigure(agent);
		return { json: await backups.list() };
	}
	async function make({ agent }: Call): Promise<Answer> {
		mustConfigure(agent);
		backups.make();
		return { status: 202, json: await backups.list() };
	}
	async function download({ agent, params }: Call): Promise<Answer> {
		if (agent?.role !== 'owner')
			throw new DomainError('forbidden', 'Only an owner may take a backup away.');
		const name = params['name'] ?? '';
		const { bytes, size } = await backups.open(name);
		return {
			type: 'application/octet-stream',
			body: bytes,
			headers: {
				'Content-Disposition': disposition('attachment', name),
				'Content-Length': String(size),
				'Cache-Control': 'private, no-store',
				'Cross-Origin-Resource-Policy': 'same-origin',
			},
		};
	}

	const path = '/api/v1/backups';
	const agents = { policy: 'agent' } as const;
	return [
		{ ...agents, method: 'GET', path, handle: list },
		{ ...agents, method: 'POST', path, handle: make },
		{ ...agents, method: 'GET', path: `${path}/:name`, handle: download },
	];
}

function mustConfigure(agent: Agent | null): void {
	const isAdmin = agent !== null && (agent.role === 'owner' || agent.role === 'admin');
	if (!isAdmin || agent.sites !== 'all')
		throw new DomainError('forbidden', 'Only an owner or an admin of all sites may do this.');
}
