import type { AgentFrame } from '../protocol/agent-frames.ts';
import type { Changeable } from '../views/desk-view.ts';
import type { AgentNews } from './agent-news.ts';
import type { DeskState } from './agent-desk.ts';
import type { PeopleState } from './agent-people.ts';
import type { TeamState } from './agent-team.ts';
import type { LinkState } from './connection.ts';
import type { OutboxItem } from './outbox-storage.ts';

export type AgentCommand = Extract<AgentFrame, { clientId: string }>;
/** A command without what the client adds. */
export type AgentAct = AgentCommand extends infer Command
	? Command extends AgentCommand
		? Omit<Command, 'clientId'>
		: never
	: never;

/** Documents of this kind changed; `id` null: any of them. */
export type Changed = { readonly what: Changeable; readonly id: string | null };

export interface AgentState extends DeskState, TeamState, PeopleState {
	readonly link: LinkState;
	readonly pending: readonly OutboxItem<AgentCommand>[];
	readonly isKept: boolean;
	readonly news: AgentNews;
}
