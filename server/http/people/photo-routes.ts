import { DomainError } from '../../../shared/errors.ts';
import type { BlobId } from '../../../shared/ids.ts';
import type { Photos } from '../../files/index.ts';
import { mayManage, photoPath, type Agent, type Agents, type Team } from '../../routing/index.ts';
import type { Answer, Call, Route } from '../route.ts';
import { agentOf, post, publicGet, put } from './routes.ts';

export interface PhotoRouteDeps {
	readonly agents: Agents;
	readonly photos: Photos;
	readonly team: Team;
}

/** Pictures of agents (M5): made by the agent or an admin, seen by anybody who has the address. */
export function photoRoutes({ agents, photos, team }: PhotoRouteDeps): Route[] {
	/** Whose photo the address names: the own one, or one of somebody below. */
	function targetOf(call: Call): Agent {
		const asker = agentOf(call);
		const target = team.mustGet(call.params['id'] ?? '');
		if (target.id === asker.id || mayManage(asker, target)) return target;
		throw new DomainError('forbidden', 'Only the agent, an owner or an admin may do this.');
	}

	async function replace(target: Agent, photo: BlobId | null): Promise<Answer> {
		const before = target.photo;
		const changed = await team.setPhoto(target.id, photo);
		if (before !== null) await photos.drop(before);
		return { json: { photo: photoPath(changed) } };
	}

	async function upload(call: Call): Promise<Answer> {
		const target = targetOf(call);
		if (call.bytes === null) throw new DomainError('bad_request', 'Send the picture as bytes.');
		return replace(target, await photos.keep(call.bytes));
	}

	async function show({ params }: Call): Promise<Answer> {
		const blob = (params['blob'] ?? '') as BlobId;
		// Only what is somebody's photo: no other file can be had by its id alone.
		if (!agents.all().some(({ photo }) => photo === blob))
			throw new DomainError('file_not_found', 'This picture is not here any more.');
		return {
			type: photos.type,
			body: await photos.open(blob),
			headers: {
				'Content-Disposition': 'inline; filename="photo.webp"',
				'Content-Security-Policy': "sandbox; default-src 'none'",
				// Another picture has another address.
				'Cache-Control': 'public, max-age=86400, immutable',
				'Cross-Origin-Resource-Policy': 'same-origin',
			},
		};
	}

	const path = '/api/v1/agents/:id/photo';
	return [
		put(path, upload),
		post(`${path}/delete`, (call) => replace(targetOf(call), null)),
		publicGet('/photos/:blob', show),
	];
}
