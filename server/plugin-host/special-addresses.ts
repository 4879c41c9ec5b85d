import { BlockList, isIP } from 'node:net';

/*
 * Addresses that a request from this server must not reach because they mean this machine, its network, or no machine:
 * IANA's special-purpose registries. 169.254.0.0/16 holds the clouds' metadata services.
 */
const special4 = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.31.196.0/24',
	'192.52.193.0/24',
	'192.88.99.0/24',
	'192.168.0.0/16',
	'192.175.48.0/24',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/4',
	'240.0.0.0/4',
];
/** Of IPv6 only 2000::/3 is given out at all; these parts of it lead elsewhere: Teredo and relatives, documentation, 6to4. */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const refused4 = listOf(special4);
const refused6 = listOf(special6);
const unicast6 = listOf(['2000::/3']);

/** NAT64, v4-mapped, ULA, link-local and the like all lie outside 2000::/3. */
export function isSpecialAddress(address: string): boolean {
	const family = isIP(address);
	if (family === 4) return refused4.check(address, 'ipv4');
	if (family === 6) return !unicast6.check(address, 'ipv6') || refused6.check(address, 'ipv6');
	return true;
}

/** Throws a sentence for what is no CIDR range. */
export function createAllowList(ranges: readonly string[]): (address: string) => boolean {
	const list = listOf(ranges);
	return (address) => {
		const family = isIP(address);
		return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
	};
}

function listOf(ranges: readonly string[]): BlockList {
	const list = new BlockList();
	for (const range of ranges) {
		const [address = '', bits, ...rest] = range.split('/');
		const family = isIP(address);
		const most = family === 4 ? 32 : 128;
		const prefix = bits === undefined ? most : Number(bits);
		const fits = /^\d+$/.test(bits ?? '0') && prefix <= most;
		if (family === 0 || !fits || rest.length > 0) {
			throw new Error(`${range} is no range of addresses such as 10.1.0.0/16.`);
		}
		list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
	}
	return list;
}
