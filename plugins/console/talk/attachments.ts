import { pageParts } from '../../../shared/client/page.ts';
import { upload, UploadRefused, type UploadParts } from '../../../shared/client/uploads.ts';
import type { FileView } from '../../../shared/views/event-view.ts';
import { language } from '../shell/in-language.ts';
import { words } from './composer-words.ts';
import { rememberFile } from './entries.ts';

/** A file that is added to what is being written. */
export interface Attachment {
	readonly key: number;
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	/** The picture as it lies here; null: it is none. */
	readonly preview: string | null;
	/** Bytes that the server has. */
	readonly done: number;
	readonly state: 'sending' | 'waiting' | 'there' | 'failed';
	/** Why it did not go. */
	readonly problem: string;
	readonly mayTryAgain: boolean;
	/** What the server made of it. */
	readonly file: FileView | null;
}

/** Files that one message takes. */
export const mostFiles = 10;
/** The others wait their turn. */
const atOnce = 3;
const previewable = /^image\/(png|jpe?g|gif|webp|avif)$/;

/** The session's cookie says who sends. */
const parts = (): UploadParts => ({
	...pageParts(window, '', ''),
	fetch: (url, { body, ...init }) =>
		fetch(url, body === undefined ? init : { ...init, body: body as BodyInit }),
	token: () => null,
	site: null,
});

/** Files of one reply or note. They go on while another conversation is open. */
export class Attachments {
	items: readonly Attachment[] = [];
	readonly #send: (file: File, acts: Parameters<typeof upload>[2]) => Promise<FileView>;
	readonly #files = new Map<number, { readonly file: File; stop: AbortController }>();
	readonly #queue: number[] = [];
	readonly #listeners = new Set<() => void>();
	#running = 0;
	#count = 0;

	/** `send` is given by tests. */
	constructor(
		send = (file: File, acts: Parameters<typeof upload>[2]) => upload(file, parts(), acts),
	) {
		this.#send = send;
	}

	subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};
	read = (): readonly Attachment[] => this.items;

	/** False: some were left out, there are too many. */
	add(files: readonly File[]): boolean {
		const taken = files.slice(0, Math.max(0, mostFiles - this.items.length));
		for (const file of taken) {
			const key = ++this.#count;
			this.#files.set(key, { file, stop: new AbortController() });
			const preview = previewable.test(file.type) ? URL.createObjectURL(file) : null;
			const { name, size } = file;
			const state = size === 0 ? 'failed' : 'sending';
			const problem = size === 0 ? words.empty : '';
			const item = { key, name, size, preview, done: 0, state, problem } as const;
			this.#set([...this.items, { ...item, mayTryAgain: false, file: null }]);
			if (size > 0) this.#queue.push(key);
		}
		this.#next();
		return taken.length === files.length;
	}

	remove(key: number): void {
		this.#files.get(key)?.stop.abort();
		this.#forget(key);
	}

	tryAgain(key: number): void {
		const known = this.#files.get(key);
		if (known === undefined) return;
		known.stop = new AbortController();
		this.#change(key, { state: 'sending', problem: '', done: 0 });
		this.#queue.push(key);
		this.#next();
	}

	/** Takes those that are there: they go with a message now. */
	take(): FileView[] {
		return this.items.flatMap(({ key, file }) => {
			if (file === null) return [];
			rememberFile(file);
			this.#forget(key);
			return file;
		});
	}

	#next(): void {
		const key = this.#running < atOnce ? this.#queue.shift() : undefined;
		const known = key === undefined ? undefined : this.#files.get(key);
		if (key === undefined) return;
		if (known === undefined) return this.#next();
		this.#running += 1;
		const onProgress = (done: number, isWaiting: boolean): void =>
			this.#change(key, { done, state: isWaiting ? 'waiting' : 'sending' });
		void this.#send(known.file, { onProgress, signal: known.stop.signal })
			.then(
				(file) => this.#change(key, { file, state: 'there', done: known.file.size }),
				(error: unknown) => this.#change(key, { state: 'failed', ...reasonOf(error) }),
			)
			.finally(() => {
				this.#running -= 1;
				this.#next();
			});
		this.#next();
	}

	#change(key: number, change: Partial<Attachment>): void {
		this.#set(this.items.map((item) => (item.key === key ? { ...item, ...change } : item)));
	}
	#forget(key: number): void {
		const preview = this.items.find((item) => item.key === key)?.preview ?? null;
		if (preview !== null) URL.revokeObjectURL(preview);
		this.#files.delete(key);
		this.#set(this.items.filter((item) => item.key !== key));
	}
	#set(items: readonly Attachment[]): void {
		this.items = items;
		for (const listener of this.#listeners) listener();
	}
}

function reasonOf(error: unknown): Pick<Attachment, 'problem' | 'mayTryAgain'> {
	const code = error instanceof UploadRefused ? error.code : '';
	if (code === 'file_too_large')
		// The server's own sentence names the limit.
		return {
			problem: language === 'en' ? (error as Error).message : words.tooLarge,
			mayTryAgain: false,
		};
	if (code === 'file_type_refused') return { problem: words.typeRefused, mayTryAgain: false };
	return { problem: words.uploadFailed, mayTryAgain: true };
}

const kept = new Map<string, Attachments>();
/** Those of this conversation's reply or note, in this page. */
export function attachmentsOf(place: string): Attachments {
	const known = kept.get(place) ?? new Attachments();
	kept.set(place, known);
	return known;
}
