import fc from 'fast-check';
import type { AppendAnswer, NewEvent, PageQuery, StoredEvent } from '../../ports/store.ts';
import type { ActorKind } from '../../../shared/actor.ts';
import type { ClientId, TimelineId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import { decidedAt, newTimeline, note, stored } from './samples.ts';

/** A timeline as a list: what every store must look like from outside. */
class ModelTimeline {
	readonly name: TimelineId = newTimeline();
	events: StoredEvent[] = [];

	get head() {
		const vseq = this.events.filter((event) => event.vseq !== null).length;
		return { seq: this.events.length, vseq };
	}

	byClientId(kind: ActorKind, clientId: ClientId | null): StoredEvent | undefined {
		return this.events.find(
			(event) => clientId !== null && event.clientId === clientId && event.author.kind === kind,
		);
	}

	append(after: number, batch: readonly NewEvent[]): AppendAnswer[] {
		let open = after === this.events.length;
		return batch.map((event) => {
			const known = this.byClientId(event.author.kind, event.clientId);
			if (open && known === undefined) {
				const kept = stored(this.name, this.events.length + 1, event);
				this.events.push(kept);
				return { kind: 'committed', event: kept };
			}
			open = false;
			return known === undefined ? { kind: 'moved' } : { kind: 'replay', event: known };
		});
	}

	page({ after = 0, before = Infinity, newest, visitor, limit }: PageQuery) {
		const number = (event: StoredEvent) => (visitor ? event.vseq : event.seq) ?? NaN;
		const fitting = this.events.filter((event) => number(event) > after && number(event) < before);
		const events = newest ? fitting.slice(-limit) : fitting.slice(0, limit);
		const amendments = this.events.filter(
			(event, index) =>
				events.some((target) => target.seq === event.target) &&
				!(visitor && event.vseq === null) &&
				!this.events
					.slice(index + 1)
					.some(
						(newer) =>
							newer.target === event.target &&
							newer.type === event.type &&
							!(visitor && newer.vseq === null),
					),
		);
		return { events, amendments };
	}
}

const item = fc.record({
	kind: fc.constantFrom<ActorKind>('visitor', 'agent'),
	shown: fc.boolean(),
	// Few ids, so that they meet.
	id: fc.option(fc.integer({ min: 0, max: 7 }), { freq: 4 }),
	target: fc.option(fc.integer({ min: 1, max: 12 })),
	type: fc.constantFrom('edit', 'redaction'),
	text: fc.string({ unit: 'binary', maxLength: 6 }),
});
const operation = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			verb: fc.constant('append' as const),
			off: fc.oneof(
				{ weight: 4, arbitrary: fc.constant(0) },
				{ weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
			),
			batch: fc.array(item, { minLength: 1, maxLength: 4 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			verb: fc.constant('erase' as const),
			seqs: fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 3 }),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			verb: fc.constant('page' as const),
			after: fc.option(fc.nat(12), { nil: undefined }),
			before: fc.option(fc.integer({ min: 1, max: 14 }), { nil: undefined }),
			newest: fc.boolean(),
			visitor: fc.boolean(),
			limit: fc.integer({ min: 1, max: 6 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			verb: fc.constant('find' as const),
			kind: fc.constantFrom<ActorKind>('visitor', 'agent', 'bot'),
			id: fc.integer({ min: 0, max: 8 }),
		}),
	},
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Any sequence of verbs on a timeline answers as a list would. */
export function modelTimelineContract({ store }: Topic): void {
	function batchOf(operation: Operation & { verb: 'append' }, vseq: number): NewEvent[] {
		let shown = vseq;
		return operation.batch.map(({ kind, id, target, type, text, ...one }) =>
			note({
				vseq: one.shown ? (shown += 1) : null,
				audience: one.shown ? 'visitor' : 'internal',
				author: { kind, id: 'x' },
				clientId: id === null ? null : (`c${id}` as ClientId),
				target,
				type: target === null ? 'message' : type,
				// Halves of characters are no text: whoever lets text in makes it well-formed.
				body: { text: Buffer.from(text).toString() },
			}),
		);
	}

	async function step(model: ModelTimeline, operation: Operation): Promise<void> {
		const { name } = model;
		if (operation.verb === 'append') {
			const { seq, vseq } = model.head;
			const after = Math.max(0, seq + operation.off);
			const batch = batchOf(operation, vseq);
			const answers = await store().append(name, after, batch);
			const expected = model.append(after, batch);
			const refused = expected.findIndex(({ kind }) => kind !== 'committed');
			for (const [index, answer] of answers.entries()) {
				// Behind the first that is refused a store may say `moved` without looking.
				const loose = refused >= 0 && index > refused && answer.kind === 'moved';
				expect(answer).toEqual(loose ? { kind: 'moved' } : expected[index]);
			}
			expect(answers).toHaveLength(batch.length);
		} else if (operation.verb === 'erase') {
			const { seqs } = operation;
			const remains = seqs.map((seq) => ({ seq, body: { was: seq } }));
			await store().erase(name, remains, decidedAt);
			model.events = model.events.map((event) =>
				seqs.includes(event.seq)
					? { ...event, body: { was: event.seq }, erasedAt: decidedAt }
					: event,
			);
		} else if (operation.verb === 'page') {
			const { verb: _verb, after, before, ...rest } = operation;
			const query: PageQuery = {
				...rest,
				...(after === undefined ? {} : { after }),
				...(before === undefined ? {} : { before }),
			};
			expect(await store().page(name, query)).toEqual(model.page(query));
		} else {
			const clientId = `c${operation.id}` as ClientId;
			const found = await store().byClientId(name, operation.kind, clientId);
			expect(found).toEqual(model.byClientId(operation.kind, clientId) ?? null);
		}
		expect(await store().head(name)).toEqual(model.head);
	}

	it('answers any sequence of verbs as a list of events would', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
				const model = new ModelTimeline();
				for (const one of operations) {
					await step(model, one);
				}
				const { events } = await store().page(model.name, { limit: 500 });
				expect(events).toEqual(model.events);
			}),
			{ numRuns: 80 },
		);
	});
}
