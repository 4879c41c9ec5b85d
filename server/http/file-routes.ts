import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import { WrongOffset, type Files, type Progress, type Uploader } from '../files/index.ts';
import { addressKey } from '../routing/address-key.ts';
import type { Agent } from '../routing/index.ts';
import { disposition } from './file-disposition.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

export interface FileRouteDeps {
	readonly files: Pick<
		Files,
		'start' | 'append' | 'progress' | 'checkLink' | 'openStored' | 'maxBytes'
	>;
	/** Whom a visitor's token names on the site; null: nobody. Throws `site_not_found`. */
	readonly visitorOf: (
		siteKey: string,
		token: string,
	) => Promise<{ readonly id: VisitorId; readonly site: SiteId } | null>;
	/** Null: not signed in. */
	readonly whoIs: (session: string) => Promise<Agent | null>;
}

const wanted = z.object({
	name: z.string().max(1000),
	size: z.number().int().min(0),
	type: z.string().max(200),
});

/** Upload in pieces, by visitors and agents alike, and download by signed link. */
export function fileRoutes(deps: FileRouteDeps): Route[] {
	const { files } = deps;

	/** A visitor brings the token, an agent the session. */
	async function uploaderOf({ header, session }: Call): Promise<Uploader> {
		const token = /^Bearer ([\w.-]{43,64})$/.exec(header('Authorization') ?? '')?.[1];
		if (token !== undefined) {
			const visitor = await deps.visitorOf(header('Parley-Site') ?? '', token);
			if (visitor !== null) return { kind: 'visitor', ...visitor };
		}
		const agent = token !== undefined || session === null ? null : await deps.whoIs(session);
		if (agent?.role === 'reader')
			throw new DomainError('forbidden', 'The role reader may not send files.');
		if (agent !== null) return { kind: 'agent', id: agent.id, site: null };
		throw new DomainError(
			'not_signed_in',
			'Say who sends this file: sign in, or give the token of the visitor.',
		);
	}

	async function begin(call: Call): Promise<Answer> {
		const uploader = await uploaderOf(call);
		const network = call.address === '' ? null : addressKey(call.address);
		const started = await files.start(uploader, parseBody(wanted, call.body), network);
		return { status: 201, json: { ...started, maxBytes: files.maxBytes } };
	}

	async function look(call: Call): Promise<Answer> {
		return { json: await files.progress(await uploaderOf(call), call.params['id'] ?? '') };
	}

	async function add(call: Call): Promise<Answer> {
		const uploader = await uploaderOf(call);
		const offset = /^\d{1,15}$/.test(call.query['offset'] ?? '')
			? Number(call.query['offset'])
			: -1;
		if (offset < 0 || call.bytes === null)
			throw new DomainError('bad_request', 'offset: must be the number of bytes sent so far.');
		try {
			const progress: Progress = await files.append(
				uploader,
				call.params['id'] ?? '',
				offset,
				call.bytes,
			);
			return { json: progress };
		} catch (error) {
			if (!(error instanceof WrongOffset)) throw error;
			const { code, message, offset: right } = error;
			return { status: 409, json: { error: { code, message, retryMs: null, offset: right } } };
		}
	}

	async function download({ params, query }: Call): Promise<Answer> {
		const file = files.checkLink({
			blob: params['blob'] ?? '',
			name: params['name'] ?? '',
			t: query['t'] ?? '',
			i: query['i'] ?? '',
			e: query['e'] ?? '',
			s: query['s'] ?? '',
		});
		const { size, stream } = await files.openStored(file.blob);
		return {
			type: file.type,
			body: stream,
			headers: {
				'Content-Length': String(size),
				'Content-Disposition': disposition(file.isInline ? 'inline' : 'attachment', file.name),
				// Nothing in a file may run in our origin, whatever a browser takes it for.
				'Content-Security-Policy': "sandbox; default-src 'none'",
				'Cache-Control': 'private, no-store',
				'Cross-Origin-Resource-Policy': 'same-origin',
			},
		};
	}

	/** Public, as far as the registry knows: each asks by itself who it is. */
	const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
		method,
		path,
		policy: 'public',
		handle,
	});
	return [
		route('POST', '/api/v1/files', begin),
		route('GET', '/api/v1/files/:id', look),
		route('PUT', '/api/v1/files/:id', add),
		route('GET', '/files/:blob/:name', download),
	];
}
