/*
 * One conversation as a client holds it: pure functions from what came to what is so. Order goes by number only; what came twice
 * is dropped, what came early waits for what is missing.
 */

export type Amendment<E> = Extract<E, { type: 'edit' | 'redaction' }>;
type Any = { readonly type: string };

export type Timeline<E> = {
	/** The number before the first event that is held: 0 when it is held from the start. */
	readonly base: number;
	/** Number of the last event that is held without a gap. */
	readonly last: number;
	/** The highest number that was heard of. */
	readonly head: number;
	readonly events: readonly E[];
	/** Came before what is missing; ascending. */
	readonly ahead: readonly E[];
	/** By target: the latest edit or deletion, also of targets that are not held. */
	readonly amendments: ReadonlyMap<number, Amendment<E>>;
};

/** Early events kept; more than that is read again from the server. */
const aheadLimit = 500;

interface Reducer<E extends Any> {
	readonly empty: (base?: number) => Timeline<E>;
	/** In any order, with anything twice. */
	readonly apply: (timeline: Timeline<E>, events: readonly E[]) => Timeline<E>;
	/** Edits and deletions that stand further on than the page that they came with. */
	readonly amend: (timeline: Timeline<E>, amendments: readonly E[]) => Timeline<E>;
	/** A page below what is held, ascending. A page that does not meet it is dropped. */
	readonly prepend: (timeline: Timeline<E>, events: readonly E[]) => Timeline<E>;
	readonly hearOf: (timeline: Timeline<E>, head: number) => Timeline<E>;
}

export const isBehind = (timeline: Timeline<never> | Timeline<Any>): boolean =>
	timeline.head > timeline.last;

export function reducerBy<E extends Any>(numberOf: (event: E) => number): Reducer<E> {
	const empty = (base = 0): Timeline<E> => ({
		base,
		last: base,
		head: base,
		events: [],
		ahead: [],
		amendments: new Map(),
	});

	const apply = (timeline: Timeline<E>, incoming: readonly E[]): Timeline<E> => {
		const early = new Map(timeline.ahead.map((event) => [numberOf(event), event]));
		let { head } = timeline;
		let isNew = false;
		for (const event of incoming) {
			const number = numberOf(event);
			if (number > head) head = number;
			if (number <= timeline.last || early.has(number)) continue;
			early.set(number, event);
			isNew = true;
		}
		if (!isNew) return head === timeline.head ? timeline : { ...timeline, head };
		const fresh: E[] = [];
		let { last } = timeline;
		for (let next = early.get(last + 1); next !== undefined; next = early.get(last + 1)) {
			fresh.push(next);
			last += 1;
			early.delete(last);
		}
		const ahead = [...early.entries()].sort(([a], [b]) => a - b).slice(0, aheadLimit);
		const events = fresh.length === 0 ? timeline.events : timeline.events.concat(fresh);
		const amended = latest(timeline.amendments, fresh);
		return {
			...timeline,
			last,
			head,
			events,
			ahead: ahead.map(([, event]) => event),
			amendments: amended,
		};
	};

	/** A deletion is final; of edits the highest number counts. */
	const latest = (
		known: Timeline<E>['amendments'],
		events: readonly E[],
	): Timeline<E>['amendments'] => {
		const amendments = new Map(known);
		for (const event of events) {
			if (!isAmendment(event)) continue;
			const { target } = event as unknown as { target: number };
			const before = amendments.get(target);
			if (before?.type === 'redaction') continue;
			if (
				before === undefined ||
				event.type === 'redaction' ||
				numberOf(event) > numberOf(before)
			) {
				amendments.set(target, event);
			}
		}
		return amendments;
	};

	return {
		empty,
		apply,
		amend: (timeline, amendments) =>
			amendments.length === 0
				? timeline
				: { ...timeline, amendments: latest(timeline.amendments, amendments) },
		prepend: (timeline, page) => {
			const older = page.filter((event) => numberOf(event) <= timeline.base);
			const [first] = older;
			const meets = older.every(
				(event, index) => numberOf(event) === timeline.base - older.length + index + 1,
			);
			if (first === undefined || !meets) return timeline;
			return {
				...timeline,
				base: numberOf(first) - 1,
				events: older.concat(timeline.events),
				amendments: latest(timeline.amendments, older),
			};
		},
		hearOf: (timeline, head) => (head > timeline.head ? { ...timeline, head } : timeline),
	};
}

const isAmendment = <E extends Any>(event: E): event is Amendment<E> =>
	event.type === 'edit' || event.type === 'redaction';
