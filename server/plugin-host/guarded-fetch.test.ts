import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutRequest } from '../../shared/plugin/host.ts';
import { systemClock } from '../system/clock.ts';
import { createGuardedFetch, type NetworkRules } from './guarded-fetch.ts';

const get: OutRequest = { method: 'GET' };
const never = async (): Promise<string[]> => {
	throw new Error('Nothing may be looked up.');
};
const refusedBy = (rules: Partial<NetworkRules>, url: string) =>
	createGuardedFetch(systemClock, { allow: [], resolve: never, ...rules })(url, get).then(
		() => 'answered',
		(error: Error & { sent?: boolean }) => `${error.message} ${error.sent ? 'sent' : 'not sent'}`,
	);

test.each([
	'http://127.0.0.1/',
	'https://127.0.0.1/',
	'https://127.1/',
	'https://2130706433/',
	'https://0x7f.0.0.1/',
	'https://0177.0.0.1/',
	'https://0.0.0.0/',
	'https://10.1.2.3/',
	'https://172.16.0.1/',
	'https://172.31.255.255/',
	'https://192.168.1.1/',
	'https://169.254.169.254/latest/meta-data/',
	'https://100.64.0.1/',
	'https://192.0.0.1/',
	'https://198.18.0.1/',
	'https://224.0.0.1/',
	'https://240.0.0.1/',
	'https://255.255.255.255/',
	'https://203.0.113.9/',
	'https://[::1]/',
	'https://[::]/',
	'https://[::ffff:127.0.0.1]/',
	'https://[::ffff:8.8.8.8]/',
	'https://[::127.0.0.1]/',
	'https://[64:ff9b::7f00:1]/',
	'https://[64:ff9b:1::1]/',
	'https://[2002:7f00:1::]/',
	'https://[2001:0:4136:e378::1]/',
	'https://[fc00::1]/',
	'https://[fd12:3456::1]/',
	'https://[fe80::1]/',
	'https://[fec0::1]/',
	'https://[ff02::1]/',
	'https://[2001:db8::1]/',
	'https://[100::1]/',
	'https://[fd00:ec2::254]/',
])('%s is not on the internet', async (url) => {
	expect(await refusedBy({ http: true }, url)).toMatch(/not on the internet.* not sent/);
});

test.each([
	['http://example.com/', /Only https .* not sent/],
	['ftp://example.com/', /not a web address. not sent/],
	['file:///etc/passwd', /not a web address. not sent/],
	['nonsense', /not a web address. not sent/],
	['https://user@example.com/', /does not belong into an address. not sent/],
	['https://:pw@example.com/', /does not belong into an address. not sent/],
	['https://example.com:22/', /port 22 may not be called. not sent/],
	['https://example.com:6379/', /port 6379 may not be called. not sent/],
])('%s is refused', async (url, reason) => {
	expect(await refusedBy({ resolve: async () => ['93.184.215.14'] }, url)).toMatch(reason);
});

test.each([
	[['127.0.0.1']],
	[['93.184.215.14', '10.0.0.1']],
	[['93.184.215.14', '::1']],
	[['2606:2800:21f:cb07::1', 'fd00::1']],
])('a name with the addresses %j is refused, for one bad address is enough', async (addresses) => {
	expect(await refusedBy({ resolve: async () => addresses }, 'https://rebind.example/')).toMatch(
		/not on the internet/,
	);
});

test.each([
	[['10.1.0.1', '10.2.0.1'], 'https://mixed.example/', /leads to 10.2.0.1.* not on the internet/],
	[['169.254.169.254', '10.1.0.1'], 'http://mixed.example/', /leads to 169.254.169.254/],
	[['10.1.0.1', '93.184.215.14'], 'http://mixed.example/', /Only https/],
	[['93.184.215.14', '10.1.0.1'], 'https://mixed.example:22/', /port 22 may not be called/],
])(
	'an allowed address among %j does not open the way to the others',
	async (addresses, url, reason) => {
		const rules = { allow: ['10.1.0.0/16'], resolve: async () => addresses };
		expect(await refusedBy(rules, url)).toMatch(reason);
	},
);

test('a range that is none is refused at the start', () => {
	for (const range of ['10.0.0.0/33', 'lan', '10.0.0.0/8/8', '10.0.0.0/x', '::1/129']) {
		expect(() => createGuardedFetch(systemClock, { allow: [range] })).toThrow(
			'is no range of addresses',
		);
	}
});

describe('towards an allowed network', () => {
	let server: Server;
	let seen: string[] = [];
	const answer = new Map<string, RequestListener>();
	const fetch = createGuardedFetch(systemClock, {
		allow: ['127.0.0.0/8'],
		resolve: async () => ['127.0.0.1'],
	});
	const at = (path: string): string =>
		`http://hooks.lan:${(server.address() as AddressInfo).port}${path}`;

	beforeAll((done) => {
		server = createServer((request, response) => {
			seen.push(`${request.method} ${request.url} ${request.headers.host?.split(':')[0]}`);
			(answer.get(request.url ?? '') ?? ((_, plain) => plain.end('ok')))(request, response);
		}).listen(0, '127.0.0.1', done);
	});
	beforeEach(() => (seen = []));
	afterAll((done) => {
		server.closeAllConnections();
		server.close(done);
	});

	test('the checked address is called under the name that was asked for', async () => {
		const { status, body } = await fetch(at('/x?y=1'), {
			method: 'POST',
			body: 'hi',
			headers: { Host: 'evil' },
		});
		expect([status, body, seen]).toEqual([200, 'ok', ['POST /x?y=1 hooks.lan']]);
	});

	test('a redirect is an answer, not a way', async () => {
		answer.set('/away', (_, response) =>
			response.writeHead(302, { location: at('/inside') }).end(),
		);
		expect(await fetch(at('/away'), get)).toMatchObject({
			status: 302,
			headers: { location: at('/inside') },
		});
		expect(seen).toHaveLength(1);
	});

	test('a body without end is cut off', async () => {
		answer.set('/huge', (_, response) => {
			const chunk = Buffer.alloc(16_384, 'x');
			const more = (): void => {
				while (!response.destroyed && response.write(chunk));
				if (!response.destroyed) response.once('drain', more);
			};
			more();
		});
		const { body, truncated } = await fetch(at('/huge'), get);
		expect([body.length, truncated]).toEqual([65_536, true]);
	});

	test('an answer that does not come, or stops half-way, is a failure of something that was sent', async () => {
		answer.set('/hangs', () => {});
		answer.set('/half', (request, response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('half');
			setTimeout(() => request.socket.destroy(), 20);
		});
		for (const path of ['/hangs', '/half']) {
			const failed = fetch(at(path), { ...get, timeoutMs: 200 });
			await expect(failed).rejects.toMatchObject({ name: 'OutFailure', sent: true });
		}
	});

	test('nobody at the address is a failure of something that was not sent', async () => {
		await expect(fetch('http://127.0.0.1:1/', get)).rejects.toMatchObject({
			name: 'OutFailure',
			sent: false,
		});
	});
});
