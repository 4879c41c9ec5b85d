import type { AgentId, SiteId, SinkId } from '../../shared/ids.ts';
import type { DomainError } from '../../shared/errors.ts';
import { refused, type Command, type Decision, type Outcome } from './commands.ts';
import { decide } from './decide.ts';
import { asConversationEvent, type ProposedEvent } from './events.ts';
import { applyEvent, type ConversationState } from './state.ts';

/** A command in the queue of its timeline. */
export interface Waiting {
	readonly command: Command;
	readonly settle: (outcome: Outcome) => void;
	readonly fail: (error: DomainError) => void;
	/** How often somebody else was quicker. */
	lost: number;
}
/** Which sinks the event is owed to; pure, asked before the append. */
export type Owe = (event: ProposedEvent, state: ConversationState) => readonly SinkId[];

/** What the directory of agents says; a fact from outside the timeline. */
export type MayReceive = (agent: AgentId, site: SiteId) => boolean;

export interface Decided {
	readonly waiting: Waiting;
	readonly event: (ProposedEvent & { sinks: readonly SinkId[] }) | null;
	/** Set when there is nothing to append. */
	readonly outcome: Outcome | null;
	/** The state after it, which comes about if the event is committed. */
	readonly after: ConversationState;
}

/** Each command on the provisional state after the one before (D3). */
export function decideAll(
	before: ConversationState,
	batch: readonly Waiting[],
	{ owe, mayReceive }: { readonly owe: Owe; readonly mayReceive?: MayReceive },
) {
	const decided: Decided[] = [];
	/** The second of two commands with one id waits until the first is stored. */
	const again: Waiting[] = [];
	const ids = new Set<string>();
	let state = before;
	for (const waiting of batch) {
		const { command } = waiting;
		const key = `${command.by.kind} ${command.clientId}`;
		if (ids.has(key)) {
			again.push(waiting);
			continue;
		}
		ids.add(key);
		const decision = refuseReceiver(state, command, mayReceive) ?? decide(state, command);
		if (decision.kind !== 'append') {
			decided.push({ waiting, event: null, outcome: decision, after: state });
			continue;
		}
		const event = { ...decision.event, sinks: owe(decision.event, state) };
		const seq = state.seq + 1;
		state = applyEvent(
			state,
			asConversationEvent({ ...event, timeline: state.id, seq, erasedAt: null }),
		);
		decided.push({ waiting, event, outcome: null, after: state });
	}
	return { decided, again };
}

/** A conversation that is handed to nobody would leave the queue for ever. */
function refuseReceiver(
	state: ConversationState,
	command: Command,
	mayReceive: MayReceive | undefined,
): Decision | null {
	const to = receiverOf(command);
	if (to === null || mayReceive === undefined || state.open === null) return null;
	if (mayReceive(to, state.open.site)) return null;
	const decision = decide(state, command);
	return decision.kind === 'append'
		? refused('bad_request', 'This agent cannot answer here. Choose another one.')
		: decision;
}

function receiverOf(command: Command): AgentId | null {
	if (command.kind === 'transfer' || command.kind === 'assign') return command.to;
	if (command.kind !== 'ask' || command.asked.about !== 'transfer') return null;
	return command.asked.to.kind === 'agent' ? command.asked.to.id : null;
}
