import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FileRef } from '../conversations/index.ts';
import { DomainError } from '../../shared/errors.ts';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Agent } from '../routing/index.ts';
import { tidyUp } from '../stores/sqlite/open-for-test.ts';
import { phonePhoto, png } from '../files/testing/pictures.ts';
import { openPlace, type Place } from '../files/testing/place.ts';
import { createApp } from './app.ts';
import { disposition } from './file-disposition.ts';
import { fileRoutes } from './file-routes.ts';

let place: Place;
let server: Server;
let url: string;
const faults: unknown[] = [];
const site = 's_shop' as SiteId;
const token = (name: string): string => name.padEnd(43, '-');
const visitorHeaders = (name: string, key = 'shop') => ({
	Authorization: `Bearer ${token(name)}`,
	'Parley-Site': key,
});
const vera = { kind: 'visitor', id: 'v_vera' as VisitorId, site } as const;
const anna = { id: 'a_anna' } as Agent;

beforeEach(async () => {
	place = await openPlace();
	const app = createApp({
		routes: fileRoutes({
			files: place.files,
			whoIs: (session) => Promise.resolve(session === 'annas' ? anna : null),
			visitorOf: async (key, given) => {
				if (key !== 'shop') throw new DomainError('site_not_found', 'There is no such site.');
				const name = given.replaceAll('-', '');
				return Promise.resolve(name === 'nobody' ? null : { id: `v_${name}` as VisitorId, site });
			},
		}),
		publicOrigin: () => url,
		trustProxy: 'loopback',
		whoIs: () => Promise.resolve(null),
		webhooks: [(_request, _response, next) => next()],
		logFault: (_id, error) => faults.push(error),
	});
	server = createServer(app).listen(0, '127.0.0.1');
	await once(server, 'listening');
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
	await tidyUp();
	expect(faults.splice(0)).toEqual([]);
});

type Json = Record<string, unknown> & {
	error?: { code: string; offset?: number; message: string };
};
const answer = async (response: Response) => ({
	status: response.status,
	body: (await response.json()) as Json,
});
const post = async (wanted: unknown, headers: Record<string, string> = visitorHeaders('vera')) =>
	answer(
		await fetch(`${url}/api/v1/files`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: JSON.stringify(wanted),
		}),
	);
const put = async (
	id: unknown,
	offset: unknown,
	bytes: Uint8Array<ArrayBuffer>,
	headers: Record<string, string> = {},
) =>
	answer(
		await fetch(`${url}/api/v1/files/${String(id)}?offset=${String(offset)}`, {
			method: 'PUT',
			headers: {
				'Content-Type': 'application/octet-stream',
				...visitorHeaders('vera'),
				...headers,
			},
			body: bytes,
		}),
	);
const get = async (id: unknown, headers: Record<string, string> = visitorHeaders('vera')) =>
	answer(await fetch(`${url}/api/v1/files/${String(id)}`, { headers }));
const words = (length: number): Buffer<ArrayBuffer> => Buffer.from('w'.repeat(length));

async function stored(name: string, bytes: Uint8Array): Promise<FileRef> {
	const id = await place.upload(vera, name, bytes);
	const {
		refs: [ref],
	} = await place.files.attach(vera, [id]);
	if (ref === undefined) throw new Error('Nothing was attached.');
	return ref;
}

