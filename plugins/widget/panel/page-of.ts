import type { HostPage, ToPanel } from '../messages.ts';

/**
 * Where the visitor is, as the team may know it: the rest of the address may hold a name, a token or what was searched for. What a
 * campaign has put there is kept. Lengths are those of the protocol.
 */
export function pageOf([address, title, referrer]: ToPanel['page']): HostPage {
	const [beforeHash = ''] = address.split('#', 1);
	const campaign = beforeHash.match(/[?&]utm_\w+=[^&]*/g) ?? [];
	const plain = plainOf(address);
	return {
		url: `${plain}${campaign.join('').replace(/^&/, '?')}`.slice(0, 2000),
		title: title.slice(0, 300),
		referrer: referrer && plainOf(referrer).slice(0, 2000),
	};
}

/** No name and password before the host, nothing after the path. */
const plainOf = (address: string): string =>
	address.replace(/[?#].*/s, '').replace(/^(\w+:\/\/)[^/]*@/, '$1');
