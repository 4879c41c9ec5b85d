import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Blobs } from '../ports/blobs.ts';
import type { Store } from '../ports/store.ts';
import { BackupProblem } from './format.ts';
import { rowsOf } from './copied-rows.ts';
import { isSameSum, Tally, textOf, type CopiedRow, type Sum } from './tally.ts';

export interface Pair {
	readonly store: Store;
	readonly blobs: Blobs;
}

/** One line of the table at the end: what each side holds of one kind. */
export interface Compared {
	/** `events`, `documents: sites`, `deliveries waiting` or `files`. */
	readonly name: string;
	readonly source: Sum;
	readonly target: Sum;
}

/** The copy is not what the source is. */
export class CopyDiffers extends BackupProblem {
	readonly compared: readonly Compared[];
	constructor(compared: readonly Compared[], sentence: string) {
		super('differs', sentence);
		this.compared = compared;
	}
}

export interface CompareOptions {
	readonly signal?: AbortSignal;
	/** Told every few thousand rows how many of one side are read. */
	progress?(rows: number): void;
}

/** Reads both sides to their last byte. Rejects with CopyDiffers, which names what differs first. */
export async function compare(
	source: Pair,
	target: Pair,
	options: CompareOptions = {},
): Promise<Compared[]> {
	const { progress: _, ...quiet } = options;
	const [left, right] = await Promise.all([tallies(source, quiet), tallies(target, options)]);
	const names = [...new Set([...left.keys(), ...right.keys()])].sort();
	const compared = names.map((name) => ({
		name,
		source: left.get(name) ?? new Tally(),
		target: right.get(name) ?? new Tally(),
	}));
	const wrong = compared.find((one) => !isSameSum(one.source, one.target));
	if (wrong !== undefined) {
		const first = await firstDifference(source, target, wrong.name);
		throw new CopyDiffers(compared, `The copy is not what the source is: ${first}.`);
	}
	return compared;
}

async function tallies(pair: Pair, options: CompareOptions): Promise<Map<string, Tally>> {
	const found = new Map<string, Tally>();
	let rows = 0;
	for await (const row of allOf(pair)) {
		const name = groupOf(row);
		const tally = found.get(name) ?? new Tally();
		found.set(name, tally);
		tally.add(textOf(row));
		rows += 1;
		if (rows % 1000 !== 0) continue;
		options.signal?.throwIfAborted();
		options.progress?.(rows);
	}
	return found;
}

async function* allOf({ store, blobs }: Pair): AsyncGenerator<CopiedRow> {
	yield* rowsOf(store);
	for await (const { id } of blobs.list()) {
		const info = await blobs.info(id);
		const bytes = await blobs.open(id);
		// What the bytes give, not what was noted of them.
		if (info !== null && bytes !== null) {
			yield { kind: 'blob', blob: { ...info, sha256: await sha256Of(bytes) } };
		}
	}
}

async function sha256Of(bytes: Readable): Promise<string> {
	const hash = createHash('sha256');
	for await (const part of bytes) hash.update(part as Uint8Array);
	return hash.digest('hex');
}

function groupOf(row: CopiedRow): string {
	switch (row.kind) {
		case 'event':
			return 'events';
		case 'doc':
			return `documents: ${row.collection}`;
		case 'lane':
			return 'deliveries waiting';
		case 'blob':
			return 'files';
	}
}

function nameOf(row: CopiedRow): string {
	switch (row.kind) {
		case 'event':
			return `the conversation ${row.event.timeline}`;
		case 'doc':
			return `the document ${row.collection} ${row.doc.id}`;
		case 'lane':
			return `what ${row.lane.sink} is owed of ${row.lane.timeline}`;
		case 'blob':
			return `the file ${row.blob.id}`;
	}
}

/** Once only, after the sums have differed: it holds a sum of every conversation or document of the kind in memory. */
async function firstDifference(source: Pair, target: Pair, group: string): Promise<string> {
	const [left, right] = [await sumsByName(source, group), await sumsByName(target, group)];
	for (const [name, tally] of left) {
		const other = right.get(name);
		if (other === undefined) return `${name} is missing in the copy`;
		if (!isSameSum(tally, other)) return `${name} differs`;
	}
	for (const name of right.keys()) {
		if (!left.has(name)) return `${name} is only in the copy`;
	}
	// Mended or ended meanwhile.
	return `${group} were written while they were compared`;
}

async function sumsByName(pair: Pair, group: string): Promise<Map<string, Tally>> {
	const sums = new Map<string, Tally>();
	for await (const row of allOf(pair)) {
		if (groupOf(row) !== group) continue;
		const tally = sums.get(nameOf(row)) ?? new Tally();
		tally.add(textOf(row));
		sums.set(nameOf(row), tally);
	}
	return sums;
}
