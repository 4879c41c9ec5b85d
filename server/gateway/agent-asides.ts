import type { ConversationId } from '../../shared/ids.ts';
import type { AgentFrame, ToAgent } from '../../shared/protocol/agent-frames.ts';
import type { ToVisitor } from '../../shared/protocol/visitor-frames.ts';
import { mayRead, visitorOf, type Author } from '../conversations/index.ts';
import type { GatewayDeps } from './deps.ts';
import type { AgentListener } from './hub.ts';
import { inTurn } from './in-turn.ts';

export type AgentAside = Extract<AgentFrame, { readonly type: 'typing' | 'cursor' | 'watch' }>;

export const isAgentAside = (frame: AgentFrame): frame is AgentAside =>
	frame.type === 'typing' || frame.type === 'cursor' || frame.type === 'watch';

/** What an agent says by the way. Only who is in the conversation moves its marks or is seen typing: a supervisor may look on. */
export function createAgentAsides(deps: GatewayDeps, self: AgentListener, isGone: () => boolean) {
	const mayTell = deps.limiting.signals();

	const takeTurn = inTurn();

	async function carryOut(
		by: Author & { readonly kind: 'agent' },
		frame: AgentAside,
	): Promise<void> {
		if (frame.type === 'watch' && frame.conversation === null)
			return deps.watching.watch(self, null);
		const conversation = frame.conversation as ConversationId;
		const state = await deps.conversations.timelines.state(conversation);
		if (!mayRead(state, by) || state.open === null) return;
		if (frame.type === 'watch') return isGone() ? undefined : deps.watching.watch(self, state.id);
		if (!state.participants.includes(by.id)) return;
		const { site } = state.open;
		if (frame.type === 'typing') {
			const typing: ToVisitor & ToAgent = {
				type: 'typing',
				conversation,
				name: deps.nameOf(by.id),
				isOn: frame.isOn,
			};
			const text = JSON.stringify(typing);
			deps.hub.tellVisitor(visitorOf(conversation), text);
			deps.hub.tellAgents(site, text, self);
			return deps.signal({ kind: 'typing', timeline: conversation, data: { isOn: frame.isOn } });
		}
		const { delivered, read } = frame;
		const marks = await deps.cursors.move(conversation, 'team', { delivered, read });
		if (marks === null) return;
		const told: ToVisitor = { type: 'marks', conversation, team: marks.team, own: marks.visitor };
		deps.hub.tellVisitor(visitorOf(conversation), JSON.stringify(told));
	}

	return async (by: Author & { readonly kind: 'agent' }, frame: AgentAside): Promise<void> => {
		// Before the state is read, which may cost a look into the store.
		if (mayTell()) await takeTurn(() => carryOut(by, frame));
	};
}
