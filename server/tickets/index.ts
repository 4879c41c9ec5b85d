export {
	createTickets,
	type TicketByHand,
	type Tickets,
	type TicketsDeps,
} from './create-tickets.ts';
export { eraseTicketsOf } from './erase-tickets.ts';
export { countersCollection, ticketsCollection } from './documents.ts';
