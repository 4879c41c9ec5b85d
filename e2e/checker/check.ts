import { checkSurface, show } from './check-surface.ts';
import { markOf, type Command, type History, type Sighting } from './history.ts';
import type { Anomaly, Seen, Surface } from './surface.ts';

type Read = { readonly surface: Surface; readonly seen: readonly Seen[] };

/**
 * Reads all surfaces and holds them against the history: I1 to I8 of "Nothing lost, nothing leaked" (docs/measured.md). The
 * first surface is the one that the others are compared with: the store.
 */
export async function checkHistory(
	history: History,
	surfaces: readonly Surface[],
): Promise<Anomaly[]> {
	const reads: Read[] = [];
	for (const surface of surfaces) reads.push({ surface, seen: await surface.read() });
	const { commands, sightings } = history;
	return [
		...reads.flatMap(({ surface, seen }) => checkSurface(surface, seen, commands)),
		...reads.flatMap(({ surface, seen }) => checkNumbers(surface, seen, commands)),
		...reads.slice(1).flatMap((read) => compare(reads[0]!, read)),
		...checkUnknown(reads, commands),
		...checkSightings(sightings),
	];
}

/** I2: what was acknowledged has the number that was acknowledged, and an author's commands keep their order. */
function checkNumbers(
	surface: Surface,
	seen: readonly Seen[],
	commands: readonly Command[],
): Anomaly[] {
	const anomalies: Anomaly[] = [];
	// Of repetitions the first one counts.
	const byMark = new Map([...seen].reverse().map((event) => [markOf(event), event]));
	const lasts = new Map<string, number>();
	for (const command of commands) {
		const { outcome, author } = command;
		const event = byMark.get(markOf(command));
		if (event === undefined) continue;
		const number = event[surface.numbers];
		if (outcome.kind === 'ok') {
			const told = outcome.ack[surface.numbers] ?? number;
			if (told !== number || outcome.ack.conversation !== event.conversation)
				anomalies.push(
					fork(surface, `${show(event)} was acknowledged as ${JSON.stringify(outcome.ack)}`),
				);
		}
		if (number === null) continue;
		const key = `${author} ${event.conversation}`;
		const last = lasts.get(key) ?? 0;
		if (number < last) {
			const detail = `${show(event)} was sent after what has ${last}`;
			anomalies.push({ name: 'reorder', invariant: 'I2', surface: surface.name, detail });
		}
		lasts.set(key, Math.max(last, number));
	}
	return anomalies;
}

/** I2: one number, one event, on all surfaces. */
function compare(truth: Read, other: Read): Anomaly[] {
	const { numbers } = other.surface;
	const key = (event: Seen): string => `${event.conversation} ${event[numbers]}`;
	const texts = new Map(
		truth.seen.flatMap((event) => (event[numbers] === null ? [] : [[key(event), event.text]])),
	);
	return other.seen.flatMap((event) => {
		const text = event[numbers] === null ? event.text : texts.get(key(event));
		if (text === event.text) return [];
		return [
			fork(other.surface, `${show(event)}, but ${truth.surface.name} has ${text ?? 'nothing'}`),
		];
	});
}

/** I3: unknown means nowhere, or on every surface that is entitled to it. */
function checkUnknown(reads: readonly Read[], commands: readonly Command[]): Anomaly[] {
	const marks = reads.map(({ surface, seen }) => ({ surface, marks: new Set(seen.map(markOf)) }));
	return commands.flatMap((command) => {
		const { outcome, text, talk, internal, clientId } = command;
		if (outcome.kind !== 'info') return [];
		const mark = markOf(command);
		const due = marks.filter(
			({ surface }) => surface.holds(talk) && !(surface.isPublic && internal),
		);
		const there = due.filter((read) => read.marks.has(mark));
		if (there.length === 0 || there.length === due.length) return [];
		const missing = due.filter((read) => !read.marks.has(mark));
		const surface = missing.map((read) => read.surface.name).join(', ');
		const detail = `${clientId} ${text} is in ${there.map((read) => read.surface.name).join(', ')} only`;
		return [{ name: 'divergent', invariant: 'I3', surface, detail } as const];
	});
}

/** I8: within an epoch a client never holds less than before. */
function checkSightings(sightings: readonly Sighting[]): Anomaly[] {
	const lasts = new Map<string, number>();
	return sightings.flatMap(({ client, epoch, conversation, number }) => {
		const key = `${client} ${epoch} ${conversation}`;
		const last = lasts.get(key) ?? 0;
		lasts.set(key, Math.max(last, number));
		if (number >= last) return [];
		const detail = `${conversation}: ${number} after ${last}`;
		return [{ name: 'non-monotonic', invariant: 'I8', surface: client, detail } as const];
	});
}

const fork = (surface: Surface, detail: string): Anomaly => ({
	name: 'fork',
	invariant: 'I2',
	surface: surface.name,
	detail,
});
