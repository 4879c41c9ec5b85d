import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type NextFunction, type Request, type Response } from 'express';
import { DomainError } from '../../shared/errors.ts';
import { refusalOf } from '../ports/refusal.ts';
import type { Agent } from '../routing/index.ts';
import { errorCode } from '../system/error-code.ts';
import { readSession, sessionCookie } from './cookies.ts';
import { statusOf } from './errors.ts';
import { circle, isOurHost, moveCookie } from './host.ts';
import type { Answer, Call, Route } from './route.ts';

export interface AppDeps {
	readonly routes: readonly Route[];
	readonly publicOrigin: () => string;
	readonly trustProxy: string;
	/** Null: not signed in. */
	readonly whoIs: (session: string) => Promise<Agent | null>;
	/** Handles requests below /plugins/ with their raw body. */
	readonly webhooks: readonly express.RequestHandler[];
	/** A page in place of JSON for a browser; null: JSON says enough. */
	readonly errorPage?: (error: DomainError, header: Call['header']) => Answer | null;
	readonly logFault: (errorId: string, error: unknown) => void;
}

/** All routes of the registry behind one set of rules: host, origin, policy, size, headers, errors. */
export function createApp(deps: AppDeps): express.Express {
	const app = express();
	app.disable('x-powered-by');
	app.disable('etag');
	app.set('trust proxy', deps.trustProxy);
	app.set('query parser', 'simple');
	app.use((_request, response, next) => {
		response.set({
			'X-Content-Type-Options': 'nosniff',
			'Referrer-Policy': 'no-referrer',
			'Cache-Control': 'no-store',
			...(deps.publicOrigin().startsWith('https:')
				? { 'Strict-Transport-Security': 'max-age=31536000' }
				: {}),
		});
		next();
	});
	app.use('/plugins', ...deps.webhooks);
	const json = express.json({ limit: '64kb', strict: true });
	for (const route of deps.routes) {
		const serve = (request: Request, response: Response): Promise<void> =>
			handle(deps, route, request, response);
		if (route.method === 'GET') app.get(route.path, serve);
		else if (route.method === 'PUT') app.put(route.path, serve);
		else app.post(route.path, json, serve);
	}
	app.use(() => {
		throw new DomainError('route_not_found', 'There is nothing at this address.');
	});
	app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
		if (response.headersSent) return next(error);
		sendError(request, response, error, deps);
		// Bytes that nobody read would hold up the next request of this connection.
		if (!request.complete) request.resume();
	});
	return app;
}

async function handle(
	deps: AppDeps,
	route: Route,
	request: Request,
	response: Response,
): Promise<void> {
	const origin = deps.publicOrigin();
	if (route.anyHost !== true && !isOurHost(request, origin)) {
		const why = circle(request, origin);
		if (route.method === 'GET' && why === null) {
			response.set('Set-Cookie', moveCookie);
			return response.redirect(308, origin + request.originalUrl);
		}
		throw new DomainError(
			'origin_refused',
			why ?? `This server answers at ${origin} only. Set PUBLIC_URL if that is wrong.`,
		);
	}
	if (
		route.method !== 'GET' &&
		request.headers.origin !== undefined &&
		request.headers.origin !== origin
	) {
		throw new DomainError('origin_refused', `Requests must come from ${origin}.`);
	}
	// A form of another site can send anything but this without asking first.
	if (route.method === 'POST' && !isJson(request.headers['content-type']))
		throw new DomainError('bad_request', 'Send JSON, with Content-Type: application/json.');
	if (route.method === 'PUT' && request.headers['content-type'] !== bytesType)
		throw new DomainError('bad_request', `Send bytes, with Content-Type: ${bytesType}.`);
	const session = readSession(request.headers.cookie, origin);
	const agent = route.policy === 'agent' && session !== null ? await deps.whoIs(session) : null;
	if (route.policy === 'agent' && agent === null)
		throw new DomainError('not_signed_in', 'Sign in first.');
	const call: Call = {
		agent,
		params: strings(request.params),
		query: strings(request.query),
		body: request.body,
		bytes: route.method === 'PUT' ? request.iterator({ destroyOnReturn: false }) : null,
		header: (name) => request.get(name) ?? null,
		address: request.ip ?? '',
		session,
	};
	await send(response, await route.handle(call), origin);
}

const bytesType = 'application/octet-stream';
const isJson = (type: string | undefined): boolean => /^application\/json *(;|$)/i.test(type ?? '');

async function send(response: Response, answer: Answer, origin: string): Promise<void> {
	response.status(answer.status ?? 200);
	if (answer.headers !== undefined) response.set(answer.headers);
	if (answer.session !== undefined)
		response.set('Set-Cookie', sessionCookie(answer.session, origin));
	if (answer.redirect !== undefined) return response.redirect(302, answer.redirect);
	if (answer.json !== undefined) return void response.json(answer.json);
	response.type(answer.type ?? 'text/plain');
	if (answer.body instanceof Readable) return stream(answer.body, response);
	response.send(answer.body ?? '');
}

/** Whoever goes away in the middle is no error of ours; of one that is, headers are out already and the connection ends. */
async function stream(body: Readable, response: Response): Promise<void> {
	try {
		await pipeline(body, response);
	} catch (error) {
		if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
	}
}

function sendError(request: Request, response: Response, error: unknown, deps: AppDeps): void {
	const known = asDomainError(error);
	if (known !== null) {
		// A browser that goes to an address asks for HTML first; a script takes anything.
		const isPerson = request.method === 'GET' && request.accepts('json', 'html') === 'html';
		const page = isPerson && deps.errorPage?.(known, (name) => request.get(name) ?? null);
		if (page) return void send(response, page, deps.publicOrigin());
		const { code, message, retryMs } = known;
		if (retryMs !== null) response.set('Retry-After', String(Math.ceil(retryMs / 1000)));
		response.status(statusOf[code]).json({ error: { code, message, retryMs } });
		return;
	}
	const errorId = randomBytes(4).toString('hex').toUpperCase();
	deps.logFault(errorId, error);
	const message = `Something went wrong on the server (error ${errorId}). Try again.`;
	response.status(500).json({ error: { code: 'internal', message, retryMs: null } });
}

/** Errors of the body parser carry a status and a type of their own. */
function asDomainError(error: unknown): DomainError | null {
	if (error instanceof DomainError) return error;
	const refusal = refusalOf(error);
	if (refusal !== null) return refusal;
	if (typeof error !== 'object' || error === null || !('status' in error)) return null;
	const { status } = error;
	if (status === 413) return new DomainError('body_too_large', 'The request is too large.');
	if (status === 415) {
		// Charsets and compressions that we do not know.
		return new DomainError('bad_request', 'Send JSON in UTF-8, not compressed or with gzip.');
	}
	if (typeof status === 'number' && status >= 400 && status < 500)
		return new DomainError('bad_json', 'The request is not valid JSON.');
	return null;
}

/** Repeated and nested parameters are dropped: a string is a string. */
const strings = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(values).filter(
			(entry): entry is [string, string] => typeof entry[1] === 'string',
		),
	);
