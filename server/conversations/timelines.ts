import type { ConversationId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Bus } from '../ports/bus.ts';
import { Busy } from '../ports/errors.ts';
import { refusalOf } from '../ports/refusal.ts';
import type { AppendAnswer, Store } from '../ports/store.ts';
import { decideAll, type Decided, type MayReceive, type Owe, type Waiting } from './batch.ts';
import type { Command, Outcome } from './commands.ts';
import { asConversationEvent } from './events.ts';
import { doubtsOf, settleDoubts, type Doubt } from './in-doubt.ts';
import { loadState } from './load-state.ts';
import { replayOf } from './same-command.ts';
import type { ConversationState } from './state.ts';

/*
 * Decide, then append (D2, D3). Each timeline has one bounded queue in this process. What waits is decided in one batch,
 * each command on the provisional state after the one before, and appended in one go. Only the commit's answer moves the
 * state that others see:
 *
 *     committed  the state moves on, the event is published
 *     replay     the author's first answer is given again
 *     moved      somebody else was quicker: read on, decide again, at most three times
 *     Unknown    the state is forgotten and nobody gets an answer but "send it again with the same id"; what was stored
 *                all the same is published as soon as it is seen
 *
 * A command that appends nothing (refused, or so already) is not checked by an append: the state at hand may be behind
 * another node's events, so the head is read before it is answered.
 */

export interface TimelinesDeps {
	readonly store: Store;
	readonly bus: Pick<Bus, 'publish'>;
	readonly owe: Owe;
	/** Whether a conversation of this site can be handed to this agent; everybody when left out. */
	readonly mayReceive?: MayReceive;
}
export type Timelines = ReturnType<typeof createTimelines>;

interface Timeline {
	readonly id: ConversationId;
	/** As committed; null: must be read. */
	state: ConversationState | null;
	waiting: Waiting[];
	running: boolean;
	/** Sent to the store, and no answer came. */
	doubts: readonly Doubt[];
	/** How often `forget` was called: a state that was read before is not kept. */
	forgotten: number;
}

const maxWaiting = 64;
const maxLost = 3;
/** Timelines whose state is kept; the longest unused goes first. */
const maxHot = 20_000;

