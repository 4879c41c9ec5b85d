import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from: the peer, or whom a trusted proxy names; of the names only those that trusted proxies have
 * added count. Null: a trusted peer does not say for whom it asks, so all the world may be behind it.
 */
export function addressBehind(
	request: IncomingMessage,
	trusts: (address: string, hop: number) => boolean,
): string | null {
	const given = request.headers['x-forwarded-for'];
	const named = (Array.isArray(given) ? given.join(',') : (given ?? ''))
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	let address = request.socket.remoteAddress ?? '';
	for (let hop = 0; trusts(address, hop); hop += 1) {
		const next = named.pop();
		if (next === undefined) return hop === 0 ? null : address;
		address = next;
	}
	return address;
}
