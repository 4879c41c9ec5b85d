import type { ClientId, ConversationId, TimelineId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import type { Command } from './commands.ts';
import { visitorOf } from './commands.ts';
import { asConversationEvent, type Bodies, type ProposedEvent } from './events.ts';
import type { Timelines } from './timelines.ts';

/*
 * What follows a visitor's yes: the end, or the transfer that was asked for (M42, H84). A lane of our own, so it happens also when
 * the server dies in between; the command's id is made of the answer's number, so it happens once.
 */

interface FollowUpDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly timelines: Pick<Timelines, 'submit' | 'state'>;
}
type Asked = Extract<Bodies['asked'], { readonly about: 'transfer' }>;

export const followUpConsumer = (deps: FollowUpDeps) => ({
	wants: (event: ProposedEvent): boolean => event.type === 'answered' && event.body.yes,
	// Two people wait for it.
	delayMs: 0,
	async consume(
		batch: readonly { readonly timeline: TimelineId; readonly events: readonly StoredEvent[] }[],
	): Promise<void> {
		for (const { timeline, events } of batch) {
			const id = timeline as ConversationId;
			for (const event of events) {
				const command = await commandAfter(deps, id, event);
				// A refusal is an answer: it has ended since, or who was to take over cannot any more.
				if (command !== null) await deps.timelines.submit(id, command);
			}
		}
	},
});

async function commandAfter(
	deps: FollowUpDeps,
	id: ConversationId,
	stored: StoredEvent,
): Promise<Command | null> {
	const answer = asConversationEvent(stored);
	if (answer.type !== 'answered' || !answer.body.yes) return null;
	const common = { clientId: `after-answer-${answer.seq}` as ClientId, at: deps.clock.now() };
	if (answer.body.about === 'resolved') {
		const { open } = await deps.timelines.state(id);
		if (open === null) return null;
		const by = { kind: 'visitor', id: visitorOf(id), site: open.site } as const;
		return { ...common, by, kind: 'end', reason: '' };
	}
	const asked = await askedBefore(deps.store, id, answer.seq);
	if (asked === null) return null;
	const by = { kind: 'system', id: 'question' } as const;
	const { to, reason, later = false } = asked;
	return to.kind === 'agent'
		? { ...common, by, kind: 'transfer', to: to.id, reason, later }
		: { ...common, by, kind: 'requeue', group: to.id, reason, later };
}

/** The question about a transfer that this answer is to. */
async function askedBefore(
	store: Store,
	id: ConversationId,
	answer: number,
): Promise<Asked | null> {
	for (let before = answer; before > 1;) {
		const { events } = await store.page(id, { newest: true, before, limit: 100 });
		for (const stored of events.toReversed()) {
			const event = asConversationEvent(stored);
			if (event.type === 'asked' && event.body.about === 'transfer') return event.body;
		}
		const first = events[0];
		if (first === undefined) return null;
		before = first.seq;
	}
	return null;
}
