import type { Actor } from '../../shared/actor.ts';
import type { Author, Command, Decision } from './commands.ts';
import { audienceOf, type Bodies, type EventType, type ProposedEvent } from './events.ts';
import type { ConversationState } from './state.ts';

/** The event that follows the state. `target` gives an edit or a redaction its audience. */
export function propose<Type extends EventType>(
	state: ConversationState,
	command: Command,
	type: Type,
	body: Bodies[Type],
	target?: { readonly seq: number; readonly audience: 'visitor' | 'internal' },
): Decision {
	const rule = audienceOf[type];
	const audience = rule === 'as_target' ? (target?.audience ?? 'internal') : rule;
	return {
		kind: 'append',
		event: {
			type,
			body,
			audience,
			vseq: audience === 'visitor' ? state.vseq + 1 : null,
			at: command.at,
			author: actorOf(command.by),
			clientId: command.clientId,
			target: target?.seq ?? null,
			// The union cannot be built from a generic type: `type` and `body` were matched by the signature.
		} as ProposedEvent,
	};
}

export const actorOf = (author: Author): Actor =>
	author.via === undefined
		? { kind: author.kind, id: author.id }
		: { kind: author.kind, id: author.id, via: author.via };
