import type { FolderContext } from './verb.ts';

/** A signal of Ctrl-C whose reason is this error. */
export function cancellable({ signal }: FolderContext, reason: Error): AbortSignal {
	const controller = new AbortController();
	const stop = (): void => controller.abort(reason);
	if (signal.aborted) stop();
	else signal.addEventListener('abort', stop, { once: true });
	return controller.signal;
}
