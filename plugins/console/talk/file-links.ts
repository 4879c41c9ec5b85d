import type { AgentClient } from '../../../shared/client/agent-client.ts';

/** Where a file stands. */
export interface FilePlace {
	readonly conversation: string;
	readonly seq: number;
	readonly file: string;
}
interface Link {
	readonly url: Promise<string>;
	/** Epoch milliseconds; until the answer is here a guess. */
	until: number;
}

/** A link is not used to its last second: what opens it needs a moment. */
const spareMs = 20_000;
const askingMs = 60_000;
const links = new WeakMap<AgentClient, Map<string, Link>>();

/** A link to a file, asked for once and again when it has expired. Rejects with DomainError. */
export function linkTo(client: AgentClient, place: FilePlace): Promise<string> {
	const known = links.get(client) ?? new Map<string, Link>();
	links.set(client, known);
	const key = `${place.conversation} ${place.seq} ${place.file}`;
	const before = known.get(key);
	if (before !== undefined && Date.now() < before.until) return before.url;
	const asked = client.ask({ type: 'file.link', ...place });
	const link: Link = { url: asked.then(({ url }) => url), until: Date.now() + askingMs };
	known.set(key, link);
	asked.then(
		({ expiresAt }) => (link.until = Date.parse(expiresAt) - spareMs),
		() => known.get(key) === link && known.delete(key),
	);
	return link.url;
}

/** It did not work: the next one is asked anew. */
export const forgetLink = (client: AgentClient, place: FilePlace): void =>
	void links.get(client)?.delete(`${place.conversation} ${place.seq} ${place.file}`);
