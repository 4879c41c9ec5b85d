import { useCallback, useEffect, useState } from '@wordpress/element';
import type { ArchivePage, ArchiveRow, RatingFilter } from '../../../shared/views/archive-view.ts';
import { ApiError, get } from '../api.ts';

export const spans = ['week', 'month', 'year'] as const;
export type Span = (typeof spans)[number];

/** What is looked for; null: any. */
export interface Wanted {
	readonly text: string;
	readonly span: Span | null;
	readonly site: string | null;
	readonly group: string | null;
	readonly agent: string | null;
	readonly tag: string | null;
	readonly rating: RatingFilter | null;
}
export const anything: Wanted = {
	text: '',
	span: null,
	site: null,
	group: null,
	agent: null,
	tag: null,
	rating: null,
};

const dayMs = 86_400_000;
const msOf: Readonly<Record<Span, number>> = {
	week: 7 * dayMs,
	month: 30 * dayMs,
	year: 365 * dayMs,
};
/** People search while they type; each pause is worth a look. */
const pauseMs = 200;

interface Shown {
	readonly rows: readonly ArchiveRow[];
	readonly next: string | null;
	readonly isPartial: boolean;
	/** What the rows were looked for by. */
	readonly text: string;
}

/** Pages of the archive, asked anew a moment after what is wanted has changed. What is shown stays until the answer is there. */
export function useArchive(wanted: Wanted) {
	const [shown, setShown] = useState<Shown | null>(null);
	const [error, setError] = useState<string | null>(null);
	const [isLoading, setLoading] = useState(true);
	const [round, setRound] = useState(0);
	const query = queryOf(wanted);
	const text = wanted.text.trim();

	useEffect(() => {
		const stop = new AbortController();
		setLoading(true);
		const timer = setTimeout(() => {
			get<ArchivePage>(`/api/v1/archive?${query}`, stop.signal).then(
				({ items, next, isPartial }) => {
					setShown({ rows: items, next, isPartial, text });
					setError(null);
					setLoading(false);
				},
				(failure: unknown) => {
					if (stop.signal.aborted) return;
					setError(failure instanceof ApiError ? failure.message : String(failure));
					setLoading(false);
				},
			);
		}, pauseMs);
		return () => {
			clearTimeout(timer);
			stop.abort();
		};
	}, [query, round, text]);

	const more = useCallback(async () => {
		if (shown === null || shown.next === null) return;
		setLoading(true);
		try {
			const page = await get<ArchivePage>(`/api/v1/archive?${query}&cursor=${shown.next}`);
			const known = new Set(shown.rows.map(({ conversation }) => conversation.id));
			const fresh = page.items.filter(({ conversation }) => !known.has(conversation.id));
			// Meanwhile something else may have been looked for.
			setShown((now) =>
				now === shown
					? {
							...shown,
							rows: [...shown.rows, ...fresh],
							next: page.next,
							isPartial: page.isPartial,
						}
					: now,
			);
			setError(null);
		} catch (failure) {
			setError(failure instanceof ApiError ? failure.message : String(failure));
		}
		setLoading(false);
	}, [query, shown]);

	const reload = useCallback(() => setRound((count) => count + 1), []);
	return { shown, error, isLoading, more, reload };
}

function queryOf({ text, span, ...filters }: Wanted): string {
	const query = new URLSearchParams();
	if (text.trim() !== '') query.set('q', text.trim());
	// By the day, so that the address stays the same from one drawing to the next.
	if (span !== null) {
		const from = Math.floor((Date.now() - msOf[span]) / dayMs) * dayMs;
		query.set('from', new Date(from).toISOString());
	}
	for (const [name, value] of Object.entries(filters)) if (value !== null) query.set(name, value);
	return query.toString();
}
