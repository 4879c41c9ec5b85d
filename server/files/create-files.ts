import { DomainError } from '../../shared/errors.ts';
import type { BlobId } from '../../shared/ids.ts';
import type { FileView } from '../../shared/views/event-view.ts';
import type { FileRef } from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { createGate } from '../routing/index.ts';
import { attach, type Attached } from './attach.ts';
import { cleanName } from './clean-name.ts';
import { decideStart, type Wanted } from './decide-start.ts';
import {
	filesCollection,
	ownerKey,
	type Owner,
	type StoredFile,
	type Uploader,
} from './documents.ts';
import { networkKey } from './network-key.ts';
import { finish, type FinishDeps } from './finish.ts';
import type { FileLimits } from './limits.ts';
import { markGone } from './mark-gone.ts';
import { refuseTooMany, reserveVisitorBytes } from './quotas.ts';
import { receive } from './receive.ts';
import { createSigner, fileNotFound, type Link, type LinkParts, type SignedFile } from './sign.ts';
import { createTurns } from './turns.ts';
import { WrongOffset } from './wrong-offset.ts';

export interface FilesDeps extends FinishDeps {
	readonly clock: Clock;
	readonly ids: Ids;
	/** The server's key. */
	readonly key: Uint8Array;
	readonly limits: FileLimits;
}

/** How far an upload has come: bytes that are here, or the file that it became. */
export type Progress = { readonly offset: number } | { readonly file: FileView };
export type Files = ReturnType<typeof createFiles>;

/** Files on their way in and out. Every verb may also throw what the store throws; all of them may be asked again. */
export function createFiles(deps: FilesDeps) {
	const { store, blobs, parts, clock, ids, limits } = deps;
	const inTurn = createTurns();
	const signer = createSigner(deps.key, limits.linkMs);
	// One after the other, so that many at once count too.
	const oneAtATime = createGate({ atOnce: 1, waiting: 200, full: tooBusy });
	// Each holds its bytes, and a picture that is decoded, in memory.
	const finishing = createGate({ atOnce: 2, waiting: 100, full: tooBusy });

	async function own(owner: Owner, id: string): Promise<StoredFile> {
		const file = await store.get(filesCollection, id);
		if (file === null || file.owner !== ownerKey(owner) || file.state === 'gone')
			throw fileNotFound();
		return file;
	}

	return {
		maxBytes: limits.fileBytes,

		/**
		 * Begins an upload. `network`: names where a visitor comes from, as what counts as one address; null: not known. Throws `bad_request`, `file_too_large`, `file_type_refused`, `rate_limited`.
		 */
		async start(
			uploader: Uploader,
			wanted: Wanted,
			network: string | null = null,
		): Promise<{ id: string; offset: 0 }> {
			const name = cleanName(wanted.name);
			const claimed = wanted.type.toLowerCase().slice(0, 100);
			const { size } = wanted;
			const refused = decideStart({ name, size, type: claimed }, limits.fileBytes);
			if (refused !== null) throw refused;
			const owner = ownerKey(uploader);
			return oneAtATime(async () => {
				const now = clock.now();
				const most = uploader.kind === 'agent' ? limits.perAgentHour : limits.perVisitorHour;
				await refuseTooMany(store, owner, most, now);
				const { site } = uploader;
				if (site !== null) {
					const from = network === null ? null : networkKey(deps.key, network);
					await reserveVisitorBytes(store, { site, from }, size, limits, now);
				}
				const id: string = ids.blob();
				await parts.begin(id);
				await store.insert(filesCollection, {
					id,
					owner,
					site,
					name,
					claimed,
					size,
					state: 'open',
					blob: null,
					type: null,
					width: null,
					height: null,
					isInline: false,
					createdAt: now,
					attachedAt: null,
					sweepAt: now + limits.keepMs,
				});
				return { id, offset: 0 };
			});
		},

		/**
		 * Adds bytes from `offset` on; when they are all here, makes the file. What arrived before the source broke stays. Throws
		 * `file_not_found`, WrongOffset, `file_too_large` (more came than was announced), `file_type_refused`.
		 */
		async append(
			owner: Owner,
			id: string,
			offset: number,
			source: AsyncIterable<Uint8Array>,
		): Promise<Progress> {
			await own(owner, id);
			return inTurn(id, async (stopped) => {
				const file = await own(owner, id);
				if (file.state === 'ready') return { file: viewOf(file) };
				const there = await parts.size(id);
				if (there === null) throw fileNotFound();
				if (there !== offset) throw new WrongOffset(there);
				const came = await receive(parts, id, source, file.size - there, stopped);
				if (came === 'too_much') {
					await markGone(store, file);
					await parts.remove(id);
					throw moreThanAnnounced();
				}
				const now = await parts.size(id);
				if (now === null) throw fileNotFound();
				if (now < file.size) return { offset: now };
				return { file: viewOf(await finishing(() => finish(deps, file))) };
			});
		},

		/** How far it has come. Throws `file_not_found`, also when its bytes are on another server: start anew then. */
		async progress(owner: Owner, id: string): Promise<Progress> {
			const file = await own(owner, id);
			if (file.state === 'ready') return { file: viewOf(file) };
			const offset = await parts.size(id);
			if (offset === null) throw fileNotFound();
			return { offset };
		},

		/** What a message holds of uploads. Uses nothing up: a command that is sent again names the same. Throws `file_not_found`. */
		attach: (owner: Owner, wanted: readonly string[]): Promise<Attached> =>
			attach(store, owner, wanted, clock.now(), limits.keepMs),

		/** A link to a file, good for some minutes. */
		signFile: (file: FileRef): Link => signer.sign(file, clock.now()),

		/** Throws `file_not_found`, `link_expired`. */
		checkLink: (link: LinkParts): SignedFile => signer.check(link, clock.now()),

		/** Throws `file_not_found`. */
		async openStored(blob: BlobId) {
			const info = await blobs.info(blob);
			const stream = await blobs.open(blob);
			if (info !== null && stream !== null) return { size: info.size, stream };
			stream?.destroy();
			throw fileNotFound();
		},
	};
}

const moreThanAnnounced = (): DomainError =>
	new DomainError(
		'file_too_large',
		'More came than was announced for this file, so it was removed. Send it anew.',
	);

const viewOf = (file: StoredFile): FileView => ({
	id: file.id,
	name: file.name,
	type: file.type ?? '',
	size: file.size,
	width: file.width,
	height: file.height,
	isInline: file.isInline,
});

const tooBusy = (): DomainError =>
	new DomainError('busy', 'The server is busy with other files. Try again.', { retryMs: 2000 });
