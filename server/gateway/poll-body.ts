import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../shared/errors.ts';
import { isDeeperThan } from '../../shared/protocol/depth.ts';
import { wireLimits } from '../../shared/protocol/limits.ts';

/** What one request of a polling client says. */
export interface PollBody {
	/** Null: opens a session. */
	readonly session: string | null;
	/** Not looked at yet. */
	readonly frames: readonly unknown[];
}

/** Bytes of a request: a whole socket message and what is around it. */
export const maxBody = wireLimits.frame + 256;

/** Rejects with DomainError `body_too_large` or `bad_json`, or with the error of a connection that broke. */
export async function readPollBody(request: IncomingMessage): Promise<PollBody> {
	const bytes = await readBytes(request);
	const bad = new DomainError(
		'bad_json',
		'A request must be JSON in UTF-8: {"session": a text or null, "frames": a list}.',
	);
	if (!isUtf8(bytes)) throw bad;
	let body: unknown;
	try {
		body = JSON.parse(bytes.toString('utf8'));
	} catch {
		throw bad;
	}
	// Before it is made into text again, which has no room for any depth.
	if (isDeeperThan(wireLimits.depth + 1, body)) throw bad;
	if (typeof body !== 'object' || body === null || !('session' in body && 'frames' in body))
		throw bad;
	const { session, frames } = body;
	if ((session !== null && typeof session !== 'string') || !Array.isArray(frames)) throw bad;
	return { session, frames };
}

function readBytes(request: IncomingMessage): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		request.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes <= maxBody) return void chunks.push(chunk);
			request.removeAllListeners('data').resume();
			reject(new DomainError('body_too_large', `A request may have up to ${maxBody} bytes.`));
		});
		request.once('end', () => resolve(Buffer.concat(chunks)));
		request.once('error', reject);
	});
}
