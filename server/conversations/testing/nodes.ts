import type { ConversationId } from '../../../shared/ids.ts';
import { DomainError, type ErrorCode } from '../../../shared/errors.ts';
import type { Store, StoredEvent } from '../../ports/store.ts';
import type { Command, Outcome } from '../commands.ts';
import { decide } from '../decide.ts';
import { asConversationEvent, type ConversationEvent } from '../events.ts';
import { applyEvent, noConversation } from '../state.ts';
import { createTimelines, type Timelines } from '../timelines.ts';
import { conversation } from './commands.ts';

/** One server process, as far as conversations know it. Two of them on one store are two nodes. */
export interface Node {
	readonly store: Store;
	readonly timelines: Timelines;
	/** What its listeners heard, in order. */
	readonly published: readonly StoredEvent[];
}

export function nodeOn(store: Store): Node {
	const published: StoredEvent[] = [];
	const publish = (event: StoredEvent): void => void published.push(event);
	return {
		store,
		published,
		timelines: createTimelines({ store, bus: { publish }, owe: () => [] }),
	};
}

export interface Answered {
	readonly command: Command;
	readonly outcome: Outcome;
	/** The highest number that anybody had an acknowledgement of when this was sent. */
	readonly knew: number;
	/** Attempts that got no answer. */
	readonly failures: readonly ErrorCode[];
}

/** Clients as they should be: who gets no answer sends the same again, to another node. */
export class Clients {
	readonly answers: Answered[] = [];
	private readonly nodes: readonly Node[];
	private acknowledged = 0;

	constructor(nodes: readonly Node[]) {
		this.nodes = nodes;
	}

	async insist(command: Command, first = 0): Promise<Outcome> {
		const knew = this.acknowledged;
		const failures: ErrorCode[] = [];
		for (let attempt = first; attempt < first + 300; attempt += 1) {
			const { timelines } = this.nodes[attempt % this.nodes.length]!;
			try {
				const outcome = await timelines.submit(conversation, command);
				if (outcome.kind === 'done') {
					this.acknowledged = Math.max(this.acknowledged, outcome.event.seq);
				}
				this.answers.push({ command, outcome, knew, failures });
				return outcome;
			} catch (error) {
				if (!(error instanceof DomainError)) throw error;
				failures.push(error.code);
			}
		}
		throw new Error(`No answer after 300 attempts: ${failures.join()}`);
	}
}

export async function allEvents(
	store: Store,
	id: ConversationId = conversation,
): Promise<ConversationEvent[]> {
	const { events } = await store.page(id, { limit: 10_000 });
	return events.map(asConversationEvent);
}

export const codeOf = (sent: Promise<unknown>): Promise<unknown> =>
	sent.then(
		(outcome) => outcome,
		(error: unknown) => (error instanceof DomainError ? error.code : error),
	);

/**
 * What is wrong, in sentences, with these answers beside what is stored. Right is: all commands seem to have been carried
 * out one after the other, each between its being sent and its answer, and each is stored once if it was acknowledged and
 * not at all if it was not.
 */
export function wrongs(
	answers: readonly Answered[],
	events: readonly ConversationEvent[],
): string[] {
	const found: string[] = [];
	events.forEach(({ seq }, index) => {
		if (seq !== index + 1) found.push(`The number ${seq} stands at ${index + 1}.`);
	});
	events
		.filter(({ vseq }) => vseq !== null)
		.forEach(({ vseq }, index) => {
			if (vseq !== index + 1) found.push(`The vseq ${vseq} stands at ${index + 1}.`);
		});
	const states = [noConversation(conversation)];
	for (const event of events) states.push(applyEvent(states.at(-1)!, event));

	for (const { command, outcome, knew } of answers) {
		const name = `${command.kind} ${command.clientId}`;
		const stored = events.filter(
			({ clientId, author }) => clientId === command.clientId && author.kind === command.by.kind,
		);
		if (stored.length !== (outcome.kind === 'done' ? 1 : 0)) {
			found.push(`${name} was answered ${outcome.kind} and is stored ${stored.length} times.`);
		}
		if (outcome.kind === 'done') {
			if (JSON.stringify(outcome.event) !== JSON.stringify(stored[0])) {
				found.push(`${name} was answered with another event than the one stored.`);
			}
			const decision = decide(states[outcome.event.seq - 1]!, command);
			if (decision.kind !== 'append' || !isPart(decision.event, outcome.event)) {
				found.push(`${name} does not follow from what was before it.`);
			}
		} else {
			const same = states.slice(knew).some((state) => {
				return JSON.stringify(decide(state, command)) === JSON.stringify(outcome);
			});
			if (!same) found.push(`${name} was ${JSON.stringify(outcome)}, which was never true.`);
		}
	}
	return found;
}

/** True: every field of the proposal is in the event, as it is. */
const isPart = (proposed: object, event: object): boolean =>
	JSON.stringify({ ...event, ...proposed }) === JSON.stringify(event);
