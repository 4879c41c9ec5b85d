import type { AgentClient } from '../../../shared/client/agent-client.ts';
import { linkTo } from './file-links.ts';

const place = { conversation: 'v.1', seq: 3, file: 'f1' };
const world = (answers: readonly (number | Error)[]) => {
	let count = 0;
	const client = {
		ask: async () => {
			const answer = answers[count++] ?? 0;
			if (answer instanceof Error) throw answer;
			return { url: `/files/${count}`, expiresAt: new Date(Date.now() + answer).toISOString() };
		},
	} as unknown as AgentClient;
	return { client, count: () => count };
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('a link is asked for once, and again shortly before it expires', async () => {
	const { client, count } = world([300_000, 300_000]);
	expect(await linkTo(client, place)).toBe('/files/1');
	jest.setSystemTime(Date.now() + 270_000);
	expect(await linkTo(client, place)).toBe('/files/1');
	jest.setSystemTime(Date.now() + 15_000);
	expect(await linkTo(client, place)).toBe('/files/2');
	expect(count()).toBe(2);
});

test('two that want it at the same time ask together, and another file is another link', async () => {
	const { client, count } = world([300_000, 300_000]);
	const both = await Promise.all([linkTo(client, place), linkTo(client, place)]);
	expect(both).toEqual(['/files/1', '/files/1']);
	await linkTo(client, { ...place, file: 'f2' });
	expect(count()).toBe(2);
});

test('one that was not given is asked for anew', async () => {
	const { client } = world([new Error('away'), 300_000]);
	await expect(linkTo(client, place)).rejects.toThrow('away');
	expect(await linkTo(client, place)).toBe('/files/2');
});
