import type { AgentId, ClientId, ConversationId } from '../../shared/ids.ts';
import type { AgentFrame } from '../../shared/protocol/agent-frames.ts';
import {
	amendMessage,
	type Author,
	type Command,
	type ConversationDeps,
	type Queued,
} from '../conversations/index.ts';

export type AgentCommand = Extract<AgentFrame, { clientId: string }>;
type Amendment = Extract<AgentCommand, { type: 'message.edit' | 'message.redact' }>;

/** Puts the command in the queue of its timeline; what a stranger may not do is refused there. */
export async function queueAgentCommand(
	deps: ConversationDeps,
	by: Author,
	frame: AgentCommand,
): Promise<Queued> {
	const conversation = frame.conversation as ConversationId;
	if (frame.type !== 'message.edit' && frame.type !== 'message.redact') {
		const common = { by, clientId: frame.clientId as ClientId, at: deps.clock.now() };
		return { outcome: deps.timelines.submit(conversation, commandOf(frame, common)) };
	}
	const clientId = frame.clientId as ClientId;
	// Looks its target up first, so it is waited for as a whole: rare enough.
	const outcome = await amendMessage(
		deps,
		conversation,
		by,
		frame.target,
		frame.type === 'message.edit'
			? { kind: 'edit', clientId, text: frame.text }
			: { kind: 'redact', clientId },
	);
	return { outcome: Promise.resolve(outcome) };
}

function commandOf(
	frame: Exclude<AgentCommand, Amendment>,
	common: Pick<Command, 'by' | 'clientId' | 'at'>,
): Command {
	switch (frame.type) {
		case 'message.send':
			return { ...common, kind: 'post', text: frame.text };
		case 'note.send':
			return { ...common, kind: 'note', text: frame.text };
		case 'conversation.claim':
			return { ...common, kind: 'claim' };
		case 'conversation.requeue':
			return { ...common, kind: 'requeue', reason: frame.reason };
		case 'conversation.join':
			return { ...common, kind: 'join' };
		case 'conversation.leave':
			return { ...common, kind: 'leave' };
		case 'conversation.transfer':
			return { ...common, kind: 'transfer', to: frame.to as AgentId, reason: frame.reason };
		case 'conversation.tag':
			return { ...common, kind: 'tag', add: frame.add, remove: frame.remove };
		case 'conversation.prioritise':
			return { ...common, kind: 'prioritise', priority: frame.priority };
		case 'conversation.end':
			return { ...common, kind: 'end', reason: frame.reason };
	}
}