describe('uploading', () => {
	it('takes a picture of a visitor in two parts', async () => {
		const bytes = Buffer.from(await png());
		const begun = await post({ name: 'a.png', size: bytes.length, type: 'image/png' });
		expect(begun).toMatchObject({ status: 201, body: { offset: 0, maxBytes: 10_485_760 } });
		const { id } = begun.body;
		expect(await put(id, 0, bytes.subarray(0, 20))).toEqual({ status: 200, body: { offset: 20 } });
		expect(await get(id)).toEqual({ status: 200, body: { offset: 20 } });
		const done = await put(id, 20, bytes.subarray(20));
		expect(done.body).toMatchObject({
			file: { id, name: 'a.png', type: 'image/png', width: 8, height: 6, isInline: true },
		});
		expect(await get(id)).toEqual(done);
	});
	it('goes on where a broken connection ended', async () => {
		const { body } = await post({ name: 'a.txt', size: 500_000, type: '' });
		const id = String(body['id']);
		const sending = request(`${url}/api/v1/files/${id}?offset=0`, {
			method: 'PUT',
			headers: {
				'Content-Type': 'application/octet-stream',
				'Content-Length': 500_000,
				...visitorHeaders('vera'),
			},
		});
		sending.on('error', () => {});
		sending.write(words(200_000));
		const deadline = Date.now() + 5000;
		while ((await place.parts.size(id)) !== 200_000 && Date.now() < deadline)
			await new Promise((resolve) => setTimeout(resolve, 10));
		sending.destroy();
		expect(await get(id)).toEqual({ status: 200, body: { offset: 200_000 } });
		const wrong = await put(id, 0, words(10));
		expect([wrong.status, wrong.body.error]).toMatchObject([
			409,
			{ code: 'wrong_offset', offset: 200_000 },
		]);
		expect((await put(id, 200_000, words(300_000))).body).toMatchObject({
			file: { size: 500_000 },
		});
	});
	it('answers a refusal although the rest of the bytes is still coming', async () => {
		const { body } = await post({ name: 'a.txt', size: 10, type: '' });
		const refused = await put(body['id'], 0, words(5_000_000));
		expect([refused.status, refused.body.error?.code]).toEqual([413, 'file_too_large']);
	});
	it('takes files of an agent by the session, from our own pages only', async () => {
		const cookie = { Cookie: 'parley_session=annas' };
		const wanted = { name: 'a.txt', size: 3, type: '' };
		const begun = await post(wanted, { ...cookie, Origin: url });
		expect(begun.status).toBe(201);
		const elsewhere = { ...cookie, Origin: 'https://evil.example' };
		expect((await post(wanted, elsewhere)).body.error?.code).toBe('origin_refused');
		const other = await put(begun.body['id'], 0, words(3), { ...elsewhere, Authorization: '' });
		expect([other.status, other.body.error?.code]).toEqual([403, 'origin_refused']);
		expect((await get(begun.body['id'])).body.error?.code).toBe('file_not_found');
		const done = await put(begun.body['id'], 0, words(3), { ...cookie, Authorization: '' });
		expect(done.body).toMatchObject({ file: { size: 3 } });
	});
	it.each<[Record<string, string>, number, string]>([
		[{}, 401, 'not_signed_in'],
		[{ Cookie: 'parley_session=old' }, 401, 'not_signed_in'],
		[{ Authorization: 'Bearer short', 'Parley-Site': 'shop' }, 401, 'not_signed_in'],
		[visitorHeaders('nobody'), 401, 'not_signed_in'],
		[{ ...visitorHeaders('nobody'), Cookie: 'parley_session=annas' }, 401, 'not_signed_in'],
		[visitorHeaders('vera', 'elsewhere'), 404, 'site_not_found'],
	])('refuses who is nobody: %j', async (headers, status, code) => {
		const refused = await post({ name: 'a.txt', size: 3, type: '' }, headers);
		expect([refused.status, refused.body.error?.code]).toEqual([status, code]);
	});
	it('shows another visitor nothing', async () => {
		const { body } = await post({ name: 'a.txt', size: 3, type: '' });
		const theirs = visitorHeaders('paul');
		expect((await get(body['id'], theirs)).body.error?.code).toBe('file_not_found');
		expect((await put(body['id'], 0, words(3), theirs)).body.error?.code).toBe('file_not_found');
	});
	it('says how long to wait, what is wrong with a request, and takes bytes as bytes only', async () => {
		for (let n = 0; n < 20; n += 1) await post({ name: 'a.txt', size: 3, type: '' });
		const refused = await post({ name: 'a.txt', size: 3, type: '' });
		expect(refused).toMatchObject({ status: 429, body: { error: { retryMs: 3_600_000 } } });
		expect(await post({ name: 'a.txt', size: '3', type: '' })).toMatchObject({ status: 400 });
		expect(await post({ name: 'a.exe', size: 3, type: '' })).toMatchObject({ status: 422 });
		expect(await put('x', '-1', words(3))).toMatchObject({ status: 400 });
		const form = { 'Content-Type': 'multipart/form-data' };
		expect(await put('x', 0, words(3), form)).toMatchObject({ status: 400 });
	});
});

