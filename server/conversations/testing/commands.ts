import type { ClientId, ConversationId } from '../../../shared/ids.ts';
import {
	conversationId,
	type Author,
	type Command,
	type CommandKind,
	type CommandOf,
	type Decision,
	type Target,
} from '../commands.ts';
import { decide } from '../decide.ts';
import { asConversationEvent, type ConversationEvent, type Opening } from '../events.ts';
import { applyEvent, noConversation, type ConversationState } from '../state.ts';
import { agentId, shop, vera, visitorId } from './people.ts';

export const conversation: ConversationId = conversationId(visitorId('vera'), 1);
export const opening: Opening = { site: shop, visitor: visitorId('vera'), source: 'launcher' };
export const noon = Date.UTC(2026, 0, 5, 12);

export const id = (text: string): ClientId => text as ClientId;

/** One command of each kind by the given author; a new kind does not compile until it is here. */
export const someCommand: {
	readonly [Kind in CommandKind]: (
		common: { by: Author; clientId: ClientId; at: number },
		target: Target,
	) => CommandOf<Kind>;
} = {
	post: (common) => ({ ...common, kind: 'post', text: 'Hello', opening }),
	note: (common) => ({ ...common, kind: 'note', text: 'Among us' }),
	edit: (common, target) => ({ ...common, kind: 'edit', target, text: 'Better' }),
	redact: (common, target) => ({ ...common, kind: 'redact', target }),
	claim: (common) => ({ ...common, kind: 'claim' }),
	requeue: (common) => ({ ...common, kind: 'requeue', reason: 'lunch' }),
	assign: (common) => ({ ...common, kind: 'assign', to: agentId('tom') }),
	ask: (common) => ({ ...common, kind: 'ask', asked: { about: 'resolved' } }),
	answer: (common) => ({ ...common, kind: 'answer', about: 'resolved', yes: true }),
	idle: (common) => ({ ...common, kind: 'idle', isIdle: true }),
	archive: (common) => ({ ...common, kind: 'archive' }),
	defer: (common) => ({ ...common, kind: 'defer' }),
	join: (common) => ({ ...common, kind: 'join' }),
	leave: (common) => ({ ...common, kind: 'leave' }),
	transfer: (common) => ({ ...common, kind: 'transfer', to: agentId('tom'), reason: 'knows it' }),
	tag: (common) => ({ ...common, kind: 'tag', add: ['refund'], remove: [] }),
	prioritise: (common) => ({ ...common, kind: 'prioritise', priority: 'high' }),
	end: (common) => ({ ...common, kind: 'end', reason: 'done' }),
	reopen: (common) => ({ ...common, kind: 'reopen', reason: 'link' }),
	rate: (common) => ({ ...common, kind: 'rate', score: 4, comment: 'Good' }),
};
export const commandKinds = Object.keys(someCommand) as readonly CommandKind[];

/** A command without what the test does not care about. */
type Given = Command extends infer Each
	? Each extends Command
		? Omit<Each, 'at' | 'clientId'> & { readonly at?: number; readonly clientId?: ClientId }
		: never
	: never;

/** A conversation that is played command by command, without a store. */
export class Play {
	state: ConversationState = noConversation(conversation);
	readonly events: ConversationEvent[] = [];
	private commands = 0;

	/** Does what is given and expects that it appends. */
	do(given: Given): this {
		const decision = this.try(given);
		if (decision.kind !== 'append') {
			throw new Error(`${given.kind} was not appended: ${JSON.stringify(decision)}`);
		}
		return this.add(decision.event);
	}

	try(given: Given): Decision {
		this.commands += 1;
		return decide(this.state, { at: noon, clientId: id(`c${this.commands}`), ...given } as Command);
	}

	/** What the store does with a proposed event. */
	add(event: (Decision & { kind: 'append' })['event']): this {
		const stored = { ...event, timeline: this.state.id, seq: this.state.seq + 1 };
		const committed = asConversationEvent({ ...stored, sinks: [], erasedAt: null });
		this.events.push(committed);
		this.state = applyEvent(this.state, committed);
		return this;
	}

	/** The event as an edit or a redaction names it. */
	target(seq: number): Target {
		const event = this.events[seq - 1];
		if (event === undefined) throw new Error(`There is no event ${seq}.`);
		const { vseq, type, audience, author, at } = event;
		return { seq, vseq, type, audience, author, at };
	}
}

/** Vera wrote and waits. */
export const waiting = (): Play => new Play().do({ kind: 'post', by: vera, text: 'Hi', opening });

/** What was decided, in one word: the type of the event, the code of the refusal, or `unchanged`. */
export function inOneWord(decision: Decision): string {
	if (decision.kind === 'append') return decision.event.type;
	return decision.kind === 'refused' ? decision.code : 'unchanged';
}
