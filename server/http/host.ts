import type { Request } from 'express';

/*
 * One address only: cookies, storage and sockets belong to it (D29). What comes by another name is sent there, but a
 * proxy that passes another name on would be sent to itself for ever; it gets a sentence instead.
 *
 * The scheme is not compared: of a chain of proxies the last one often says http, and browsers keep to https by
 * Strict-Transport-Security.
 */

/** Set with a redirect; whoever brings it back at once went in a circle. */
const mark = 'parley_moved';
export const moveCookie = `${mark}=1; Path=/; Max-Age=5; HttpOnly; SameSite=Lax`;

/** Headers by which a proxy shows itself. */
const traces = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip'];

/** `request.host` is X-Forwarded-Host where it comes from a proxy of TRUST_PROXY. */
export const isOurHost = (request: Request, origin: string): boolean =>
	isHostOf(origin, request.host) || isHostOf(origin, request.headers.host);

/** Why the request cannot be sent to the public address, and what to do; null: it can. */
export function circle(request: Request, origin: string): string | null {
	const cure = `Let the proxy pass the name on (nginx: proxy_set_header Host $host;), and set PUBLIC_URL to the address that browsers use.`;
	const known = `It came as "${request.host}", and this server answers at ${origin}.`;
	if (isHostOf(origin, request.get('x-forwarded-host'))) {
		return `The name in X-Forwarded-Host is right, but TRUST_PROXY does not list the proxy at ${request.socket.remoteAddress}. ${known} Set TRUST_PROXY, or: ${cure}`;
	}
	const cookies = request.headers.cookie ?? '';
	const wasSent = cookies.split(';').some((part) => part.trim() === `${mark}=1`);
	// A name with our own port is the one by which the proxy knows us, not the one that the browser asked for.
	const isInner = portOf(request.host) === request.socket.localPort;
	const isProxied = traces.some((name) => request.headers[name] !== undefined);
	if (!wasSent && !(isInner && isProxied)) return null;
	return `A proxy in front of this server changes the host name of requests. ${known} ${cure}`;
}

function isHostOf(origin: string, host: string | undefined): boolean {
	return host !== undefined && urlOf(origin, host)?.host === new URL(origin).host;
}

function portOf(host: string | undefined): number | null {
	const port = urlOf('http://x', host ?? '')?.port;
	return port === undefined ? null : Number(port || 80);
}

/** As a browser reads it: lower case, without the scheme's own port. Null: no host. */
function urlOf(origin: string, host: string): URL | null {
	const text = `${new URL(origin).protocol}//${host}`;
	return /^[^/?#@\\\s]+$/.test(host) && URL.canParse(text) ? new URL(text) : null;
}
