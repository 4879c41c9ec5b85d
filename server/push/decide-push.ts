import type { AgentId } from '../../shared/ids.ts';
import { mentionedIn } from '../../shared/mentions.ts';
import { readPrefs } from '../../shared/site/agent-prefs.ts';
import type {
	ConversationEvent,
	ConversationState,
	ProposedEvent,
} from '../conversations/index.ts';
import type { Agent } from '../routing/index.ts';

/** What a push can be about; strongest first. */
export const concerns = ['assigned', 'message', 'mention', 'waiting'] as const;
export type Concern = (typeof concerns)[number];

type Reached = Pick<Agent, 'id' | 'name' | 'role' | 'sites' | 'status' | 'isOff' | 'prefs'>;

/** Whether an event can concern anybody; asked before each append, so it only looks at the event. */
export function canConcern(event: ProposedEvent): boolean {
	switch (event.type) {
		case 'message':
			return event.author.kind === 'visitor';
		case 'assigned':
			return event.author.kind === 'system';
		case 'note':
			return event.body.text.includes('@');
		default:
			return event.type === 'transferred' || event.type === 'requeued' || event.type === 'reopened';
	}
}

/**
 * Whom of these an event concerns, and as what.
 * @param state with the event in it
 * @param team everybody, because a name means who bears it
 * @param isIn whether the agent is in the group, or drawn in by it
 */
export function concernsOf(
	event: ConversationEvent,
	state: ConversationState,
	agents: readonly Reached[],
	team: readonly Pick<Agent, 'id' | 'name'>[],
	isIn: (agent: AgentId, group: string) => boolean,
): { readonly agent: AgentId; readonly concern: Concern }[] {
	const as = (concern: Concern, ids: readonly AgentId[]) =>
		ids.filter((id) => id !== event.author.id).map((agent) => ({ agent, concern }));
	const inLine = () =>
		agents.filter(({ id }) => state.group === null || isIn(id, state.group)).map(({ id }) => id);
	switch (event.type) {
		case 'message':
			if (event.author.kind !== 'visitor') return [];
			if (state.participants.length > 0) return as('message', state.participants);
			return event.body.status === 'waiting' ? as('waiting', inLine()) : [];
		case 'assigned':
			return as('assigned', [event.body.agent]);
		case 'transferred':
			return as('assigned', [event.body.to]);
		case 'requeued':
		case 'reopened':
			return as('waiting', inLine());
		case 'note':
			return as('mention', mentionedIn(event.body.text, team) as AgentId[]);
		default:
			return [];
	}
}

/** Whether the agent wants to hear of it on the phone: who takes no conversations hears only of the own ones. */
export function mayPush(agent: Reached, state: ConversationState, concern: Concern): boolean {
	const site = state.open?.site;
	if (agent.isOff || agent.role === 'reader' || site === undefined) return false;
	if (agent.sites !== 'all' && !agent.sites.includes(site)) return false;
	if (!readPrefs(agent.prefs).notifications[concern]) return false;
	return concern === 'message' || isWorking(agent);
}

/** A device that can be reached counts as a console while this holds (D35). */
export const isWorking = ({ status }: Pick<Agent, 'status'>): boolean =>
	status === 'available' || status === 'busy';

/** What is still so of what was owed; null: nothing any more. */
export function stillOwed(
	owed: Readonly<Record<Concern, number>> & { readonly told: number; readonly agent: AgentId },
	agent: Reached,
	state: ConversationState,
): Concern | null {
	if (state.status === 'ended') return null;
	const holds: Readonly<Record<Concern, boolean>> = {
		assigned: state.assignee === agent.id,
		// Somebody has answered: the visitor does not wait.
		message: state.participants.includes(agent.id) && state.waitingSince !== null,
		mention: !state.redacted.includes(owed.mention),
		waiting: state.status === 'waiting' && state.assignee === null,
	};
	const open = concerns.filter((one) => owed[one] > owed.told && holds[one]);
	return open.find((one) => mayPush(agent, state, one)) ?? null;
}
