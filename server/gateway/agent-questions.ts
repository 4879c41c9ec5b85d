import type { ConversationId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { AgentFrame, ToAgent } from '../../shared/protocol/agent-frames.ts';
import { asConversationEvent, mayRead, type Author } from '../conversations/index.ts';
import { visitorViewOf } from '../visitors/index.ts';
import { listConversations, readEvents, seesSite } from './agent-reads.ts';
import type { GatewayDeps, SignedLink } from './deps.ts';

type Agent = Author & { readonly kind: 'agent' };
/** `visits.watch` changes what the socket hears: the session answers it. */
export type AgentQuestion = Extract<AgentFrame, { readonly requestId: string }>;
type Answered = Exclude<AgentQuestion, { readonly type: 'visits.watch' }>;

export const isAgentQuestion = (frame: AgentFrame): frame is AgentQuestion => 'requestId' in frame;

const notFound = (): DomainError =>
	new DomainError('conversation_not_found', 'There is no such conversation.');

export async function answerAgent(deps: GatewayDeps, by: Agent, frame: Answered): Promise<ToAgent> {
	switch (frame.type) {
		case 'events.read':
			return readEvents(deps, by, frame);
		case 'conversations.list':
			return listConversations(deps, by, frame);
		case 'visitor.read': {
			const visitor = await deps.visitors.get(frame.visitor as VisitorId);
			if (visitor === null || !seesSite(by, visitor.site)) throw notFound();
			return { type: 'visitor', requestId: frame.requestId, visitor: visitorViewOf(visitor) };
		}
		case 'visitors.read': {
			const known = await Promise.all(
				[...new Set(frame.visitors)].map((id) => deps.visitors.get(id as VisitorId)),
			);
			const items = known.flatMap((visitor) =>
				visitor !== null && seesSite(by, visitor.site) ? [visitorViewOf(visitor)] : [],
			);
			return { type: 'visitors', requestId: frame.requestId, items };
		}
		case 'status.set':
			return {
				type: 'duty',
				requestId: frame.requestId,
				duty: await deps.duty.set(by.id, frame.status),
			};
		case 'file.link':
		case 'conversation.link': {
			const link = await linkFor(deps, by, frame);
			return {
				type: 'link',
				requestId: frame.requestId,
				url: deps.publicOrigin() + link.url,
				expiresAt: new Date(link.expiresAt).toISOString(),
			};
		}
	}
}

async function linkFor(
	deps: GatewayDeps,
	by: Agent,
	frame: Extract<AgentFrame, { readonly type: 'file.link' | 'conversation.link' }>,
): Promise<SignedLink> {
	const id = frame.conversation as ConversationId;
	const { timelines, store } = deps.conversations;
	const state = await timelines.state(id);
	if (!mayRead(state, by) || state.open === null) throw notFound();
	if (frame.type === 'file.link') {
		const stored = await store.event(id, frame.seq);
		const event = stored === null ? null : asConversationEvent(stored);
		const files =
			(event?.type === 'message' || event?.type === 'note') && !state.redacted.includes(frame.seq)
				? (event.body.files ?? [])
				: [];
		const file = files.find(({ blob }) => blob === frame.file);
		if (file === undefined)
			throw new DomainError('file_not_found', 'This file is not there any more.');
		return deps.signFile(file);
	}
	// Whoever opens it is the visitor: a reader must not be able to speak as one.
	if (by.role === 'reader') throw new DomainError('forbidden', 'The role reader may not do this.');
	const { site, visitor } = state.open;
	const { code, expiresAt } = await deps.tokens.makeLink(site, visitor, id);
	const key = deps.sites.byId(site)?.key ?? '';
	return { url: `/chat/${key}#continue=${code}`, expiresAt };
}
