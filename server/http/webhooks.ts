import express, { type Request, type RequestHandler, type Response } from 'express';
import { DomainError } from '../../shared/errors.ts';
import type { PluginId } from '../../shared/ids.ts';
import type { RawRequest, RawResponse } from '../../shared/plugin/host.ts';

/** Carries a request to the plugin; the plugin host implements it. */
export type HandleWebhook = (
	plugin: PluginId,
	path: string,
	request: RawRequest,
) => Promise<RawResponse>;

/** Everything below /plugins/<plugin id>/, with the body exactly as received: signatures are checked on it. */
export function webhooks(handle: HandleWebhook): RequestHandler[] {
	const raw = express.raw({ type: () => true, limit: '1mb', inflate: false });
	const serve = async (request: Request, response: Response): Promise<void> => {
		const [, plugin, path] = /^\/([a-z0-9-]+)\/(.*)$/.exec(request.url) ?? [];
		if (plugin === undefined || path === undefined) {
			throw new DomainError('route_not_found', 'There is nothing at this address.');
		}
		const answer = await handle(plugin as PluginId, path, {
			method: request.method,
			path,
			headers: headersOf(request),
			body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
		});
		response.status(answer.status);
		// A plugin answers machines: whatever it says must not run in our origin.
		response.set({
			'Content-Type': 'text/plain; charset=utf-8',
			...answer.headers,
			'Content-Security-Policy': 'sandbox',
		});
		response.send(answer.body ?? '');
	};
	return [raw, serve];
}

const headersOf = (request: Request): Record<string, string> =>
	Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : (value ?? ''),
		]),
	);
