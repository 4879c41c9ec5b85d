import { createHash } from 'node:crypto';
import type { BlobInfo } from '../ports/blobs.ts';
import type { DumpRow } from '../ports/store.ts';

const modulus = 1n << 256n;

/** How many rows, and the sum of their SHA-256s: the same for the same rows in any order. */
export class Tally {
	count = 0;
	private total = 0n;

	/** @param text of one row, as `textOf` gives it */
	add(text: string): void {
		this.count += 1;
		const hash = createHash('sha256').update(text).digest('hex');
		this.total = (this.total + BigInt(`0x${hash}`)) % modulus;
	}

	/** 64 hex digits. */
	get sum(): string {
		return this.total.toString(16).padStart(64, '0');
	}
}

/** A tally as it may be kept. */
export type Sum = Pick<Tally, 'count' | 'sum'>;

export const isSameSum = (left: Sum, right: Sum): boolean =>
	left.count === right.count && left.sum === right.sum;

export type CopiedRow = DumpRow | { readonly kind: 'blob'; readonly blob: BlobInfo };

/** JSON with its fields in one order, because each store gives them in its own. A fence counts leases and is no content. */
export function textOf(row: CopiedRow): string {
	switch (row.kind) {
		case 'event':
			return canonical(row.event);
		case 'doc':
			return canonical([row.collection, row.doc]);
		case 'lane':
			return canonical({ ...row.lane, fence: 0 });
		case 'blob':
			return canonical(row.blob);
	}
}

function canonical(value: unknown): string {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	if (Array.isArray(value)) {
		return `[${value.map((item) => (item === undefined ? 'null' : canonical(item))).join(',')}]`;
	}
	const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
	fields.sort(([left], [right]) => (left < right ? -1 : 1));
	return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
