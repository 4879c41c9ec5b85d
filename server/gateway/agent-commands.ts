import type { ClientId, ConversationId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { AgentFrame } from '../../shared/protocol/agent-frames.ts';
import {
	amendMessage,
	conversationId,
	mayRead,
	visitorOf,
	type Author,
	type Command,
	type FileRef,
	type Queued,
} from '../conversations/index.ts';
import { transferCommand, type TransferFrame } from './agent-transfer.ts';
import type { GatewayDeps } from './deps.ts';
import { releaseRefused } from './release-refused.ts';

export type AgentCommand = Extract<AgentFrame, { clientId: string }>;
type AgentAuthor = Author & { readonly kind: 'agent' };
type Amendment = Extract<AgentCommand, { type: 'message.edit' | 'message.redact' }>;
type Start = Extract<AgentCommand, { type: 'conversation.start' }>;

/** Puts the command in the queue of its timeline; what a stranger may not do is refused there. */
export async function queueAgentCommand(
	deps: GatewayDeps,
	by: AgentAuthor,
	frame: AgentCommand,
): Promise<Queued> {
	const { clock, timelines } = deps.conversations;
	const clientId = frame.clientId as ClientId;
	const common = { by, clientId, at: clock.now() };
	if (frame.type === 'conversation.start') return start(deps, by, frame, common);
	const conversation = frame.conversation as ConversationId;
	if (frame.type === 'message.edit' || frame.type === 'message.redact') {
		// Looks its target up first, so it is waited for as a whole: rare enough.
		const outcome = await amendMessage(
			deps.conversations,
			conversation,
			by,
			frame.target,
			frame.type === 'message.edit'
				? { kind: 'edit', clientId, text: frame.text }
				: { kind: 'redact', clientId },
		);
		return { outcome: Promise.resolve(outcome) };
	}
	if (frame.type === 'conversation.transfer') {
		const site = (await timelines.state(conversation)).open?.site ?? null;
		const command = transferCommand(deps, frame, site, common);
		return { outcome: timelines.submit(conversation, command) };
	}
	if (frame.type === 'conversation.reopen') await checkNoOther(deps, by, conversation);
	const ids = ('files' in frame ? frame.files : undefined) ?? [];
	if (ids.length === 0)
		return { outcome: timelines.submit(conversation, commandOf(frame, common, [])) };
	const attached = await deps.files.attach({ kind: 'agent', id: by.id }, ids);
	const queued = {
		outcome: timelines.submit(conversation, commandOf(frame, common, attached.refs)),
	};
	releaseRefused(queued, attached, (error) => deps.logFault('files', error));
	return queued;
}

/** A visitor has one conversation that runs at most: what is written there would not be seen in another one. */
async function checkNoOther(
	{ conversations: { newest, timelines } }: GatewayDeps,
	by: AgentAuthor,
	conversation: ConversationId,
): Promise<void> {
	// Of another's site nothing is told: that is refused as every command is.
	if (!mayRead(await timelines.state(conversation), by)) return;
	const visitor = visitorOf(conversation);
	const current = conversationId(visitor, await newest.get(visitor));
	if (current === conversation) return;
	const { status } = await timelines.state(current);
	if (status !== 'ended' && status !== 'none')
		throw new DomainError('wrong_state', 'This visitor has a newer chat that runs. Open that one.');
}

/** An agent writes first, to somebody who is on the site and has no chat that runs. */
async function start(
	deps: GatewayDeps,
	by: AgentAuthor,
	frame: Start,
	common: Pick<Command, 'by' | 'clientId' | 'at'>,
): Promise<Queued> {
	const visitor = frame.visitor as VisitorId;
	const known = deps.visits.of(visitor) ?? (await deps.visitors.get(visitor));
	if (known === null || (by.sites !== 'all' && !by.sites.includes(known.site)))
		throw new DomainError('conversation_not_found', 'This visitor is not here any more.');
	if (by.role === 'reader') throw new DomainError('forbidden', 'The role reader may not do this.');
	const { newest, store, timelines } = deps.conversations;
	const n = await newest.get(visitor);
	const current = conversationId(visitor, n);
	// A resend, whose first answer was lost.
	if (n > 0 && (await store.byClientId(current, 'agent', common.clientId)) !== null)
		return { outcome: timelines.submit(current, { ...common, kind: 'post', text: frame.text }) };
	const before = n === 0 ? null : await timelines.state(current);
	if (before !== null && before.status !== 'ended' && before.status !== 'none')
		throw new DomainError('wrong_state', 'This visitor has a chat already. Open that one.');
	await deps.visitors.ensure(visitor, known.site);
	const id = conversationId(visitor, n + 1);
	const opening = { site: known.site, visitor, source: 'agent' } as const;
	const outcome = timelines
		.submit(id, { ...common, kind: 'post', text: frame.text, opening })
		.then((answer) => {
			if (answer.kind === 'done') newest.raise(visitor, n + 1);
			return answer;
		});
	return { outcome };
}

function commandOf(
	frame: Exclude<AgentCommand, Amendment | Start | TransferFrame>,
	common: Pick<Command, 'by' | 'clientId' | 'at'>,
	files: readonly FileRef[],
): Command {
	switch (frame.type) {
		case 'message.send': {
			const { text, quickReplies = [] } = frame;
			return { ...common, kind: 'post', text, files, quickReplies };
		}
		case 'note.send':
			return { ...common, kind: 'note', text: frame.text, files };
		case 'conversation.claim':
			return { ...common, kind: 'claim' };
		case 'conversation.requeue':
			return { ...common, kind: 'requeue', reason: frame.reason };
		case 'conversation.join':
			return { ...common, kind: 'join' };
		case 'conversation.leave':
			return { ...common, kind: 'leave' };
		case 'conversation.ask':
			return { ...common, kind: 'ask', asked: { about: frame.about } };
		case 'conversation.archive':
			return { ...common, kind: 'archive' };
		case 'conversation.reopen':
			return { ...common, kind: 'reopen', reason: 'agent' };
		case 'conversation.tag':
			return { ...common, kind: 'tag', add: frame.add, remove: frame.remove };
		case 'conversation.prioritise':
			return { ...common, kind: 'prioritise', priority: frame.priority };
		case 'conversation.end':
			return { ...common, kind: 'end', reason: frame.reason };
	}
}
