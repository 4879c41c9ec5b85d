import { Busy, Unknown } from '../../server/ports/errors.ts';
import type { AppendAnswer, Head, NewEvent, Store } from '../../server/ports/store.ts';
import type { ClientId, SinkId, TimelineId } from '../../shared/ids.ts';
import { textOf, type History } from '../checker/index.ts';
import type { Invoked } from '../checker/history.ts';
import { wait } from './child.ts';

export interface WriterDeps {
	/** Servers on the same database; after a failure a writer may come to another one, as a client does. */
	readonly stores: readonly Store[];
	readonly history: History;
	readonly timelines: readonly TimelineId[];
	readonly sinks: readonly SinkId[];
	readonly random: () => number;
	stopped(): boolean;
	/** What no store may say. */
	fault(message: string): void;
}

/** What is sent again is forgotten with this chance: its author is gone, and it must be there once or not at all. */
const giveUpChance = 0.2;
const pauseMs = 20;

/**
 * Writes batches one after the other to timelines that others write to, by what it knows of the head (as a server with the
 * conversation in memory does) or by a new look at it. What fails is sent again with the same ids.
 */
export async function write(deps: WriterDeps, name: string): Promise<void> {
	const { history, timelines, sinks, random, stores, fault } = deps;
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
	const heads = new Map<TimelineId, Head>();
	let store = pick(stores);
	let life = 1;
	let count = 0;

	while (!deps.stopped()) {
		const timeline = pick(timelines);
		const batch = Array.from({ length: random() < 0.3 ? 3 : 1 }, () => newEvent(timeline));
		let left: readonly NewEvent[] = batch;
		while (left.length > 0) {
			try {
				const head = heads.get(timeline) ?? (await store.head(timeline));
				const numbered = numberFrom(head, left);
				const answers = await store.append(timeline, head.seq, numbered);
				left = hear(timeline, numbered, answers);
				// Only after what was committed whole is the next number known.
				if (answers.every(({ kind }) => kind === 'committed')) {
					heads.set(timeline, headAfter(head, numbered));
				} else {
					heads.delete(timeline);
				}
				if (left.length > 0) await wait(random() * pauseMs);
			} catch (error) {
				heads.delete(timeline);
				if (!(error instanceof Busy || error instanceof Unknown)) {
					fault(`${name}: ${String(error)}`);
					return;
				}
				await wait(random() * 200);
				store = pick(stores);
				if (random() < giveUpChance) {
					// Whoever comes after it has another name: what is late may come after what this one sends next.
					life += 1;
					break;
				}
			}
		}
		await wait(random() * pauseMs);
	}

	function newEvent(timeline: TimelineId): NewEvent {
		const mark = `${name}-${(count += 1)}`;
		const internal = random() < 0.3;
		const invoked: Invoked = {
			clientId: mark,
			talk: timeline,
			author: `${name}, life ${life}`,
			text: textOf(timeline, mark),
			internal,
		};
		history.invoke(invoked);
		return {
			vseq: null,
			audience: internal ? 'internal' : 'visitor',
			at: Date.now(),
			type: internal ? 'note' : 'message',
			author: { kind: 'agent', id: name },
			clientId: mark as ClientId,
			target: null,
			sinks: sinks.filter(() => random() < 0.5),
			body: { text: invoked.text },
		};
	}

	/** Answers what is left to send. */
	function hear(
		timeline: TimelineId,
		sent: readonly NewEvent[],
		answers: readonly AppendAnswer[],
	): readonly NewEvent[] {
		if (answers.length !== sent.length)
			fault(`${name}: ${answers.length} of ${sent.length} answers`);
		const left: NewEvent[] = [];
		for (const [index, answer] of answers.entries()) {
			const event = sent[index]!;
			if (answer.kind === 'moved') {
				left.push(event);
				continue;
			}
			const { seq, vseq, body, clientId } = answer.event;
			if (body['text'] !== event.body['text'] || clientId !== event.clientId)
				fault(`${name}: ${event.clientId} was answered as ${JSON.stringify(answer)}`);
			history.ok(String(event.clientId), { conversation: timeline, seq, vseq });
		}
		return left;
	}
}

function numberFrom({ vseq }: Head, events: readonly NewEvent[]): NewEvent[] {
	let shown = vseq;
	return events.map((event) => ({
		...event,
		vseq: event.audience === 'visitor' ? (shown += 1) : null,
	}));
}

const headAfter = ({ seq, vseq }: Head, events: readonly NewEvent[]): Head => ({
	seq: seq + events.length,
	vseq: vseq + events.filter((event) => event.vseq !== null).length,
});
