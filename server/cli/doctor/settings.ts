import type { Config } from '../../config.ts';
import { ok, warning, type Finding } from './finding.ts';

const isLocal = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host);

/** What the environment says about how browsers reach the server. */
export function settingsFindings(config: Config): Finding[] {
	const { publicUrl, host, trustProxy, storeUrl, storeSync } = config;
	const found: Finding[] = [];
	if (publicUrl === null) {
		found.push(
			isLocal(host)
				? warning(
						'PUBLIC_URL is not set: the chat works on this machine only.',
						'Put a proxy with https in front (docs/operations.md) and set PUBLIC_URL=https://chat.example.com',
					)
				: warning(
						`HOST=${host} opens the server to the network, and PUBLIC_URL is not set: browsers elsewhere are refused.`,
						'Set PUBLIC_URL to the address under which browsers reach it, or HOST=127.0.0.1.',
					),
		);
	} else if (publicUrl.startsWith('http:') && !isLocal(new URL(publicUrl).hostname)) {
		found.push(
			warning(
				`PUBLIC_URL is plain http (${publicUrl}): others on the way can read chats and passwords.`,
				'Put a proxy with https in front (docs/operations.md) and set PUBLIC_URL to its https address.',
			),
		);
	} else {
		found.push(ok(`Browsers reach it at ${publicUrl}.`));
	}
	if (publicUrl?.startsWith('https:') === true && !isLocal(host) && trustProxy === 'loopback') {
		found.push(
			warning(
				`The server listens on ${host} and believes proxies on this machine only (TRUST_PROXY=loopback). If the proxy runs elsewhere, all visitors seem to come from its address.`,
				'With a proxy here set HOST=127.0.0.1; with one elsewhere set TRUST_PROXY to its address.',
			),
		);
	}
	if (/^(true|\d+|0\.0\.0\.0\/0|::\/0)$/.test(trustProxy.trim())) {
		found.push(
			warning(
				`TRUST_PROXY=${trustProxy} lets anybody claim any address, and so pass every limit.`,
				'Name the proxy: TRUST_PROXY=loopback, or its address or network.',
			),
		);
	}
	if (storeUrl !== null) found.push(...mongoFindings(config));
	else if (storeSync === 'normal') {
		found.push(
			warning(
				'STORE_SYNC=normal: the last messages may be lost at a power cut, though they were acknowledged.',
				'Set STORE_SYNC=full, unless you chose this.',
			),
		);
	}
	return found;
}

function mongoFindings({ storeSync, allowStandalone }: Config): Finding[] {
	const found: Finding[] = [
		ok('Secrets are sealed under PARLEY_KEY. Keep a copy of it in another place than the backups.'),
	];
	if (allowStandalone) {
		found.push(
			warning(
				'MONGO_STANDALONE is set: a MongoDB that is no replica set is taken, and that can lose what it acknowledged.',
				'It is for tests only. Unset it, and make a replica set, of one member if you like (docs/operations.md).',
			),
		);
	}
	if (storeSync === 'normal') {
		found.push(
			warning(
				'STORE_SYNC=normal means nothing with MongoDB: each message waits for the journals of a majority.',
				'Unset it.',
			),
		);
	}
	return found;
}
