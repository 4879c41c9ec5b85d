import { Readable } from 'node:stream';
import type { AgentId, SiteId, VisitorId } from '../../../shared/ids.ts';
import { DomainError } from '../../../shared/errors.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Parts } from '../../ports/parts.ts';
import type { Pictures } from '../../ports/pictures.ts';
import { openFileBlobs } from '../../stores/sqlite/file-blobs.ts';
import { newFolder, openForTest } from '../../stores/sqlite/open-for-test.ts';
import type { SqliteStore } from '../../stores/sqlite/store-verbs.ts';
import { randomIds } from '../../system/ids.ts';
import { createPictures } from '../../system/pictures.ts';
import { createUploadParts } from '../../system/upload-parts.ts';
import {
	createFiles,
	defaultFileLimits,
	filesCollection,
	siteHoursCollection,
	sweepFiles,
	type FileLimits,
	type Files,
	type Owner,
	type Uploader,
} from '../index.ts';

/* Files on a real store, with real blobs and a clock that stands still. */

export const noon = Date.UTC(2026, 5, 1, 12);
export const hourMs = 3_600_000;
const site = 's_shop' as SiteId;
export const vera = { kind: 'visitor', id: 'v_vera' as VisitorId, site } as const;
export const paul = { kind: 'visitor', id: 'v_paul' as VisitorId, site } as const;
export const anna = { kind: 'agent', id: 'a_anna' as AgentId, site: null } as const;

export interface Place {
	readonly dataDir: string;
	readonly store: SqliteStore;
	readonly blobs: Blobs;
	readonly parts: Parts;
	readonly files: Files;
	readonly clock: { now(): number; at: number; after(): () => void };
	sweep(): Promise<number>;
	blobCount(): Promise<number>;
	/** The same folder after a restart of the server. */
	restarted(): Files;
	/** Whole upload; answers its id. */
	upload(uploader: Uploader, name: string, bytes: Uint8Array, type?: string): Promise<string>;
}

export interface PlaceOptions {
	readonly limits?: Partial<FileLimits>;
	readonly pictures?: Pictures;
	readonly dataDir?: string;
}

/** Closed by `tidyUp` of the store's tests. */
export async function openPlace(options: PlaceOptions = {}): Promise<Place> {
	const dataDir = options.dataDir ?? newFolder();
	const limits = { ...defaultFileLimits, ...options.limits };
	const collections = [filesCollection, siteHoursCollection];
	const store = await openForTest(newFolder(), { collections });
	const blobs = await openFileBlobs(dataDir);
	const clock = { at: noon, now: () => clock.at, after: () => () => undefined };
	const pictures =
		options.pictures ??
		createPictures({
			failed: (error) => {
				throw error;
			},
		});
	const open = (parts: Parts): Files =>
		createFiles({
			store,
			blobs,
			parts,
			pictures,
			clock,
			limits,
			ids: randomIds,
			key: Buffer.alloc(32, 7),
		});
	const parts = createUploadParts(dataDir);
	const files = open(parts);
	return {
		dataDir,
		store,
		blobs,
		parts,
		files,
		clock,
		sweep: () => sweepFiles({ store, blobs, parts, limits }, clock.at),
		async blobCount() {
			let count = 0;
			for await (const _blob of blobs.list()) count += 1;
			return count;
		},
		restarted: () => open(createUploadParts(dataDir)),
		async upload(uploader, name, bytes, type = '') {
			const { id } = await files.start(uploader, { name, size: bytes.byteLength, type });
			await files.append(uploader, id, 0, inPieces(bytes));
			return id;
		},
	};
}

/** As a network delivers it. */
export const inPieces = (bytes: Uint8Array, size = 64 * 1024): Readable =>
	Readable.from(
		Array.from({ length: Math.ceil(bytes.byteLength / size) }, (_, i) =>
			bytes.subarray(i * size, (i + 1) * size),
		),
	);

/** Delivers these bytes, then the connection breaks. */
export async function* brokenAfter(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
	throw new Error('aborted');
}

export async function refusal(work: Promise<unknown>): Promise<DomainError> {
	const error: unknown = await work.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (error instanceof DomainError) return error;
	throw new Error(`It was not refused: ${String(error)}`);
}

export async function storedBytes(place: Place, owner: Owner, id: string): Promise<Buffer> {
	const {
		refs: [ref],
	} = await place.files.attach(owner, [id]);
	if (ref === undefined) throw new Error('Nothing was attached.');
	const { stream } = await place.files.openStored(ref.blob);
	return Buffer.concat((await stream.toArray()) as Buffer[]);
}
