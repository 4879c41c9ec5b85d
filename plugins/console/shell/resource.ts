import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import type { Changeable } from '../../../shared/views/desk-view.ts';
import { ApiError, get } from '../api.ts';
import { useDesk } from './desk.tsx';

export interface Resource<Data> {
	/** What came last; stays while it is asked anew. Null: nothing yet. */
	readonly data: Data | null;
	/** In the server's words. What is shown stays. */
	readonly error: string | null;
	readonly isLoading: boolean;
	/** Asks again. */
	reload(): void;
	/** Shows this at once: what was just saved. */
	set(data: Data): void;
}

/**
 * What the server answers to GET `path`, asked anew when documents of these kinds change, when the connection comes back, and by
 * `reload`. Path null: nothing is asked.
 */
export function useResource<Data>(
	path: string | null,
	...what: readonly Changeable[]
): Resource<Data> {
	const { client, state } = useDesk();
	const [data, setData] = useState<{ path: string; value: Data } | null>(null);
	const [error, setError] = useState<string | null>(null);
	const [isLoading, setIsLoading] = useState(path !== null);
	const [round, setRound] = useState(0);
	const reload = useCallback(() => setRound((count) => count + 1), []);
	const isOnline = state.link.kind === 'open';
	const wasOnline = useRef(isOnline);
	const kinds = what.join();

	useEffect(() => {
		if (path === null) return setIsLoading(false);
		const stop = new AbortController();
		setIsLoading(true);
		get<Data>(path, stop.signal).then(
			(value) => {
				setData({ path, value });
				setError(null);
				setIsLoading(false);
			},
			(failure: unknown) => {
				if (stop.signal.aborted) return;
				setError(failure instanceof ApiError ? failure.message : String(failure));
				setIsLoading(false);
			},
		);
		return () => stop.abort();
	}, [path, round]);
	useEffect(() => {
		if (isOnline && !wasOnline.current) reload();
		wasOnline.current = isOnline;
	}, [isOnline, reload]);
	useEffect(() => {
		if (kinds === '') return;
		const wanted = new Set(kinds.split(','));
		return client.onChanged((changed) => {
			if (wanted.has(changed.what)) reload();
		});
	}, [client, kinds, reload]);

	const set = useCallback((value: Data) => path !== null && setData({ path, value }), [path]) as (
		data: Data,
	) => void;
	// What belongs to another address is not shown under this one.
	return { data: data?.path === path ? data.value : null, error, isLoading, reload, set };
}
