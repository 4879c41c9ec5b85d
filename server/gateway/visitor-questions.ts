import type { ConversationId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { ToVisitor, VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import type { PastConversation } from '../../shared/views/event-view.ts';
import {
	asConversationEvent,
	conversationId,
	stateOf,
	summaries,
	type ConversationState,
} from '../conversations/index.ts';
import type { GatewayDeps, SignedLink } from './deps.ts';
import { ownConversation } from './visitor-commands.ts';
import type { VisitorAuthor } from './visitor-greeting.ts';
import { readVisitorPage } from './visitor-page.ts';

export type VisitorQuestion = Extract<
	VisitorFrame,
	{ readonly requestId: string } | { readonly type: 'events.read' }
>;
const maxPast = 20;

export const isVisitorQuestion = (frame: VisitorFrame): frame is VisitorQuestion =>
	'requestId' in frame || frame.type === 'events.read';

/** What changes nothing. Whatever is named in a frame must be the visitor's own; anything else is not found. */
export async function answerVisitor(
	deps: GatewayDeps,
	by: VisitorAuthor,
	frame: VisitorQuestion,
): Promise<ToVisitor> {
	if (frame.type === 'conversations.list')
		return { type: 'conversations', requestId: frame.requestId, items: await listPast(deps, by) };
	const conversation = ownConversation(by, frame.conversation);
	if (frame.type === 'events.read') return readVisitorPage(deps, conversation, frame.after);
	await mustExist(deps, conversation);
	const link = await linkFor(deps, by, conversation, frame);
	return {
		type: 'link',
		requestId: frame.requestId,
		url: deps.publicOrigin() + link.url,
		expiresAt: new Date(link.expiresAt).toISOString(),
	};
}

async function mustExist(deps: GatewayDeps, conversation: ConversationId): Promise<void> {
	if ((await deps.conversations.timelines.state(conversation)).open === null)
		throw new DomainError('conversation_not_found', 'There is no such conversation.');
}

async function linkFor(
	deps: GatewayDeps,
	by: VisitorAuthor,
	conversation: ConversationId,
	frame: Exclude<VisitorQuestion, { readonly type: 'conversations.list' | 'events.read' }>,
): Promise<SignedLink> {
	switch (frame.type) {
		case 'file.link':
			return fileOf(deps, conversation, frame.vseq, frame.file);
		case 'transcript.link': {
			const { format, locale = null, timeZone = null } = frame;
			return deps.signTranscript({ conversation, format, locale, timeZone });
		}
		case 'conversation.link': {
			const { code, expiresAt } = await deps.tokens.makeLink(by.site, by.id, conversation);
			const key = deps.sites.byId(by.site)?.key ?? '';
			return { url: `/chat/${key}#continue=${code}`, expiresAt };
		}
	}
}

/** A file of a message that can still be read: what was taken back is gone. */
async function fileOf(
	deps: GatewayDeps,
	conversation: ConversationId,
	vseq: number,
	file: string,
): Promise<SignedLink> {
	const { store } = deps.conversations;
	const place = { visitor: true, after: vseq - 1, before: vseq + 1, limit: 1 };
	const { events, amendments } = await store.page(conversation, place);
	const [stored] = events;
	const event = stored === undefined ? null : asConversationEvent(stored);
	const isGone = amendments.some(({ type }) => type === 'redaction');
	const found =
		event?.type === 'message' && !isGone
			? event.body.files?.find(({ blob }) => blob === file)
			: undefined;
	if (found === undefined)
		throw new DomainError('file_not_found', 'This file is not there any more.');
	return deps.signFile(found);
}

async function listPast(deps: GatewayDeps, by: VisitorAuthor): Promise<PastConversation[]> {
	const { store, timelines, newest } = deps.conversations;
	const { items } = await store.find(summaries, {
		index: 'byVisitor',
		eq: { visitor: by.id },
		direction: -1,
		limit: maxPast,
	});
	const states = new Map(items.map((summary) => [summary.id, stateOf(summary)]));
	// The summary of the newest may be a moment behind, or not be there yet.
	const n = await newest.get(by.id);
	if (n > 0) {
		const id = conversationId(by.id, n);
		states.set(id, await timelines.state(id));
	}
	return [...states.values()]
		.filter(({ open }) => open !== null)
		.sort((a, b) => b.openedAt - a.openedAt)
		.slice(0, maxPast)
		.flatMap((state) => pastOf(state, deps.nameOf) ?? []);
}

function pastOf(state: ConversationState, nameOf: GatewayDeps['nameOf']): PastConversation | null {
	if (state.status === 'none') return null;
	return {
		id: state.id,
		status: state.status,
		startedAt: new Date(state.openedAt).toISOString(),
		lastAt: new Date(state.lastAt).toISOString(),
		preview: state.preview?.text ?? '',
		agentName: state.assignee === null ? null : nameOf(state.assignee),
		head: state.vseq,
	};
}
