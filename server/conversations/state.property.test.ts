import fc from 'fast-check';
import type { Decision } from './commands.ts';
import { decide } from './decide.ts';
import type { ConversationEvent } from './events.ts';
import { applyEvent, noConversation, type ConversationState } from './state.ts';
import { summaryOf } from './summaries.ts';
import { conversation, noon, Play } from './testing/commands.ts';
import { people } from './testing/people.ts';
import { commandOf, steps, textOf, type Step } from './testing/random-commands.ts';
import { readable } from './testing/readable.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { summaries } from './summaries.ts';

fc.configureGlobal({ seed: 1 });

/* Any commands by anybody in any order. On a failure fast-check prints the seed and the shortest list of steps. */

interface Played {
	readonly play: Play;
	/** After each step: what was decided, and the state before and after it. */
	readonly moments: readonly {
		readonly decision: Decision;
		readonly before: ConversationState;
		readonly after: ConversationState;
	}[];
}

function played(list: readonly Step[]): Played {
	const play = new Play();
	let at = noon;
	const moments = list.map((step, index) => {
		at += step.waitMs;
		const before = play.state;
		const decision = play.try(commandOf(step, index, play.events, at));
		if (decision.kind === 'append') play.add(decision.event);
		return { decision, before, after: play.state };
	});
	return { play, moments };
}

const always = (law: (played: Played) => void, numRuns = 300): void =>
	fc.assert(
		fc.property(steps(60), (list) => law(played(list))),
		{ numRuns },
	);

const replay = (
	events: readonly ConversationEvent[],
	from: ConversationState = noConversation(conversation),
): ConversationState => events.reduce(applyEvent, from);
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('whatever anybody commands', () => {
	it('the numbers are dense, and so are those that the visitor counts', () => {
		always(({ play }) => {
			expect(play.events.map(({ seq }) => seq)).toEqual(play.events.map((_, index) => index + 1));
			const shown = play.events.filter(({ audience }) => audience === 'visitor');
			expect(shown.map(({ vseq }) => vseq)).toEqual(shown.map((_, index) => index + 1));
			expect(play.state).toMatchObject({ seq: play.events.length, vseq: shown.length });
		});
	});

	it('the status moves only along the arrows', () => {
		const arrows = {
			none: ['message'],
			pending: ['message', 'assigned', 'transferred', 'requeued', 'ended'],
			waiting: ['message', 'assigned', 'transferred', 'requeued', 'deferred', 'ended'],
			active: ['transferred', 'requeued', 'ended'],
			ended: ['reopened'],
		} as const satisfies Record<ConversationState['status'], readonly ConversationEvent['type'][]>;
		const reach: Record<string, readonly string[]> = {
			message: ['waiting', 'active'],
			assigned: ['active'],
			transferred: ['active', 'pending'],
			requeued: ['waiting', 'pending'],
			deferred: ['pending'],
			ended: ['ended'],
			reopened: ['waiting'],
		};
		always(({ moments }) => {
			for (const { decision, before, after } of moments) {
				if (before.status === after.status) continue;
				const type = decision.kind === 'append' ? decision.event.type : 'message';
				expect(arrows[before.status]).toContain(type);
				expect(reach[type]).toContain(after.status);
			}
		});
	});

	it('who answers is in the conversation, and there is somebody exactly while it is active', () => {
		always(({ moments }) => {
			for (const { after } of moments) {
				if (after.assignee !== null) expect(after.participants).toContain(after.assignee);
				if (after.status === 'active') expect(after.assignee).not.toBeNull();
				if (after.status === 'waiting') expect(after.assignee).toBeNull();
				expect(new Set(after.participants).size).toBe(after.participants.length);
			}
		});
	});

	it('nothing is said after the end, until it is reopened', () => {
		const late = ['note', 'rating', 'redaction', 'tagged', 'edit', 'reopened', 'archived'];
		always(({ moments }) => {
			for (const { decision, before, after } of moments) {
				if (before.status !== 'ended') continue;
				if (decision.kind === 'append') expect(late).toContain(decision.event.type);
				if (after.status === 'ended') expect(after.messages).toBe(before.messages);
			}
		});
	});

	it('the tags are different ones, up to 20, and the rating is one of five', () => {
		always(({ play: { state } }) => {
			expect(new Set(state.tags).size).toBe(state.tags.length);
			expect(state.tags.length).toBeLessThanOrEqual(20);
			expect([null, 1, 2, 3, 4, 5]).toContain(state.rating);
		});
	});

	it('what was taken back is edited no more and never shown again', () => {
		always(({ play }) => {
			const gone = new Set<number>();
			let state = noConversation(conversation);
			for (const event of play.events) {
				if (event.type === 'edit') expect(gone).not.toContain(event.target);
				if (event.type === 'redaction') {
					expect(gone).not.toContain(event.target);
					gone.add(event.target!);
				}
				state = applyEvent(state, event);
				const shown = state.preview === null ? [] : [state.preview.seq];
				expect(shown.filter((seq) => gone.has(seq))).toEqual([]);
			}
			expect([...gone]).toEqual(play.state.redacted);
			const texts = [...gone].flatMap((seq) =>
				play.events.flatMap((event) => {
					const isOf = event.seq === seq || (event.type === 'edit' && event.target === seq);
					return isOf && 'text' in event.body ? [event.body.text] : [];
				}),
			);
			for (const text of texts) expect(JSON.stringify(play.state)).not.toContain(text);
		});
	});

	it('a text is where it was put: no command has another one in its event', () => {
		always(({ moments }) => {
			for (const [index, { decision }] of moments.entries()) {
				if (decision.kind !== 'append' || !('text' in decision.event.body)) continue;
				expect(decision.event.body.text).toBe(textOf(index));
			}
		});
	});

	it('strangers and readers change nothing', () => {
		const { otherVisitor, agentElsewhere, reader } = people;
		const strangers: readonly string[] = [otherVisitor.id, agentElsewhere.id, reader.id];
		always(({ play }) => {
			for (const { author } of play.events) expect(strangers).not.toContain(author.id);
		});
	});

	it('a decision changes neither the state nor the command, and is the same again', () => {
		fc.assert(
			fc.property(steps(30), (list) => {
				const { play } = played(list);
				const frozen = deepFreeze(throughJson(play.state));
				for (const [index, step] of list.entries()) {
					const command = deepFreeze(commandOf(step, 1000 + index, play.events, noon));
					expect(decide(frozen, command)).toEqual(decide(throughJson(frozen), command));
				}
			}),
			{ numRuns: 100 },
		);
	});
});

