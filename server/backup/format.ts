import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { BlobInfo } from '../ports/blobs.ts';
import type { Doc, DumpRow, Json } from '../ports/store.ts';

/*
 * A backup is one gzip'd file of lines, each a JSON object, the same for every store:
 *
 *     header                  which history it is, which key its secrets need
 *     early*                  work that waits to become events (sections.ts)
 *     event* doc* lane* doc*  the store's dump, then documents that must not be older than the lanes
 *     (blob bytes*)*          every file: what it is, then its bytes in base64
 *     end                     how many of each, and the SHA-256 of all lines before
 */

export const formatVersion = 1;

const headerSchema = z.object({
	parley: z.literal('backup'),
	format: z.number().int(),
	epoch: z.string(),
	createdAt: z.string(),
	/** Of Parley. */
	version: z.string(),
	/** Which key the secrets in it are sealed under (keyMark); the key itself is never in it. */
	needsKey: z.string(),
});
export type Header = z.infer<typeof headerSchema>;

export const countsSchema = z.object({
	early: z.number(),
	events: z.number(),
	documents: z.number(),
	lanes: z.number(),
	blobs: z.number(),
});
export type Counts = z.infer<typeof countsSchema>;

const endSchema = z.object({ kind: z.literal('end'), counts: countsSchema, sha256: z.string() });
export type End = z.infer<typeof endSchema>;

export type BackupRow =
	| DumpRow
	/** A document as it was before the events were read. */
	| {
			readonly kind: 'early';
			readonly collection: string;
			readonly doc: Doc & Readonly<Record<string, Json>>;
	  }
	/** Its bytes follow. */
	| { readonly kind: 'blob'; readonly blob: BlobInfo }
	| { readonly kind: 'bytes'; readonly data: string };

/** The beginning of the last line, and of no other. */
export const endMark = '{"kind":"end"';

export type ProblemCode =
	| 'no_file'
	| 'file_exists'
	| 'no_backup'
	| 'truncated'
	| 'damaged'
	| 'newer_format'
	| 'no_space'
	| 'not_writable'
	| 'locked'
	| 'holds_data'
	| 'no_data'
	| 'differs'
	| 'interrupted'
	| 'cancelled';

/** Why a backup cannot be written or restored, or data not be migrated, in a sentence that also says what to do. */
export class BackupProblem extends Error {
	override readonly name = 'BackupProblem';
	readonly code: ProblemCode;
	constructor(code: ProblemCode, message: string, cause?: unknown) {
		super(message, { cause });
		this.code = code;
	}
}

export function noCounts(): { -readonly [Name in keyof Counts]: number } {
	return { early: 0, events: 0, documents: 0, lanes: 0, blobs: 0 };
}

const countOf = {
	early: 'early',
	event: 'events',
	doc: 'documents',
	lane: 'lanes',
	blob: 'blobs',
} as const satisfies Record<Exclude<BackupRow['kind'], 'bytes'>, keyof Counts>;

export function addTo(counts: ReturnType<typeof noCounts>, row: BackupRow): void {
	if (row.kind !== 'bytes') counts[countOf[row.kind]] += 1;
}

export const isRow = (value: unknown): value is BackupRow =>
	typeof value === 'object' &&
	value !== null &&
	'kind' in value &&
	(value.kind === 'bytes' || Object.hasOwn(countOf, String(value.kind)));

/** Null: that is no header. */
export const headerOf = (value: unknown): Header | null =>
	headerSchema.safeParse(value).data ?? null;
export const endOf = (value: unknown): End | null => endSchema.safeParse(value).data ?? null;

/** Names a key without telling anything of it. */
export const keyMark = (key: Uint8Array): string =>
	createHash('sha256').update(key).digest('hex').slice(0, 8);
