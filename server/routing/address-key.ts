/**
 * What counts as one address: one of IPv4, or a /64 of IPv6, because whoever has one address of such a network has all
 * of them.
 */
export function addressKey(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped !== undefined) return mapped;
	if (!address.includes(':')) return address;
	const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
	const groups = (text: string | undefined): string[] =>
		text === undefined || text === '' ? [] : text.split(':');
	const given = [...groups(head)];
	if (tail !== undefined) {
		const missing = 8 - given.length - groups(tail).length;
		given.push(...Array.from({ length: Math.max(0, missing) }, () => '0'), ...groups(tail));
	}
	return given
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':');
}
