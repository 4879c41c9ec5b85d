import { useCallback, useEffect, useState } from '@wordpress/element';
import type { TicketList, TicketPage, TicketView } from '../../../shared/views/ticket-view.ts';
import { get } from '../api.ts';
import { useResource } from '../shell/resource.ts';
import { whyOf } from './act.ts';

/** A list of tickets, page by page; from its beginning again when any ticket has changed. */
export function useTickets(list: TicketList, order: 'newest' | 'oldest') {
	const path = `/api/v1/tickets?list=${list}&order=${order}`;
	const first = useResource<TicketPage>(path, 'tickets');
	const [further, setFurther] = useState<{
		of: TicketPage;
		items: readonly TicketView[];
		next: string | null;
	} | null>(null);
	const [error, setError] = useState<string | null>(null);
	const { data } = first;
	const mine = further?.of === data ? further : null;
	const next = mine === null ? (data?.next ?? null) : mine.next;
	/** Of the list that was shown last: a switch of lists leaves them standing. */
	const [counts, setCounts] = useState<TicketPage['counts'] | null>(null);
	useEffect(() => {
		if (data !== null) setCounts(data.counts);
	}, [data]);

	const more = useCallback(async () => {
		if (data === null || next === null) return;
		try {
			const page = await get<TicketPage>(`${path}&cursor=${next}`);
			setFurther({ of: data, items: [...(mine?.items ?? []), ...page.items], next: page.next });
			setError(null);
		} catch (failure) {
			setError(whyOf(failure));
		}
	}, [data, mine, next, path]);

	return {
		items: data === null ? null : [...data.items, ...(mine?.items ?? [])],
		counts,
		next,
		error: first.error ?? error,
		more,
		reload: first.reload,
	};
}