export function createTimelines(deps: TimelinesDeps) {
	const hot = new Map<ConversationId, Timeline>();

	function timelineOf(id: ConversationId): Timeline {
		const known = hot.get(id);
		if (known !== undefined) {
			// A Map keeps the order of insertion: what was used last stands last.
			hot.delete(id);
			hot.set(id, known);
			return known;
		}
		const fresh: Timeline = {
			id,
			state: null,
			waiting: [],
			running: false,
			doubts: [],
			forgotten: 0,
		};
		hot.set(id, fresh);
		if (hot.size > maxHot) forgetOldest();
		return fresh;
	}
	function forgetOldest(): void {
		for (const [id, timeline] of hot) {
			if (timeline.running) continue;
			hot.delete(id);
			return;
		}
	}

	/** Resolves once the event is durable, or refused; rejects with DomainError `busy`, `disk_full` or `unavailable`. */
	function submit(id: ConversationId, command: Command): Promise<Outcome> {
		const timeline = timelineOf(id);
		if (timeline.waiting.length >= maxWaiting) return Promise.reject(busy());
		return new Promise((settle, fail) => {
			timeline.waiting.push({ command, settle, fail, lost: 0 });
			if (!timeline.running) void run(timeline);
		});
	}

	async function run(timeline: Timeline): Promise<void> {
		timeline.running = true;
		while (timeline.waiting.length > 0) {
			const batch = timeline.waiting;
			timeline.waiting = [];
			try {
				await carryOut(timeline, batch);
			} catch (error) {
				timeline.state = null;
				const failure = asDomainError(error);
				for (const waiting of batch) waiting.fail(failure);
				// The author may never come again, but others listen.
				if (timeline.doubts.length > 0) await readAnew(timeline).catch(() => null);
			}
		}
		timeline.running = false;
		// Anybody can name a conversation that does not exist: it must not push out one that does.
		if (timeline.state?.seq === 0 && timeline.doubts.length === 0) hot.delete(timeline.id);
	}

	async function carryOut(timeline: Timeline, batch: readonly Waiting[]): Promise<void> {
		const known = timeline.doubts.length > 0 ? null : timeline.state;
		let before = known ?? (await readAnew(timeline));
		let plan = decideAll(before, batch, deps);
		if (
			known !== null &&
			plan.decided.some(({ event }) => event === null) &&
			(await isBehind(known))
		) {
			before = await readAnew(timeline);
			plan = decideAll(before, batch, deps);
		}
		const { decided, again } = plan;
		const answers = await append(timeline, before.seq, decided);
		const lookups: Promise<void>[] = [];

		let next = 0;
		let stopped: 'replay' | 'moved' | null = null;
		for (const { waiting, outcome, after } of decided) {
			if (stopped !== null) {
				// Decided on a state that did not come about: once more, on the real one.
				again.push(waiting);
				continue;
			}
			if (outcome !== null) {
				lookups.push(settleUnstored(timeline.id, waiting, outcome));
				continue;
			}
			const answer = answers[next++] ?? { kind: 'moved' };
			if (answer.kind === 'committed') {
				commit(timeline, waiting, answer, after);
			} else {
				stopped = answer.kind;
				if (answer.kind === 'replay') waiting.settle(replayOf(answer.event, waiting.command));
				else lose(waiting, again);
			}
		}
		if (stopped === 'moved') timeline.state = null;
		timeline.waiting.unshift(...again);
		await Promise.all(lookups);
	}

	async function append(
		timeline: Timeline,
		after: number,
		decided: readonly Decided[],
	): Promise<AppendAnswer[]> {
		const proposed = decided.flatMap((item) => (item.event === null ? [] : [item.event]));
		if (proposed.length === 0) return [];
		try {
			return await deps.store.append(timeline.id, after, proposed);
		} catch (error) {
			if (!(error instanceof Busy))
				timeline.doubts = [...timeline.doubts, ...doubtsOf(after, proposed)];
			throw error;
		}
	}

	async function readAnew(timeline: Timeline): Promise<ConversationState> {
		const { forgotten } = timeline;
		const state = await loadState(deps.store, timeline.id);
		const settled =
			timeline.doubts.length > 0
				? await settleDoubts(deps.store, timeline.id, timeline.doubts)
				: { stored: [], open: [] };
		timeline.doubts = settled.open;
		// Before anything is published: who hears of an event looks at the state.
		timeline.state = timeline.forgotten === forgotten ? state : null;
		for (const event of settled.stored) deps.bus.publish(event);
		return state;
	}

	const isBehind = async (state: ConversationState): Promise<boolean> =>
		(await deps.store.head(state.id)).seq > state.seq;

	function commit(
		timeline: Timeline,
		waiting: Waiting,
		answer: AppendAnswer & { kind: 'committed' },
		after: ConversationState,
	): void {
		if (timeline.state !== null) timeline.state = after;
		if (timeline.doubts.length > 0)
			timeline.doubts = timeline.doubts.filter(({ seq }) => seq > answer.event.seq);
		deps.bus.publish(answer.event);
		waiting.settle({ kind: 'done', event: asConversationEvent(answer.event), replayed: false });
	}

	/** Fails for itself alone: others of its batch are stored. */
	async function settleUnstored(
		id: ConversationId,
		waiting: Waiting,
		outcome: Outcome,
	): Promise<void> {
		try {
			waiting.settle(await firstAnswer(id, waiting.command, outcome));
		} catch (error) {
			waiting.fail(asDomainError(error));
		}
	}

	/** A resend may be refused or without effect by now (the conversation has ended since): its first answer still counts. */
	async function firstAnswer(
		id: ConversationId,
		command: Command,
		outcome: Outcome,
	): Promise<Outcome> {
		const event = await deps.store.byClientId(id, command.by.kind, command.clientId);
		// Nobody learns from a refusal what another has sent.
		if (event === null || event.author.id !== command.by.id) return outcome;
		return replayOf(event, command);
	}

	return {
		submit,
		/** As committed, up to `atLeast`; what another node has added since may be missing. */
		async state(id: ConversationId, atLeast = 0): Promise<ConversationState> {
			const timeline = timelineOf(id);
			if (timeline.state !== null && timeline.state.seq >= atLeast) return timeline.state;
			const { forgotten } = timeline;
			const read = await loadState(deps.store, id);
			const isNewer = timeline.state === null || timeline.state.seq < read.seq;
			// While a batch runs, only its commits move the state.
			if (isNewer && !timeline.running && timeline.forgotten === forgotten) timeline.state = read;
			return isNewer ? read : (timeline.state ?? read);
		},
		/** The state if it is at hand. */
		peek: (id: ConversationId): ConversationState | null => hot.get(id)?.state ?? null,
		/** After an erasure the state must be read anew. */
		forget: (id: ConversationId): void => {
			const timeline = hot.get(id);
			if (timeline === undefined) return;
			timeline.state = null;
			timeline.forgotten += 1;
		},
	};
}

function lose(waiting: Waiting, again: Waiting[]): void {
	waiting.lost += 1;
	if (waiting.lost > maxLost) waiting.fail(busy());
	else again.push(waiting);
}

const busy = (): DomainError =>
	new DomainError('busy', 'Too much is going on in this conversation. Try again in a moment.', {
		retryMs: 1000,
	});

/** An error that is none of the store's is a bug: what became of the command is not known either. */
const asDomainError = (error: unknown): DomainError =>
	refusalOf(error) ??
	new DomainError(
		'unavailable',
		'The server could not say whether this was stored. Send it again.',
		{ cause: error, retryMs: 5000 },
	);
