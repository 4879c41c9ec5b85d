import type { ClientId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { conversationId, numberOf, type Author, type Outcome } from './commands.ts';
import type { FileRef, Opening } from './events.ts';
import { replayOf } from './same-command.ts';
import type { Timelines } from './timelines.ts';
import type { Unsaved } from './unsaved.ts';

export interface ConversationDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly timelines: Timelines;
	readonly newest: NewestNumbers;
	readonly unsaved: Unsaved;
}
/** Which of a visitor's conversations is the newest, kept at hand; 0 = none yet. May be behind: then the one it names has ended. */
export interface NewestNumbers {
	get(visitor: VisitorId): Promise<number>;
	raise(visitor: VisitorId, n: number): void;
}

export interface Post {
	readonly clientId: ClientId;
	readonly text: string;
	readonly files?: readonly FileRef[];
}

/** What is known of how the conversation comes about. */
export type From = Omit<Opening, 'site' | 'visitor' | 'follows'>;

/** An agent, a bot or the system says something in a conversation that exists. */
export function postMessage(
	deps: ConversationDeps,
	conversation: ConversationId,
	by: Author,
	post: Post,
): Promise<Outcome> {
	return deps.timelines.submit(conversation, { kind: 'post', by, at: deps.clock.now(), ...post });
}

/**
 * A visitor says something: in the running conversation, else in a new one. A resend finds its first answer even if the
 * conversation has ended since, and even if another tab has opened the next one meanwhile (D6): `submit` looks in the
 * newest, here the one before is looked at first.
 */
export async function postAsVisitor(
	deps: ConversationDeps,
	by: Author & { kind: 'visitor' },
	post: Post,
	from: From,
): Promise<Outcome> {
	return (await queuePost(deps, by, post, from)).outcome;
}

/** A command that stands in the queue of its timeline. */
export interface Queued {
	readonly outcome: Promise<Outcome>;
}

/**
 * `postAsVisitor` in two steps: settles once the message stands in a queue, so that what the caller submits next comes after
 * it. `before` is the caller's message before this one: if the conversation ends while both wait there, they go on to the
 * next one in their order.
 */
export async function queuePost(
	deps: ConversationDeps,
	by: Author & { kind: 'visitor' },
	post: Post,
	from: From,
	status: 'waiting' | 'pending' = 'waiting',
	before: Queued | null = null,
): Promise<Queued> {
	let n = Math.max(1, await deps.newest.get(by.id));
	const mayMove = deps.timelines.peek(conversationId(by.id, n))?.status === 'ended';
	const outcome = follow(await place());
	// It is about to go on to the next conversation: what comes after it must not get there first.
	if (mayMove) await outcome.catch(() => null);
	return { outcome };

	async function place(): Promise<Queued> {
		const id = conversationId(by.id, n);
		const opening = openingOf(by.site, by.id, n, from);
		const command = { kind: 'post', by, at: deps.clock.now(), opening, status, ...post } as const;
		const earlier =
			n > 1
				? await deps.store.byClientId(conversationId(by.id, n - 1), 'visitor', post.clientId)
				: null;
		if (earlier !== null) return { outcome: Promise.resolve(replayOf(earlier, command)) };
		return { outcome: deps.timelines.submit(id, command) };
	}

	async function follow(placed: Queued): Promise<Outcome> {
		let queued = placed;
		for (;;) {
			const answer = await queued.outcome;
			if (answer.kind !== 'refused' || answer.code !== 'conversation_ended') {
				if (answer.kind === 'done') deps.newest.raise(by.id, numberOf(answer.event.timeline));
				return answer;
			}
			await before?.outcome.catch(() => null);
			n += 1;
			queued = await place();
		}
	}
}

const openingOf = (site: SiteId, visitor: VisitorId, n: number, from: From): Opening => ({
	site,
	visitor,
	...from,
	...(n > 1 ? { follows: conversationId(visitor, n - 1) } : {}),
});
