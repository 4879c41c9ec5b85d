import type { IncomingMessage } from 'node:http';
import { addressBehind } from './address.ts';

const behind = (peer: string, named: string | undefined): string | null =>
	addressBehind(
		{
			headers: { 'x-forwarded-for': named },
			socket: { remoteAddress: peer },
		} as unknown as IncomingMessage,
		(address) => address === '127.0.0.1' || address === '10.0.0.2',
	);

test.each<[string, string | undefined, string | null]>([
	['203.0.113.7', undefined, '203.0.113.7'],
	// Nobody believes a stranger.
	['203.0.113.7', '198.51.100.1', '203.0.113.7'],
	['127.0.0.1', '198.51.100.1', '198.51.100.1'],
	['127.0.0.1', 'made up, 198.51.100.1', '198.51.100.1'],
	['127.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
	['127.0.0.1', '10.0.0.2', '10.0.0.2'],
	['127.0.0.1', undefined, null],
])('a request of %s that names %s comes from %s', (peer, named, address) => {
	expect(behind(peer, named)).toBe(address);
});
