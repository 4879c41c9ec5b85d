import type { TicketChange, TicketStatus, TicketView } from '../../../shared/views/ticket-view.ts';
import { ApiError, post } from '../api.ts';
import { toast } from '../shell/toast.tsx';
import { fill } from '../strings.ts';
import { words } from './words.ts';

/* What an agent does to a ticket. A command that got no answer may be sent again with the same id. */

export const newClientId = (): string =>
	`ticket-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

const pathOf = (id: string): string => `/api/v1/tickets/${encodeURIComponent(id)}`;

export const makeTicket = (body: {
	readonly clientId: string;
	readonly conversation: string;
	readonly title: string;
	readonly group: string | null;
	readonly note: string;
	readonly assignee: string | null;
}): Promise<TicketView> => post('/api/v1/tickets', body);

export const addReply = (
	id: string,
	body: { readonly clientId: string; readonly text: string; readonly status?: TicketStatus },
): Promise<TicketView> => post(`${pathOf(id)}/reply`, body);

export const addComment = (
	id: string,
	body: { readonly clientId: string; readonly text: string },
): Promise<TicketView> => post(`${pathOf(id)}/comment`, body);

/** Says by itself when it was not saved. */
export async function changeTicket(id: string, change: TicketChange): Promise<TicketView | null> {
	try {
		return await post<TicketView>(pathOf(id), { clientId: newClientId(), ...change });
	} catch (failure) {
		toast(fill(words.notSaved, { why: whyOf(failure) }));
		return null;
	}
}

export const whyOf = (failure: unknown): string =>
	failure instanceof ApiError ? failure.message : String(failure);