describe('downloading by a signed link', () => {
	it('shows a picture that we made anew', async () => {
		const ref = await stored('Foto "1".jpg', await phonePhoto());
		const { url: path, expiresAt } = place.files.signFile(ref);
		expect(expiresAt).toBe(place.clock.at + 300_000);
		const response = await fetch(url + path);
		expect(response.status).toBe(200);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'content-type': 'image/jpeg',
			'content-length': String(ref.size),
			'content-disposition': `inline; filename="Foto _1_.jpg"; filename*=UTF-8''Foto%20_1_.jpg`,
			'content-security-policy': "sandbox; default-src 'none'",
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, no-store',
			'cross-origin-resource-policy': 'same-origin',
		});
		expect((await response.arrayBuffer()).byteLength).toBe(ref.size);
	});
	it('gives everything else as a download, byte by byte', async () => {
		const bytes = Buffer.from(`${randomBytes(300_000).toString('base64')}`);
		const ref = await stored('Größe.txt', bytes);
		const response = await fetch(url + place.files.signFile(ref).url);
		expect(response.headers.get('content-disposition')).toBe(
			`attachment; filename="Gr__e.txt"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.txt`,
		);
		expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
	});
	it('works for any name that a plugin gave', async () => {
		const ref = await stored('a.txt', words(3));
		for (const name of ['..', '.', '', '../../key', 'a/b?c#d%2e.txt', '\ud800', "it's (1)*.txt"]) {
			const response = await fetch(url + place.files.signFile({ ...ref, name }).url);
			expect([name, response.status, await response.text()]).toEqual([name, 200, 'www']);
		}
	});
	it('ends after five minutes', async () => {
		const { url: path } = place.files.signFile(await stored('a.txt', words(3)));
		place.clock.at += 300_000 - 1;
		expect((await fetch(url + path)).status).toBe(200);
		place.clock.at += 1;
		const late = await answer(await fetch(url + path));
		expect([late.status, late.body.error?.code]).toEqual([410, 'link_expired']);
	});
	it('does not open what was not signed so', async () => {
		const ref = await stored('a.txt', words(3));
		const other = await stored('b.txt', words(4));
		const right = new URL(url + place.files.signFile(ref).url);
		const forged = [
			right.href.replace(ref.blob, other.blob),
			right.href.replace('a.txt', 'a.html'),
			...Object.entries({ t: 'text/html', i: '1', e: 'zzzzzzzzz', s: 'AAAA' }).map(
				([name, value]) => {
					const changed = new URL(right);
					changed.searchParams.set(name, value);
					return changed.href;
				},
			),
			right.origin + right.pathname,
			`${right.href}&t=text/html`,
		];
		expect((await fetch(right)).status).toBe(200);
		for (const href of forged) {
			const refused = await answer(await fetch(href));
			expect([href, refused.status, refused.body.error?.code]).toEqual([
				href,
				404,
				'file_not_found',
			]);
		}
	});
	it('says that an erased file is not there', async () => {
		const ref = await stored('a.txt', words(3));
		const { url: path } = place.files.signFile(ref);
		await place.blobs.remove(ref.blob);
		expect((await answer(await fetch(url + path))).body.error?.code).toBe('file_not_found');
	});
});

it('half a character in a name is no fault', () => {
	expect(disposition('attachment', 'a\ud83d')).toBe(
		`attachment; filename="a_"; filename*=UTF-8''a%EF%BF%BD`,
	);
});

it('a name cannot leave its header', () => {
	expect(disposition('attachment', 'a"; x="b\\\r\nSet-Cookie: c')).toBe(
		`attachment; filename="a_; x=_b___Set-Cookie: c"; filename*=UTF-8''a%22%3B%20x%3D%22b%5C%0D%0ASet-Cookie%3A%20c`,
	);
});
