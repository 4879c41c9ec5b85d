import type { Page } from 'playwright-core';
import type { House } from './house.ts';
import { askAs, openVisitor } from './talks.ts';

/** Invites a colleague and signs in as that one, in a browser of its own. `page`: an admin's. */
export async function joinAs(
	house: House,
	page: Page,
	name: string,
	role: 'admin' | 'supervisor' | 'agent' | 'reader' = 'agent',
): Promise<Page> {
	const email = `${name.split(' ')[0]?.toLowerCase()}@tandem.example`;
	const { url } = await askAs<{ url: string }>(page, 'invitations', {
		name,
		email,
		role,
		sites: 'all',
		groups: [],
	});
	const own = await house.newPage({
		viewport: { width: 1280, height: 800 },
		reducedMotion: 'reduce',
	});
	const code = url.split('#')[1] ?? '';
	const answer = await own.request.post(`${house.server.url}/api/join`, {
		data: { code, name, password: 'a sentence is fine too' },
	});
	if (!answer.ok()) throw new Error(await answer.text());
	await own.goto(`${house.server.url}/console`);
	await own.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
	return own;
}

/** A visitor who has written, with a name or without; answers with the conversation and the socket. */
export async function arrive(
	house: House,
	siteKey: string,
	name: string | null,
	texts: readonly string[],
): Promise<{ conversation: string; visitor: Awaited<ReturnType<typeof openVisitor>> }> {
	const visitor = await openVisitor(house.server, siteKey);
	let conversation = '';
	for (const text of texts) {
		const ack = await visitor.command({ type: 'message.send', text });
		conversation = String(ack['conversation']);
	}
	if (name !== null) await visitor.command({ type: 'attributes.set', name });
	return { conversation, visitor };
}
