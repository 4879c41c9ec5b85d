import type { FileView } from '../views/event-view.ts';
import { backoffMs } from './backoff.ts';
import type { ClientParts } from './parts.ts';

/*
 * A file goes in pieces, so that its sender sees how far it is, may stop it, and after a loss goes on where the server left off.
 */

/** As much of the browser's File as is needed. */
export interface Uploadable {
	readonly name: string;
	readonly type: string;
	/** Bytes. */
	readonly size: number;
	slice(from: number, to: number): Piece;
}
export type Piece = object;

export interface UploadRequest {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body?: Piece | string;
	readonly signal: AbortSignal;
}

export interface UploadParts extends Pick<ClientParts, 'clock' | 'random' | 'onWake'> {
	/** The `fetch` of the page. */
	readonly fetch: (
		url: string,
		init: UploadRequest,
	) => Promise<{ json(): Promise<unknown>; readonly ok: boolean }>;
	/** Null: not known yet. */
	readonly token: () => string | null;
	/** Where the token counts. Null: an agent sends, and the session's cookie says who. */
	readonly site: string | null;
}

interface UploadActs {
	/** Bytes that the server has. `isWaiting`: the connection is away; it goes on by itself. */
	readonly onProgress: (done: number, isWaiting: boolean) => void;
	readonly signal: AbortSignal;
}

/** What the server has said for good; `code` is one of shared/errors.ts. */
export class UploadRefused extends Error {
	readonly code: string;
	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

const pieceBytes = 256 * 1024;
const path = '/api/v1/files';
/** An upload that the server has lost is begun anew, but not for ever. */
const mostStarts = 3;

type Progress = { readonly id?: string; readonly offset?: number; readonly file?: FileView };
type Told = Progress & {
	readonly error?: {
		readonly code: string;
		readonly message: string;
		readonly retryMs: number | null;
	};
};

/**
 * Resolves with what the server made of the file. Rejects with UploadRefused, or with the signal's reason. While the network or
 * the server is away it waits.
 */
export async function upload(
	file: Uploadable,
	parts: UploadParts,
	{ onProgress, signal }: UploadActs,
): Promise<FileView> {
	let id: string | null = null;
	let offset = 0;
	let starts = 0;
	let failures = 0;
	/** After a failure nobody knows how much has arrived. */
	let isSure = true;

	const ask = async (method: string, url: string, body?: Piece | string): Promise<Told> => {
		const { site } = parts;
		const token = parts.token();
		if (site !== null && token === null) throw new Error('no token yet');
		const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
		const answer = await parts.fetch(url, {
			method,
			headers: {
				...(site === null ? {} : { Authorization: `Bearer ${token}`, 'Parley-Site': site }),
				...(body === undefined ? {} : { 'Content-Type': type }),
			},
			...(body === undefined ? {} : { body }),
			signal,
		});
		const told = (await answer.json()) as Told;
		if (!answer.ok && told.error === undefined) throw new Error('no answer of ours');
		return told;
	};
	const next = (): Promise<Told> => {
		if (id === null) {
			const { name, size, type } = file;
			// The server takes names of 1,000 characters; the end of one says what it is.
			const wanted = { name: name.slice(-1000), size, type: type.slice(0, 200) };
			return ask('POST', path, JSON.stringify(wanted));
		}
		const url = `${path}/${encodeURIComponent(id)}`;
		if (!isSure) return ask('GET', url);
		return ask('PUT', `${url}?offset=${offset}`, file.slice(offset, offset + pieceBytes));
	};

	for (;;) {
		signal.throwIfAborted();
		let waitMs = 0;
		try {
			const { error, ...told } = await next();
			if (error === undefined) {
				if (told.file !== undefined) return told.file;
				id ??= told.id ?? null;
				offset = told.offset ?? 0;
				isSure = true;
				failures = 0;
				onProgress(offset, false);
				continue;
			}
			const isLost = error.code === 'file_not_found' && id !== null && ++starts < mostStarts;
			if (isLost) id = null;
			else if (error.code === 'wrong_offset') isSure = false;
			else if (error.retryMs === null) throw new UploadRefused(error.code, error.message);
			else waitMs = error.retryMs;
			// Said twice at once, it would be asked for ever without a pause.
			if (++failures < 2 && waitMs === 0) continue;
		} catch (failure) {
			if (failure instanceof UploadRefused || signal.aborted) throw failure;
			isSure = false;
			failures += 1;
			onProgress(offset, true);
		}
		await pause(Math.max(waitMs, backoffMs(failures, parts.random())), parts, signal);
	}
}

/** Ends at once when the network is back, or when it is stopped. */
const pause = (ms: number, { clock, onWake }: UploadParts, signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		const end = (): void => {
			cancel();
			sleepOn();
			signal.removeEventListener('abort', end);
			resolve();
		};
		const cancel = clock.after(ms, end);
		const sleepOn = onWake((reason) => reason === 'network' && end());
		signal.addEventListener('abort', end);
	});
