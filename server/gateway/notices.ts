import type { ConversationId } from '../../shared/ids.ts';
import {
	visitorOf,
	type ConversationEvent,
	type ConversationState,
} from '../conversations/index.ts';
import type { Line } from '../routing/index.ts';
import type { Sites } from '../sites/index.ts';
import type { Store } from '../ports/store.ts';
import type { Hub } from './hub.ts';
import type { Presence } from './presence.ts';
import { queueFrame } from './visitor-greeting.ts';

/*
 * What changes for many at once is looked at in rounds, not at each event: who is there, everybody's place in the line, whether
 * the store answers. One timer for all of it.
 */

const roundMs = 500;
/** The store and the clock of the hours are looked at every so many rounds. */
const slowRounds = 6;

export function createNotices(deps: {
	readonly hub: Hub;
	readonly presence: Presence;
	readonly line: Line;
	readonly sites: Sites;
	readonly store: Pick<Store, 'health'>;
	readonly peek: (conversation: ConversationId) => ConversationState | null;
	/** The state that holds at least this event, from the store if need be. */
	readonly stateOf: (conversation: ConversationId, atLeast: number) => Promise<ConversationState>;
	readonly logFault: (errorId: string, error: unknown) => void;
}) {
	const { hub, presence, line, sites } = deps;
	let timer: NodeJS.Timeout | null = null;
	let round = 0;
	let isPresenceDue = true;
	let isStoreAway = false;

	async function look(): Promise<void> {
		round += 1;
		const isSlow = round % slowRounds === 0;
		if (isSlow || isPresenceDue) {
			isPresenceDue = false;
			presence.check();
		}
		for (const [conversation, position] of line.changed()) {
			const visitor = visitorOf(conversation);
			if (hub.socketsOf(visitor) === 0) continue;
			const site = line.siteOf(conversation);
			const frame = queueFrame(site === null ? null : sites.byId(site), conversation, position);
			hub.tellVisitor(visitor, JSON.stringify(frame));
		}
		if (!isSlow) return;
		const { ok } = await deps.store.health();
		if (ok !== isStoreAway) return;
		isStoreAway = !ok;
		hub.tellEverybody(JSON.stringify({ type: 'store', isAway: isStoreAway }));
	}

	function place({ id, open, status, openedAt }: ConversationState): void {
		if (open === null) return;
		if (status === 'waiting') line.add({ id, site: open.site, since: openedAt });
		else line.remove(id);
	}

	async function placeLate({ timeline, seq }: ConversationEvent): Promise<void> {
		const read = await deps.stateOf(timeline, seq);
		const hot = deps.peek(timeline);
		// What was committed while it was read has been placed already.
		place(hot !== null && hot.seq > read.seq ? hot : read);
	}

	return {
		/** Keeps the line as the conversations are. */
		committed(event: ConversationEvent): void {
			if (event.type === 'note' || event.type === 'edit' || event.type === 'redaction') return;
			const isPlain =
				event.type === 'message' &&
				event.body.open === undefined &&
				event.body.status === undefined &&
				event.body.assign === undefined;
			if (isPlain) return;
			const state = deps.peek(event.timeline);
			if (state !== null && state.seq >= event.seq) return place(state);
			// After an erasure, or after a commit whose outcome was not known at first.
			placeLate(event).catch((error: unknown) => deps.logFault('line', error));
		},
		presenceSoon(): void {
			isPresenceDue = true;
		},
		start(): void {
			timer = setInterval(() => {
				look().catch((error: unknown) => deps.logFault('notices', error));
			}, roundMs);
			timer.unref();
		},
		stop(): void {
			if (timer !== null) clearInterval(timer);
		},
	};
}
