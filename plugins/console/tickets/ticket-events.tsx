import type { ReactNode } from 'react';
import type {
	TicketEventView,
	TicketView,
	WholeTicket,
} from '../../../shared/views/ticket-view.ts';
import { momentOf, visitorName } from '../format.ts';
import { Icon } from '../icon.tsx';
import { Avatar } from '../shell/people.tsx';
import { addressOf } from '../shell/router.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

const now = (at: string): string => momentOf(at, Date.now());

/** The conversation that it comes from, then each entry with its time (H46, H47). */
export function TicketEvents({ whole }: { readonly whole: WholeTicket }) {
	const { ticket, talk, events } = whole;
	const customer = visitorName(ticket.visitor, ticket.requesterName);
	const head =
		talk.agentName === ''
			? fill(words.conversationAlone, { start: now(talk.openedAt) })
			: fill(words.conversationWith, {
					name: talk.agentName,
					start: now(talk.openedAt),
					end: now(talk.lastAt),
				});
	return (
		<>
			<a className="card-link" href={addressOf('archive', ticket.conversation)}>
				<span className="top">
					<Icon name="bubble" />
					<b className="cut">{head}</b>
					<span className="dim push">
						{talk.messageCount === 1
							? words.messagesOne
							: fill(words.messages, { n: talk.messageCount })}
					</span>
				</span>
				{talk.first !== '' && (
					<span className="dim quote" dir="auto">
						“{talk.first}”
					</span>
				)}
				<span className="go">{words.readTranscript}</span>
			</a>
			{events.map((event) => (
				<Entry key={event.seq} event={event} customer={customer} ticket={ticket} />
			))}
		</>
	);
}

function Entry({
	event,
	customer,
	ticket,
}: {
	readonly event: TicketEventView;
	readonly customer: string;
	readonly ticket: TicketView;
}) {
	const name = event.author.name || words.server;
	const at = <time dateTime={event.createdAt}>{now(event.createdAt)}</time>;
	switch (event.type) {
		case 'opened':
			return (
				<>
					<p className="tr-line">
						<Icon name="ticket" />{' '}
						{event.source === 'hand' ? fill(words.openedByHand, { name }) : words.openedByItself}{' '}
						{at}
					</p>
					{event.note !== '' && (
						<Remark name={name} label={words.noteLabel} text={event.note} at={at} />
					)}
				</>
			);
		case 'commented':
			return <Remark name={name} label={words.commentLabel} text={event.text} at={at} />;
		case 'replied':
			return (
				<>
					<article className="mail">
						<p className="mail-head">
							<Avatar name={name} isAgent size={24} />
							<b>{name}</b>
							<span className="dim cut">
								{fill(words.replyTo, { name: ticket.requesterEmail ?? customer })}
							</span>
							{at}
						</p>
						<p className="tr-text" dir="auto">
							{event.text}
						</p>
						<p className="stamp">
							<Icon name="info" />
							{words.kept}
						</p>
					</article>
					{event.status !== null && (
						<p className="tr-line">
							{fill(words.setTo, { name, status: words[event.status] })} {at}
						</p>
					)}
				</>
			);
		case 'answered':
			return (
				<>
					<article className="mail in">
						<p className="mail-head">
							<Avatar name={ticket.requesterName} size={24} />
							<b dir="auto">{customer}</b>
							<span className="dim">{words.answered}</span>
							{at}
						</p>
						<p className={event.deleted ? 'tr-text dim' : 'tr-text'} dir="auto">
							{event.deleted ? words.gone : event.text}
						</p>
					</article>
					{event.status !== null && (
						<p className="tr-line">
							{fill(words.becameBy, { name: customer, status: words[event.status] })} {at}
						</p>
					)}
				</>
			);
		case 'changed':
			return sentencesOf(event, name).map((sentence) => (
				<p key={sentence} className="tr-line" dir="auto">
					{sentence} {at}
				</p>
			));
	}
}

function Remark({
	name,
	label,
	text,
	at,
}: {
	readonly name: string;
	readonly label: string;
	readonly text: string;
	readonly at: ReactNode;
}) {
	return (
		<article className="remark">
			<span className="tr-face">
				<Avatar name={name} isAgent size={32} />
			</span>
			<div className="tr-what">
				<p className="tr-by">
					<Icon name="lock" />
					<b>{label}</b> <span>{name}</span> {at}
				</p>
				<p className="tr-text" dir="auto">
					{text}
				</p>
			</div>
		</article>
	);
}

function sentencesOf(event: TicketEventView & { type: 'changed' }, name: string): string[] {
	const { status, assignee, group, title, priority } = event.change;
	const said: string[] = [];
	if (status !== undefined) said.push(fill(words.setTo, { name, status: words[status] }));
	if (assignee !== undefined)
		said.push(
			assignee === null
				? fill(words.unassigned, { name })
				: fill(words.assignedTo, { name, to: event.assigneeName }),
		);
	if (group !== undefined)
		said.push(
			group === null
				? fill(words.ungrouped, { name })
				: fill(words.groupTo, { name, to: event.groupName }),
		);
	if (title !== undefined) said.push(fill(words.titleTo, { name, to: title }));
	if (priority !== undefined) said.push(fill(words.priorityTo, { name, to: words[priority] }));
	return said;
}
