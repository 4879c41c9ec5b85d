import {
	createDecipheriv,
	createECDH,
	createPublicKey,
	hkdfSync,
	randomBytes,
	verify,
	type ECDH,
} from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * A push service and the browsers behind it, on loopback: it takes what a browser vendor's service would take, checks who sends
 * it (RFC 8292) and opens it as the browser would (RFC 8188, RFC 8291). Shares no code with the server's own side.
 */

export interface Heard {
	readonly device: string;
	readonly text: string;
	readonly headers: IncomingMessage['headers'];
	/** What the sender signed. */
	readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
	/** The sender's key. */
	readonly key: string;
}
export interface Device {
	readonly endpoint: string;
	readonly keys: { readonly p256dh: string; readonly auth: string };
}
export type PushEndpoint = Awaited<ReturnType<typeof startPushEndpoint>>;

interface Keys {
	readonly ecdh: ECDH;
	readonly auth: Buffer;
}

export async function startPushEndpoint() {
	const devices = new Map<string, Keys>();
	const answers = new Map<string, number>();
	const heard: Heard[] = [];
	const wrong: string[] = [];

	const server = createServer((request, response) => {
		const device = (request.url ?? '').slice('/push/'.length);
		read(request).then(
			(body) => {
				const status = answers.get(device) ?? 201;
				if (status === 201) take(device, request, body);
				response.writeHead(status).end();
			},
			(error: unknown) => {
				wrong.push(String(error));
				response.writeHead(400).end();
			},
		);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	function take(device: string, request: IncomingMessage, body: Buffer): void {
		try {
			const keys = devices.get(device);
			if (keys === undefined) throw new Error(`nobody has the device ${device}`);
			if (request.method !== 'POST') throw new Error(`a push is no ${request.method}`);
			if (request.headers['content-encoding'] !== 'aes128gcm') throw new Error('wrong encoding');
			if (!/^\d+$/.test(request.headers.ttl?.toString() ?? '')) throw new Error('no TTL');
			if (body.length > 4096) throw new Error(`${body.length} bytes are too many`);
			const sender = readVapid(request.headers.authorization ?? '');
			if (sender.claims.aud !== origin) throw new Error(`meant for ${sender.claims.aud}`);
			const { headers } = request;
			heard.push({ device, text: openPush(keys, body).toString('utf8'), headers, ...sender });
		} catch (error) {
			wrong.push(String(error));
		}
	}

	return {
		origin,
		heard,
		/** Why something was refused. */
		wrong,
		/** A browser subscribes: this is what it tells its page. */
		subscribe(name = randomBytes(6).toString('hex')): Device {
			const ecdh = createECDH('prime256v1');
			ecdh.generateKeys();
			const auth = randomBytes(16);
			devices.set(name, { ecdh, auth });
			const keys = { p256dh: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') };
			return { endpoint: `${origin}/push/${name}`, keys };
		},
		/** From now on it answers this, such as 410: the subscription is gone. */
		answer: (device: string, status: number): void => void answers.set(device, status),
		to: (device: string): unknown[] =>
			heard.filter((one) => one.device === device).map(({ text }) => JSON.parse(text) as unknown),
		async close(): Promise<void> {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

async function read(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** RFC 8292: a signed statement of who sends. Throws when the signature is not of the key that it names. */
function readVapid(header: string): Pick<Heard, 'claims' | 'key'> {
	const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header) ?? [];
	const [head = '', body = '', signature = ''] = token.split('.');
	const raw = Buffer.from(key, 'base64url');
	if (raw.length !== 65 || raw[0] !== 4) throw new Error('k is no uncompressed point');
	const jwk = {
		kty: 'EC',
		crv: 'P-256',
		x: raw.subarray(1, 33).toString('base64url'),
		y: raw.subarray(33).toString('base64url'),
	};
	const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
	const isRight = verify(
		'sha256',
		Buffer.from(`${head}.${body}`),
		{ key: publicKey, dsaEncoding: 'ieee-p1363' },
		Buffer.from(signature, 'base64url'),
	);
	if (!isRight) throw new Error('the signature is wrong');
	const json = (part: string) =>
		JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as object;
	const { alg, typ } = json(head) as { alg?: string; typ?: string };
	if (alg !== 'ES256' || typ !== 'JWT') throw new Error(`signed by ${alg} as ${typ}`);
	const claims = json(body) as Heard['claims'];
	const hours = (claims.exp - Date.now() / 1000) / 3600;
	if (!(hours > 0 && hours <= 24)) throw new Error(`valid for ${hours} hours`);
	if (!/^(mailto:|https:)/.test(claims.sub)) throw new Error(`sent by ${claims.sub}`);
	return { claims, key };
}

/** As the browser opens it; throws when it was not made for these keys. */
export function openPush({ ecdh, auth }: Keys, body: Buffer): Buffer {
	const salt = body.subarray(0, 16);
	const recordSize = body.readUInt32BE(16);
	const idLength = body.readUInt8(20);
	const sender = body.subarray(21, 21 + idLength);
	const record = body.subarray(21 + idLength);
	if (record.length > recordSize) throw new Error('more than one record');
	const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
	const input = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
	const derive = (name: string, length: number): Buffer =>
		Buffer.from(hkdfSync('sha256', input, salt, Buffer.from(`${name}\0`), length));
	const key = derive('Content-Encoding: aes128gcm', 16);
	const decipher = createDecipheriv('aes-128-gcm', key, derive('Content-Encoding: nonce', 12));
	decipher.setAuthTag(record.subarray(-16));
	const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
	const end = plain.findLastIndex((byte) => byte !== 0);
	if (plain[end] !== 2) throw new Error('the last record does not end with 2');
	return plain.subarray(0, end);
}
