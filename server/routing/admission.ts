import type { AgentId, ConversationId } from '../../shared/ids.ts';
import {
	decide,
	refused,
	type Command,
	type ConversationState,
	type Outcome,
	type Timelines,
} from '../conversations/index.ts';
import type { Agents } from './agents.ts';
import type { Board } from './board.ts';
import type { Slots } from './duty/slots.ts';

/** Who would have the conversation by this command and did not have it before; null: nobody. */
export function takerOf(state: ConversationState, command: Command): AgentId | null {
	const { by } = command;
	if (state.status === 'ended') return null;
	const isAnswered = state.assignee !== null && state.status === 'active';
	switch (command.kind) {
		case 'claim':
		case 'post':
			if (by.kind !== 'agent' || isAnswered) return null;
			return state.assignee === null || state.assignee === by.id ? by.id : null;
		case 'transfer':
			// Answered later: nobody has it until then.
			if (command.later === true || (isAnswered && state.assignee === command.to)) return null;
			return command.to;
		default:
			return null;
	}
}

interface Placed {
	readonly outcome: Promise<Outcome>;
}

/**
 * Commands by which an agent gets a conversation reserve a slot first (D23), whoever sends them: console, chat plugin, or the
 * server. What follows in the same conversation waits for that, so the order stays.
 */
export function createAdmission(deps: {
	readonly timelines: Pick<Timelines, 'submit' | 'state' | 'peek'>;
	readonly agents: Pick<Agents, 'get' | 'nameOf' | 'mayReceive'>;
	readonly slots: Pick<Slots, 'reserve'>;
	readonly board: Pick<Board, 'free' | 'isHeld' | 'tellServer'>;
}) {
	const { timelines, agents, slots, board } = deps;
	/** The last one that is on its way into each queue. */
	const gates = new Map<ConversationId, Promise<unknown>>();

	const isTaking = ({ kind, by }: Command): boolean =>
		kind === 'transfer' || ((kind === 'claim' || kind === 'post') && by.kind === 'agent');

	async function admit(id: ConversationId, command: Command): Promise<Placed> {
		const taker = isTaking(command) ? await takerNow(id, command) : null;
		if (taker === null) return { outcome: toldWho(id, timelines.submit(id, command)) };
		const got = await slots.reserve(taker, id);
		board.tellServer(taker);
		if (got === 'full') return { outcome: Promise.resolve(full(taker, command)) };
		const outcome = timelines.submit(id, command).then((result) => {
			// Otherwise nobody knows: then the slot is free again by itself, or is held once the event is seen.
			if (!board.isHeld(id, taker)) board.free(taker, id);
			return result;
		});
		return { outcome: toldWho(id, outcome) };
	}

	/** What is refused anyway, or for which there is nobody, reserves nothing: that is the answer then. */
	async function takerNow(id: ConversationId, command: Command): Promise<AgentId | null> {
		const state = timelines.peek(id) ?? (await timelines.state(id));
		const taker = takerOf(state, command);
		if (taker === null || decide(state, command).kind !== 'append') return null;
		const opening = command.kind === 'post' ? command.opening : undefined;
		const site = (state.open ?? opening)?.site;
		return site === undefined || !agents.mayReceive(taker, site) ? null : taker;
	}

	function full(taker: AgentId, { by }: Command): Outcome {
		const agent = agents.get(taker);
		const count = `${agent?.capacity ?? 0} of ${agent?.capacity ?? 0} conversations`;
		return by.kind === 'agent' && by.id === taker
			? refused('at_capacity', `You have ${count}. End one or hand one on, then take this one.`)
			: refused(
					'at_capacity',
					`${agent?.name ?? 'This agent'} has ${count}. Choose somebody else, or a group.`,
				);
	}

	/** Who was quicker, by name. */
	async function toldWho(id: ConversationId, outcome: Promise<Outcome>): Promise<Outcome> {
		const result = await outcome;
		if (result.kind !== 'refused' || result.code !== 'conversation_claimed') return result;
		const { assignee } = timelines.peek(id) ?? (await timelines.state(id));
		const name = assignee === null ? '' : agents.nameOf(assignee);
		return name === '' ? result : refused(result.code, `${name} has this conversation already.`);
	}

	return function submit(id: ConversationId, command: Command): Promise<Outcome> {
		const before = gates.get(id);
		if (before === undefined) {
			const state = timelines.peek(id);
			const isPlain =
				!isTaking(command) ||
				(command.kind === 'post' && state !== null && takerOf(state, command) === null);
			if (isPlain) return timelines.submit(id, command);
		}
		const placed = (before ?? Promise.resolve()).then(() => admit(id, command));
		const gate = placed.catch(() => null);
		gates.set(id, gate);
		void gate.then(() => gates.get(id) === gate && gates.delete(id));
		return placed.then(({ outcome }) => outcome);
	};
}
