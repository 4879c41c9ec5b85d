import type { ClientId, ConversationId } from '../../shared/ids.ts';
import { refused, type Author, type Outcome, type Target } from './commands.ts';
import { asConversationEvent } from './events.ts';
import type { ConversationDeps } from './post-message.ts';
import { mayCommand } from './rights.ts';

type Amendment = { readonly clientId: ClientId } & (
	| { readonly kind: 'edit'; readonly text: string }
	| { readonly kind: 'redact' }
);

/** Edits or takes back a message or a note; `target` is its seq for the team and its vseq for the visitor. */
export async function amendMessage(
	deps: ConversationDeps,
	conversation: ConversationId,
	by: Author,
	target: number,
	amendment: Amendment,
): Promise<Outcome> {
	// Before anything is looked up: the answer must not tell a stranger how many messages there are.
	const forbidden = mayCommand(await deps.timelines.state(conversation), by, amendment.kind, null);
	if (forbidden !== null) return forbidden;
	const found = await readTarget(deps, conversation, by, target);
	if (found === null) return refused('event_not_found', 'There is no such message.');
	const common = { by, clientId: amendment.clientId, at: deps.clock.now(), target: found };
	return deps.timelines.submit(
		conversation,
		amendment.kind === 'edit'
			? { ...common, kind: 'edit', text: amendment.text }
			: { ...common, kind: 'redact' },
	);
}

/** What it reads never changes, so reading it before deciding is safe. */
async function readTarget(
	{ store }: ConversationDeps,
	conversation: ConversationId,
	by: Author,
	target: number,
): Promise<Target | null> {
	const stored =
		by.kind === 'visitor'
			? (
					await store.page(conversation, {
						visitor: true,
						after: target - 1,
						before: target + 1,
						limit: 1,
					})
				).events[0]
			: await store.event(conversation, target);
	if (stored === undefined || stored === null) return null;
	const { seq, vseq, audience, author, at } = stored;
	return { seq, vseq, type: asConversationEvent(stored).type, audience, author, at };
}