describe('a snapshot', () => {
	it('is the events applied one by one, also after it was stored as JSON', () => {
		always(({ play }) => {
			expect(replay(throughJson(play.events))).toEqual(play.state);
			expect(throughJson(play.state)).toEqual(play.state);
			expect(throughJson(summaryOf(play.state)?.state ?? null)).toEqual(
				play.state.open === null ? null : play.state,
			);
		});
	});
	it('of any moment goes on to the same state', () => {
		always(({ play }) => {
			for (let cut = 0; cut <= play.events.length; cut += 1) {
				const snapshot = throughJson(replay(play.events.slice(0, cut)));
				expect(replay(play.events.slice(cut), snapshot)).toEqual(play.state);
			}
		}, 100);
	});
	it('counts and previews what a reader of all events sees', () => {
		always(({ play: { events, state } }) => {
			const messages = events.filter(({ type }) => type === 'message');
			expect(state.messages).toBe(messages.length);
			const seen = readable(events);
			const last = messages.at(-1);
			const shown = last === undefined ? null : seen.get(last.seq)!;
			expect(state.preview?.text ?? null).toBe(shown === null || shown.deleted ? null : shown.text);
		});
	});
});

describe('a page with its amendments', () => {
	it.each([
		['the team', false],
		['the visitor', true],
	])('shows %s what all events show', async (_, isVisitor) => {
		const paged = fc.record({ list: steps(50), size: fc.integer({ min: 1, max: 9 }) });
		await fc.assert(
			fc.asyncProperty(paged, async ({ list, size }) => {
				const { play } = played(list);
				const { store } = await openHostileStore({ collections: [summaries] });
				await store.append(conversation, 0, play.events);
				const shown = play.events.filter((event) => !isVisitor || event.audience === 'visitor');
				const seen = readable(shown);
				const pages = new Map<number, unknown>();
				let after = 0;
				for (;;) {
					const page = await store.page(conversation, { after, limit: size, visitor: isVisitor });
					const { events, amendments } = page;
					const together = readable([...events.filter(isNoAmendment), ...amendments]);
					for (const [seq, text] of together) pages.set(seq, text);
					const last = events.at(-1);
					if (last === undefined) break;
					after = isVisitor ? last.vseq! : last.seq;
				}
				expect(pages).toEqual(seen);
			}),
			{ numRuns: 150 },
		);
	});
});

const isNoAmendment = ({ type }: { type: string }): boolean =>
	type !== 'edit' && type !== 'redaction';

function deepFreeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null) {
		Object.values(value).forEach(deepFreeze);
		Object.freeze(value);
	}
	return value;
}
