import { fakeWorld } from './fake-parts.ts';
import { upload, UploadRefused, type UploadParts, type UploadRequest } from './uploads.ts';

const pieceBytes = 256 * 1024;
const size = 3 * pieceBytes + 10;
const file = (bytes = size) => ({
	name: 'frame.pdf',
	type: 'application/pdf',
	size: bytes,
	slice: (from: number, to: number) => ({ length: Math.min(to, bytes) - from }),
});
type Answer = { readonly status?: number; readonly body: object } | 'lost';
const refusal = (code: string, retryMs: number | null = null): Answer => ({
	status: 400,
	body: { error: { code, message: 'No.', retryMs } },
});

/** A server that keeps what it got. `answers` come first, instead of its own. */
function world({
	answers = [],
	token = 'token' as string | null,
	site = 's1' as string | null,
}: { answers?: (Answer | null)[]; token?: string | null; site?: string | null } = {}) {
	const { parts, advance, wake } = fakeWorld();
	const asked: string[] = [];
	const requests: UploadRequest[] = [];
	let stored = 0;
	let isKnown = false;
	const state = { token };
	const own = (method: string, url: URL, body: UploadRequest['body']): Answer => {
		if (method === 'POST') {
			isKnown = true;
			stored = 0;
			return { body: { id: 'u1', offset: 0, maxBytes: 1e9 } };
		}
		if (!isKnown) return refusal('file_not_found');
		if (method === 'PUT') {
			if (Number(url.searchParams.get('offset')) !== stored) return refusal('wrong_offset');
			stored += (body as { length: number }).length;
		}
		return { body: stored === size ? { file: { id: 'f1' } } : { offset: stored } };
	};
	const uploadParts: UploadParts = {
		...parts,
		site,
		token: () => state.token,
		fetch: async (address, request) => {
			const url = new URL(address, 'http://x');
			asked.push(`${request.method} ${url.pathname}${url.search}`);
			requests.push(request);
			const answer = answers.shift() ?? own(request.method, url, request.body);
			if (answer === 'lost') throw new TypeError('Failed to fetch');
			return { ok: (answer.status ?? 200) < 400, json: async () => answer.body };
		},
	};
	const stop = new AbortController();
	const progress: [number, boolean][] = [];
	const begin = (bytes = size) =>
		upload(file(bytes), uploadParts, {
			onProgress: (done, isWaiting) => progress.push([done, isWaiting]),
			signal: stop.signal,
		});
	const settle = async (): Promise<void> => {
		for (let turn = 0; turn < 50; turn++) await Promise.resolve();
	};
	return {
		begin,
		stop,
		progress,
		asked,
		requests,
		wake,
		state,
		settle,
		lose: () => (isKnown = false),
		later: async (ms: number) => {
			await settle();
			advance(ms);
			await settle();
		},
	};
}

test('a file goes in pieces and its sender sees how far it is', async () => {
	const { begin, asked, progress, requests } = world();
	expect(await begin()).toEqual({ id: 'f1' });
	expect(asked).toEqual([
		'POST /api/v1/files',
		'PUT /api/v1/files/u1?offset=0',
		'PUT /api/v1/files/u1?offset=262144',
		'PUT /api/v1/files/u1?offset=524288',
		'PUT /api/v1/files/u1?offset=786432',
	]);
	expect(progress.map(([done]) => done)).toEqual([0, 262144, 524288, 786432]);
	expect(requests[1]?.headers).toEqual({
		Authorization: 'Bearer token',
		'Parley-Site': 's1',
		'Content-Type': 'application/octet-stream',
	});
});

test('an agent is known by the cookie and needs no token', async () => {
	const { begin, requests } = world({ token: null, site: null });
	expect(await begin()).toEqual({ id: 'f1' });
	expect(requests[1]?.headers).toEqual({ 'Content-Type': 'application/octet-stream' });
});

test('after a loss it goes on where the server left off', async () => {
	const { begin, asked, progress, later } = world({ answers: [null, null, 'lost', 'lost'] });
	const done = begin();
	await later(0);
	expect(progress.at(-1)).toEqual([262144, true]);
	await later(60_000);
	await later(60_000);
	expect(await done).toEqual({ id: 'f1' });
	expect(asked.slice(2, 6)).toEqual([
		'PUT /api/v1/files/u1?offset=262144',
		'GET /api/v1/files/u1',
		'GET /api/v1/files/u1',
		'PUT /api/v1/files/u1?offset=262144',
	]);
});

test('when the network is back it does not wait any longer', async () => {
	const { begin, wake, settle } = world({ answers: [null, 'lost'] });
	const done = begin();
	await settle();
	wake('network');
	expect(await done).toEqual({ id: 'f1' });
});

test('an upload that the server has lost begins anew, three times at most', async () => {
	const { begin, lose, asked, later } = world({ answers: [null, null, 'lost'] });
	const done = begin();
	await later(0);
	lose();
	await later(60_000);
	await later(60_000);
	expect(await done).toEqual({ id: 'f1' });
	expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(2);

	const gone = refusal('file_not_found');
	const other = world({ answers: [null, gone, null, gone, null, gone] });
	const never = other.begin();
	const failed = expect(never).rejects.toMatchObject({ code: 'file_not_found' });
	for (let turn = 0; turn < 5; turn++) await other.later(60_000);
	await failed;
});

test('what the server refuses for good is said at once, what it puts off is tried again', async () => {
	const refused = world({ answers: [refusal('file_too_large')] });
	await expect(refused.begin()).rejects.toBeInstanceOf(UploadRefused);
	const busy = world({ answers: [refusal('rate_limited', 40_000)] });
	const done = busy.begin();
	await busy.later(39_000);
	expect(busy.asked).toHaveLength(1);
	await busy.later(2_000);
	expect(await done).toEqual({ id: 'f1' });
});

test('what is no answer of ours, and a visitor without a token, are waited for', async () => {
	const { begin, later, state, asked } = world({
		token: null,
		answers: [{ status: 502, body: {} }],
	});
	const done = begin();
	await later(60_000);
	expect(asked).toEqual([]);
	state.token = 'token';
	await later(60_000);
	await later(60_000);
	expect(await done).toEqual({ id: 'f1' });
});

test('it stops when it is told to, also while it waits', async () => {
	const { begin, stop, asked, settle } = world({ answers: [null, 'lost'] });
	const done = begin();
	await settle();
	stop.abort();
	await expect(done).rejects.toMatchObject({ name: 'AbortError' });
	expect(asked).toHaveLength(2);
});
