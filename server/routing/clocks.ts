import type { ClientId, ConversationId, SiteId, TimelineId } from '../../shared/ids.ts';
import type { SiteSettings } from '../../shared/site/site-settings.ts';
import {
	asConversationEvent,
	type Command,
	type ConversationState,
	type ProposedEvent,
	type Timelines,
} from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoredEvent } from '../ports/store.ts';

/** Durable due times, as server/timers keeps them. */
export interface DueTimes {
	handle(kind: string, handler: (due: { readonly key: string }) => Promise<void>): void;
	set(kind: string, key: string, dueAt: number): Promise<void>;
}

const minuteMs = 60_000;
const by = { kind: 'system', id: 'routing' } as const;

/** What starts a clock. Whether it still counts is looked at when it fires, so nothing is ever taken back. */
export const startsClock = (event: ProposedEvent): boolean =>
	event.type === 'requeued' ||
	event.type === 'reopened' ||
	event.type === 'ended' ||
	(event.type === 'idle' && event.body.isIdle) ||
	(event.type === 'message' && event.body.open !== undefined);

/**
 * The clocks of conversations (D24): the longest wait, the end of those whose visitor is gone, and the archive. A lane of our own
 * sets them, so that no crash loses one.
 */
export function createClocks(deps: {
	readonly timelines: Pick<Timelines, 'submit' | 'state'>;
	readonly due: DueTimes;
	readonly clock: Clock;
	readonly settingsOf: (site: SiteId) => SiteSettings['routing'] | null;
	/** Whether the visitor of this conversation has the page open. */
	readonly isVisitorHere: (conversation: ConversationId) => boolean;
}) {
	const { timelines, due, clock, settingsOf, isVisitorHere } = deps;

	function rulesOf({ open }: ConversationState): SiteSettings['routing'] | null {
		return open === null ? null : settingsOf(open.site);
	}

	async function start(conversation: ConversationId, stored: StoredEvent): Promise<void> {
		const event = asConversationEvent(stored);
		const state = await timelines.state(conversation);
		const rules = rulesOf(state);
		if (rules === null) return;
		const set = async (kind: string, minutes: number | null): Promise<void> => {
			if (minutes !== null) await due.set(kind, conversation, event.at + minutes * minuteMs);
		};
		if (event.type === 'ended') return set('chat_archive', rules.autoArchiveMinutes);
		if (event.type === 'idle') return set('chat_end', rules.endIdleMinutes);
		if (state.status === 'waiting') return set('chat_wait', rules.maxWaitMinutes);
	}

	type Kind<C = Command> = C extends Command ? Omit<C, 'by' | 'clientId' | 'at'> : never;
	/** The id comes from the state on which it was decided: on two servers it is one command. */
	async function submit(state: ConversationState, command: Kind): Promise<void> {
		const clientId = `clock-${command.kind}-${state.seq}` as ClientId;
		const common = { by, clientId, at: clock.now() };
		await timelines.submit(state.id, { ...command, ...common } as Command);
	}

	due.handle('chat_wait', async ({ key }) => {
		const state = await timelines.state(key as ConversationId);
		const isOver = state.status === 'waiting' && rulesOf(state)?.maxWaitMinutes !== null;
		if (isOver) await submit(state, { kind: 'defer' });
	});
	due.handle('chat_idle', async ({ key }) => {
		const state = await timelines.state(key as ConversationId);
		if (state.status !== 'active' || state.isIdle || isVisitorHere(state.id)) return;
		await submit(state, { kind: 'idle', isIdle: true });
	});
	due.handle('chat_end', async ({ key }) => {
		const state = await timelines.state(key as ConversationId);
		if (state.isIdle && rulesOf(state)?.endIdleMinutes !== null)
			await submit(state, { kind: 'end', reason: 'visitor gone' });
	});
	due.handle('chat_archive', async ({ key }) => {
		const state = await timelines.state(key as ConversationId);
		if (state.status === 'ended' && typeof state.archivedAt !== 'number')
			await submit(state, { kind: 'archive' });
	});

	return {
		/** May see the same events again: a clock that is set again stands where it stood. */
		async consume(
			batch: readonly {
				readonly timeline: TimelineId;
				readonly events: readonly StoredEvent[];
			}[],
		): Promise<void> {
			for (const { timeline, events } of batch)
				for (const event of events) await start(timeline as ConversationId, event);
		},
		/** The visitor has gone away from a running conversation, or it was taken up while nobody is there. */
		async visitorGone(conversation: ConversationId, site: SiteId): Promise<void> {
			const minutes = settingsOf(site)?.idleMinutes;
			if (minutes !== undefined)
				await due.set('chat_idle', conversation, clock.now() + minutes * minuteMs);
		},
	};
}
