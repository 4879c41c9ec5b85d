import { Readable } from 'node:stream';
import type { Transcripts } from '../transcripts/index.ts';
import { disposition } from './file-disposition.ts';
import type { Answer, Call, Route } from './route.ts';

const types = {
	txt: 'text/plain; charset=utf-8',
	html: 'text/html; charset=utf-8',
	json: 'application/json; charset=utf-8',
};

/** A conversation as a file, by signed link. */
export function transcriptRoutes(transcripts: Pick<Transcripts, 'open'>): Route[] {
	async function download({ params, query }: Call): Promise<Answer> {
		const { name, format, pieces } = await transcripts.open({
			conversation: params['conversation'] ?? '',
			f: query['f'] ?? '',
			l: query['l'] ?? '',
			z: query['z'] ?? '',
			e: query['e'] ?? '',
			s: query['s'] ?? '',
		});
		return {
			type: types[format],
			body: Readable.from(pieces),
			headers: {
				'Content-Disposition': disposition('attachment', name),
				// It is not to be shown here; should a browser do so, nothing in it runs in our origin.
				'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
				'Cache-Control': 'private, no-store',
				'Cross-Origin-Resource-Policy': 'same-origin',
			},
		};
	}
	return [
		{ method: 'GET', path: '/transcripts/:conversation', policy: 'public', handle: download },
	];
}
