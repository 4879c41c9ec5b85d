import type { TicketView } from '../../../shared/views/ticket-view.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

/** Without a title what was said stands for it. */
export const titleOf = ({ title, preview, number }: TicketView): string =>
	title || preview || fill(words.ticket, { n: number });
