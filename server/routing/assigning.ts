import type { AgentId, ConversationId } from '../../shared/ids.ts';
import type { Timelines } from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Board } from './board.ts';
import type { Choice, Dispatcher } from './dispatch/dispatch-types.ts';
import type { Slots } from './duty/slots.ts';

export type Assigning = ReturnType<typeof createAssigning>;

/** After a failure: the store may be away. */
const retryMs = 1000;

/**
 * Carries out what the dispatcher chooses: reserves the slot, appends `assigned`, else releases (D23). Two can never both win: the
 * append at the next number decides, and whoever is refused looks at the conversation anew.
 */
export function createAssigning(deps: {
	readonly dispatcher: Pick<Dispatcher, 'next'>;
	readonly board: Board;
	readonly slots: Pick<Slots, 'reserve'>;
	readonly timelines: Pick<Timelines, 'submit' | 'state'>;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly assigned: (conversation: ConversationId, agent: AgentId) => void;
	readonly failed: (error: unknown) => void;
}) {
	const { dispatcher, board, slots, timelines, clock, ids, failed } = deps;
	const running = new Set<Promise<void>>();
	const waits = new Set<() => void>();
	let isRunning = false;
	let isAsked = false;
	let pausedUntil = 0;

	function soon(): void {
		if (!isRunning || isAsked) return;
		isAsked = true;
		queueMicrotask(() => {
			isAsked = false;
			route();
		});
	}

	function route(): void {
		while (isRunning && clock.now() >= pausedUntil) {
			const choice = dispatcher.next(clock.now());
			if (choice === null) return;
			board.begin(choice.conversation, choice.agent);
			const work = carryOut(choice)
				.catch(failed)
				.finally(() => void running.delete(work));
			running.add(work);
		}
	}

	async function carryOut(choice: Choice): Promise<void> {
		try {
			await assign(choice);
		} catch (error) {
			failed(error);
			pausedUntil = clock.now() + retryMs;
			await after(retryMs);
		}
		await putBack(choice.conversation);
		soon();
	}

	async function assign({ conversation, agent }: Choice): Promise<void> {
		if ((await slots.reserve(agent, conversation)) === 'full') return;
		const by = { kind: 'system', id: 'routing' } as const;
		const common = { by, clientId: ids.client(), at: clock.now() };
		const result = await timelines.submit(conversation, { ...common, kind: 'assign', to: agent });
		if (result.kind === 'done') deps.assigned(conversation, agent);
		if (!board.isHeld(conversation, agent)) board.free(agent, conversation);
	}

	/** It waits again, unless somebody has it. */
	async function putBack(conversation: ConversationId): Promise<void> {
		for (;;) {
			try {
				const state = await timelines.state(conversation);
				board.end(conversation);
				return board.place(state, null);
			} catch (error) {
				failed(error);
				if (!isRunning) return;
				await after(retryMs);
			}
		}
	}

	/** Ends early when all is stopped. */
	const after = (ms: number): Promise<void> =>
		new Promise((resolve) => {
			if (!isRunning) return resolve();
			const cancel = clock.after(ms, end);
			function end(): void {
				waits.delete(stop);
				resolve();
			}
			function stop(): void {
				cancel();
				end();
			}
			waits.add(stop);
		});

	return {
		/** Something changed: looks whether anybody can be given a conversation now. */
		soon,
		start(): void {
			isRunning = true;
			soon();
		},
		async stop(): Promise<void> {
			isRunning = false;
			for (const end of waits) end();
			await Promise.all(running);
		},
		/** Resolves when nothing is being assigned. */
		async settled(): Promise<void> {
			while (running.size > 0) await Promise.all(running);
		},
	};
}
