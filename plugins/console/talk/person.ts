import type { AgentState } from '../../../shared/client/agent-client.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { visitorName } from '../format.ts';

export interface Person {
	/** Null: not known. */
	readonly name: string | null;
	/** The name, or what stands for it. */
	readonly title: string;
	/** As it stands in a sentence: the first name, or what stands for it. */
	readonly short: string;
}

/** How the visitor of a conversation is called in the console. */
export function personOf(state: Pick<AgentState, 'visitors'>, view: ConversationView): Person {
	const name = state.visitors.get(view.visitor)?.name?.trim() || null;
	const title = visitorName(view.visitor, name);
	return { name, title, short: name?.split(/\s+/)[0] ?? title };
}
