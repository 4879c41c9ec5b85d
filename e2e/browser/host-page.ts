import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A website that is not ours, on a port of its own. As `localhost` it is another site than a server on `127.0.0.1`. */
export interface HostPage {
	/** `http://localhost:PORT` */
	readonly url: string;
	readonly port: number;
	close(): Promise<void>;
}

/** Listens on the loopback; the caller closes it. */
export async function listenAlone(handle: RequestListener, port = 0): Promise<HostPage> {
	const server = createServer(handle);
	await new Promise<void>((done, fail) => {
		server.once('error', fail);
		server.listen(port, '127.0.0.1', done);
	});
	const { port: chosen } = server.address() as AddressInfo;
	return {
		url: `http://localhost:${chosen}`,
		port: chosen,
		async close() {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

/** The policy of a shop that allows our origin and nothing else: no inline script or style, no HTML from strings. */
export const strictPolicy = (origin: string): string =>
	[
		"default-src 'none'",
		`script-src ${origin}`,
		`frame-src ${origin}`,
		"style-src 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	].join('; ');

/** Serves that page at every path. `page` may change between requests, hence a function. */
export const serveHost = (
	page: () => { readonly html: string; readonly headers?: Readonly<Record<string, string>> },
): Promise<HostPage> =>
	listenAlone((request, response) => {
		if (request.url === '/favicon.ico') {
			response.writeHead(204).end();
			return;
		}
		const { html, headers } = page();
		response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(html);
	});

/** A shop's page with the snippet: the plain link, then the script. */
export const shopHtml = (
	script: string,
	{ head = '', body = '', link = '' }: { head?: string; body?: string; link?: string } = {},
): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
	`<title>Tandem &amp; Sons</title>${head}</head><body><main><h1>Bottom brackets and cranks</h1>${body}</main>` +
	`<p>${link}</p>${script}</body></html>`;
