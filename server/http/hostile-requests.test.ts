import fc from 'fast-check';
import { errorCodes } from '../../shared/errors.ts';
import { expectClear, hostileMessage, visitorSamples } from '../testing/hostile-frames.ts';
import { startHealthyWorld, type HealthyWorld } from '../testing/healthy-world.ts';
import { type Frame } from '../testing/test-server.ts';

let world: HealthyWorld;
beforeAll(async () => {
	world = await startHealthyWorld();
});
afterAll(() => world.server.stop());

describe('requests with anything in them', () => {
	const isClear = async (answer: Response): Promise<void> => {
		if (answer.status < 400) return;
		expect(answer.status).toBeLessThan(500);
		const { error } = (await answer.json()) as { error: Frame };
		expect(errorCodes).toContain(error['code']);
		expect(error['message']).toMatch(/.{8,}/);
	};
	const send = (
		path: string,
		body: string | Uint8Array<ArrayBuffer>,
		headers: Record<string, string>,
	): Promise<Response> =>
		fetch(world.server.url + path, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body,
		});

	it('to poll are answered clearly', async () => {
		const samples = visitorSamples(world.server.siteKey, world.conversation);
		const around = (frames: string): string => `{"session":null,"frames":${frames}}`;
		const body = fc.oneof(
			hostileMessage(samples).map(around),
			hostileMessage(samples),
			fc.constantFrom('{"session":7,"frames":[]}', '{"session":"x","frames":[{}]}', ''),
			fc.uint8Array({ maxLength: 200 }),
		);
		await fc.assert(
			fc.asyncProperty(body, fc.constantFrom('visitor', 'agent'), async (text, who) => {
				// What is valid may hang until somebody says something: told by the hello that never comes.
				const answer = await Promise.race([
					send(`/poll/${who}`, text, { Cookie: world.server.ownerCookie }),
					new Promise<null>((resolve) => setTimeout(() => resolve(null), 200)),
				]);
				if (answer === null) return;
				if (answer.status !== 200) return isClear(answer);
				const { frames } = (await answer.json()) as { frames: Frame[] };
				expectClear(frames);
			}),
			{ numRuns: 300 },
		);
		await world.says('still here');
	}, 60_000);

	it('to the other routes are answered clearly', async () => {
		const { ownerCookie } = world.server;
		const [{ id }] = (await (
			await fetch(`${world.server.url}/api/v1/sites`, { headers: { Cookie: ownerCookie } })
		).json()) as [{ id: string }];
		const paths = ['/api/setup', '/api/setup/check', '/api/sign-in', '/api/v1/files'].concat(
			`/api/v1/sites/${id}`,
			'/api/v1/sites/%00',
			'/api/v1/sites/__proto__/identity-keys',
		);
		const bodies = [
			{ code: 'x', name: 'Eve', email: 'eve@example.com', password: 'short' },
			{ code: 'x' },
			{ name: 'a.txt', size: 5, type: 'text/plain' },
			{ rev: 1, name: 'Other', origins: ['https://a.example'], settings: { look: {} } },
		];
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...paths), hostileMessage(bodies), async (path, text) => {
				const body = text.startsWith('[') ? text.slice(1, -1) : text;
				await isClear(await send(path, body, { Cookie: ownerCookie }));
			}),
			{ numRuns: 300 },
		);
		await world.says('still here');
	}, 60_000);

	it('for a file are answered clearly', async () => {
		const query = fc.constantFrom(
			'',
			'?offset=-1',
			'?offset=1e9',
			'?offset=9'.repeat(20),
			'?offset=0',
		);
		const id = fc.constantFrom('x', '%00', '__proto__', '..%2f..%2fkey', 'f'.repeat(32), '%ff');
		await fc.assert(
			fc.asyncProperty(id, query, fc.constantFrom('GET', 'PUT'), async (file, more, method) => {
				const headers = {
					Cookie: world.server.ownerCookie,
					...(method === 'PUT' ? { 'Content-Type': 'application/octet-stream' } : {}),
				};
				const init = { method, headers, ...(method === 'PUT' ? { body: 'bytes' } : {}) };
				await isClear(await fetch(`${world.server.url}/api/v1/files/${file}${more}`, init));
				await isClear(await fetch(`${world.server.url}/files/${file}/a.txt${more}`));
				await isClear(await fetch(`${world.server.url}/transcripts/${file}${more}`));
			}),
			{ numRuns: 60 },
		);
	});
});
