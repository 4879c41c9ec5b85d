import type { BlobId, ConversationId, VisitorId } from '../../shared/ids.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { conversationId } from './commands.ts';
import { asConversationEvent, type ConversationEvent } from './events.ts';
import type { NewestNumbers } from './post-message.ts';
import { loadState } from './load-state.ts';
import { summaries, summaryOf } from './summaries.ts';
import type { Timelines } from './timelines.ts';

export interface EraseDeps {
	readonly store: Store;
	/** Removes what their uploads said, too. */
	readonly blobs: Pick<Blobs, 'remove'>;
	readonly clock: Clock;
	readonly timelines: Pick<Timelines, 'forget'>;
}

/*
 * What was taken back or must be forgotten is blanked in place: numbers, types, authors' kinds and times stay, so nothing
 * that counts on them breaks (D10). Safe to run again after a crash.
 */

/** Carries out one redaction: its target and every edit of it. */
export async function eraseTarget(
	deps: EraseDeps,
	conversation: ConversationId,
	target: number,
): Promise<void> {
	const doomed: StoredEvent[] = [];
	for await (const event of allEvents(deps.store, conversation, target - 1)) {
		if (event.seq === target || (event.type === 'edit' && event.target === target))
			doomed.push(event);
	}
	await eraseEvents(deps, conversation, doomed);
}

/** Everything that was ever said in all conversations of a visitor; says how many conversations. */
export async function eraseVisitor(
	deps: EraseDeps,
	newest: NewestNumbers,
	visitor: VisitorId,
): Promise<number> {
	// The number at hand may be behind another node's.
	let count = await newest.get(visitor);
	while ((await deps.store.head(conversationId(visitor, count + 1))).seq > 0) count += 1;
	for (let n = 1; n <= count; n += 1) await eraseConversation(deps, conversationId(visitor, n));
	return count;
}

/** Everything that was ever said in it. */
export async function eraseConversation(
	deps: EraseDeps,
	conversation: ConversationId,
): Promise<void> {
	const events: StoredEvent[] = [];
	for await (const event of allEvents(deps.store, conversation, 0)) events.push(event);
	await eraseEvents(deps, conversation, events);
}

async function eraseEvents(
	deps: EraseDeps,
	conversation: ConversationId,
	events: readonly StoredEvent[],
): Promise<void> {
	const open = events.filter((event) => event.erasedAt === null).map(asConversationEvent);
	// First the files: once the bodies are blank, nothing names them any more.
	for (const blob of open.flatMap(blobsOf)) await deps.blobs.remove(blob);
	if (open.length > 0) {
		await deps.store.erase(
			conversation,
			open.map((event) => ({ seq: event.seq, body: remainsOf(event) })),
			deps.clock.now(),
		);
	}
	// The snapshot holds a preview of the text: made anew from what is left.
	deps.timelines.forget(conversation);
	// Not only forward, as the number stays and the text goes; so what came meanwhile is looked for afterwards.
	for (;;) {
		const summary = summaryOf(await loadState(deps.store, conversation, 'start'));
		if (summary === null) return;
		await deps.store.put(summaries, summary);
		// The old snapshot may have been read again in between.
		deps.timelines.forget(conversation);
		if ((await deps.store.head(conversation)).seq <= summary.through) return;
	}
}

/** What may stay: facts about people and status. */
function remainsOf(event: ConversationEvent): StoredEvent['body'] {
	switch (event.type) {
		case 'message': {
			const { text: _text, files: _files, quickReplies: _replies, open, ...facts } = event.body;
			if (open === undefined) return { ...facts, text: '' };
			const { page: _page, referrer: _referrer, greeting: _greeting, ...opening } = open;
			return { ...facts, open: opening, text: '' };
		}
		case 'note':
			return event.body.review === true ? { text: '', review: true } : { text: '' };
		case 'edit':
			return { ...event.body, text: '' };
		case 'requeued':
		case 'transferred':
		case 'ended':
			return { ...event.body, reason: '' };
		case 'asked':
			return event.body.about === 'transfer' ? { ...event.body, reason: '' } : event.body;
		case 'rating':
			return { ...event.body, comment: '' };
		case 'redaction':
		case 'answered':
		case 'idle':
		case 'archived':
		case 'deferred':
		case 'assigned':
		case 'joined':
		case 'left':
		case 'tagged':
		case 'prioritised':
		case 'reopened':
			return event.body;
	}
}

function blobsOf(event: ConversationEvent): BlobId[] {
	if (event.type !== 'message' && event.type !== 'note') return [];
	return (event.body.files ?? []).map((file) => file.blob);
}

async function* allEvents(
	store: Store,
	conversation: ConversationId,
	after: number,
): AsyncIterable<StoredEvent> {
	for (;;) {
		const { events } = await store.page(conversation, { after, limit: 500 });
		yield* events;
		const last = events.at(-1);
		if (last === undefined || events.length < 500) return;
		after = last.seq;
	}
}
