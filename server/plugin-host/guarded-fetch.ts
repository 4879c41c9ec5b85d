import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { OutFailure } from '../../shared/plugin/host.ts';
import type { GuardedFetch, OutRequest, OutResponse } from '../../shared/plugin/host.ts';
import type { Clock } from '../ports/clock.ts';
import { createAllowList, isSpecialAddress } from './special-addresses.ts';

export interface NetworkRules {
	/** CIDR ranges that may be called although they are special; there any port and plain http will do. */
	readonly allow: readonly string[];
	/** True: http as well as https, everywhere. */
	readonly http?: boolean;
	/** Ports that may be called elsewhere; 80 only with `http`. */
	readonly ports?: readonly number[];
	/** All addresses of a name; for tests. */
	readonly resolve?: (host: string) => Promise<readonly string[]>;
}

const connectMs = 5_000;
const totalMs = 15_000;
const maxBody = 64 * 1024;

/**
 * The one way out for plugins. The name is resolved once, every address that it has is checked, and the connection goes to
 * a checked address, so that a name cannot point elsewhere a moment later. No redirects, no proxies from the environment.
 */
export function createGuardedFetch(clock: Clock, rules: NetworkRules): GuardedFetch {
	const isAllowed = createAllowList(rules.allow);
	const ports = rules.ports ?? (rules.http === true ? [443, 80, 8443, 8080] : [443, 8443]);
	const resolve = rules.resolve ?? resolveAll;
	// Own agents: the global ones may take a proxy from the environment.
	const agents = {
		http: new HttpAgent({ keepAlive: false }),
		https: new HttpsAgent({ keepAlive: false }),
	};

	async function check(text: string): Promise<{ url: URL; addresses: readonly string[] }> {
		const url = parse(text);
		// Node does not ask a `lookup` for literals, so literals are checked here like all others.
		const host = url.hostname.replace(/^\[|\]$/g, '');
		const addresses = isIP(host) === 0 ? await resolve(host) : [host];
		if (addresses.length === 0) throw refuse(`${host} has no address.`);
		if (addresses.every(isAllowed)) return { url, addresses };
		const bad = addresses.find((each) => isSpecialAddress(each) && !isAllowed(each));
		if (bad !== undefined) {
			throw refuse(
				`${host} leads to ${bad}, which is not on the internet. Private networks must be listed in WEBHOOK_ALLOW.`,
			);
		}
		if (url.protocol === 'http:' && rules.http !== true) {
			throw refuse('Only https addresses may be called.');
		}
		const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
		if (!ports.includes(port)) throw refuse(`The port ${port} may not be called.`);
		return { url, addresses };
	}

	return async (text, out) => {
		const timeoutMs = Math.min(out.timeoutMs ?? totalMs, 60_000);
		const deadline = clock.now() + timeoutMs;
		const { url, addresses } = await withTimeout(clock, connectMs, check(text));
		return exchange(clock, url, addresses, out, deadline, agents);
	};
}

/** Nothing was sent. */
const refuse = (message: string): OutFailure => new OutFailure(message, false);

function exchange(
	clock: Clock,
	url: URL,
	addresses: readonly string[],
	out: OutRequest,
	deadline: number,
	agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
): Promise<OutResponse> {
	const isTls = url.protocol === 'https:';
	const headers = Object.entries(out.headers ?? {}).filter(([name]) => !/^host$/i.test(name));
	const options: RequestOptions = {
		method: out.method,
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
		path: url.pathname + url.search,
		headers: { ...Object.fromEntries(headers), host: url.host },
		agent: isTls ? agents.https : agents.http,
		// The name stays for the certificate; what is called is what was checked.
		lookup: onlyTo(addresses),
		...(out.signal === undefined ? {} : { signal: out.signal }),
	};
	return new Promise((resolve, reject) => {
		const cancels: (() => void)[] = [];
		const cleanUp = (): void => {
			for (const cancel of cancels) cancel();
		};
		let isConnected = false;
		const fail = (error: Error): void => {
			cleanUp();
			const what = isConnected ? 'did not answer' : 'was not reached';
			const message = `${url.origin} ${what}: ${error.message || String(error)}`;
			reject(new OutFailure(message, isConnected, error));
		};
		const request: ClientRequest = isTls ? httpsRequest(options) : httpRequest(options);
		const connected = clock.after(connectMs, () =>
			request.destroy(new Error('no connection within 5 seconds')),
		);
		cancels.push(
			connected,
			clock.after(Math.max(1, deadline - clock.now()), () =>
				request.destroy(new Error('no complete answer in time')),
			),
		);
		request.on('socket', (socket) =>
			socket.once(isTls ? 'secureConnect' : 'connect', () => {
				isConnected = true;
				connected();
			}),
		);
		request.on('error', fail);
		request.on('response', (response) => {
			readBody(response).then((body) => {
				cleanUp();
				// More may come: nobody listens.
				request.destroy();
				resolve({ status: response.statusCode ?? 0, headers: plainHeaders(response), ...body });
			}, fail);
		});
		request.end(out.body);
	});
}

const onlyTo =
	(addresses: readonly string[]): LookupFunction =>
	(_host, options, callback) => {
		const found = addresses.map((address) => ({ address, family: isIP(address) }));
		const [first] = found;
		if (options.all === true) callback(null, found);
		else callback(null, first?.address ?? '', first?.family);
	};

async function readBody(response: IncomingMessage): Promise<{ body: string; truncated: boolean }> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > maxBody) break;
	}
	const bytes = Buffer.concat(chunks);
	return { body: bytes.subarray(0, maxBody).toString('utf8'), truncated: size > maxBody };
}

function plainHeaders(response: IncomingMessage): Record<string, string> {
	const entries = Object.entries(response.headers);
	return Object.fromEntries(
		entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
	);
}

function parse(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
		throw refuse('This is not a web address.');
	}
	if (url.username !== '' || url.password !== '') {
		throw refuse('A name or password does not belong into an address.');
	}
	return url;
}

async function resolveAll(host: string): Promise<readonly string[]> {
	try {
		const found = await lookup(host, { all: true, verbatim: true });
		return found.map(({ address }) => address);
	} catch (cause) {
		throw new OutFailure(`The name ${host} was not found.`, false, cause);
	}
}

function withTimeout<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		const cancel = clock.after(ms, () => reject(refuse('The name was not looked up in time.')));
		promise.then(resolve, reject).finally(cancel);
	});
}
