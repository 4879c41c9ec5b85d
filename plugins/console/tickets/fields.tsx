import { useId } from '@wordpress/element';
import type { ReactNode } from 'react';
import type { AgentId } from '../../../shared/ids.ts';
import type { GroupView } from '../../../shared/views/desk-view.ts';
import { priorities } from '../../../shared/views/event-view.ts';
import {
	ticketStatuses,
	type TicketChange,
	type WholeTicket,
} from '../../../shared/views/ticket-view.ts';
import { Button } from '../button.tsx';
import { visitorName } from '../format.ts';
import { Icon } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Menu, type Choice } from '../shell/menu.tsx';
import { Avatar, PriorityMark } from '../shell/people.tsx';
import { useResource } from '../shell/resource.ts';
import { addressOf } from '../shell/router.ts';
import { changeTicket } from './act.ts';
import { titleOf } from './title-of.ts';
import { words } from './words.ts';

interface Props {
	readonly whole: WholeTicket;
	readonly mayChange: boolean;
	/** Where there is no room beside the ticket: shown over it. */
	readonly isOpen: boolean;
	readonly onClose: () => void;
	readonly onChanged: () => void;
}

/** What is so with the ticket, each changed where it stands (H43, H45); who asks, and what else that person asked. */
export function Fields({ whole, mayChange, isOpen, onClose, onChanged }: Props) {
	const { state } = useDesk();
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups').data ?? [];
	const { ticket, others } = whole;
	const change = (fields: TicketChange): void => {
		void changeTicket(ticket.id, fields).then((saved) => {
			if (saved !== null) onChanged();
		});
	};
	const team = state.team.filter(
		({ role, sites }) => role !== 'reader' && (sites === 'all' || sites.includes(ticket.site)),
	);
	const name = visitorName(ticket.visitor, ticket.requesterName);

	return (
		<aside className={`pane fields ${isOpen ? 'is-open' : ''}`} aria-label={words.fields}>
			<header className="head">
				<h2>{words.fields}</h2>
				<Button
					kind="quiet"
					icon="close"
					className="push close-fields"
					aria-label={words.closeFields}
					onClick={onClose}
				/>
			</header>
			<div className="scroll">
				<div className="pairs">
					<Pair
						name={words.status}
						value={words[ticket.status]}
						mark={<span className={`dot ${ticket.status}`} aria-hidden="true" />}
						isOff={!mayChange}
						choices={ticketStatuses.map((status) => ({
							key: status,
							label: words[status],
							mark: <span className={`dot ${status}`} aria-hidden="true" />,
							isOn: status === ticket.status,
							onChoose: () => change({ status }),
						}))}
					/>
					<Pair
						name={words.assigned}
						value={ticket.assignee === null ? words.nobody : ticket.assigneeName}
						mark={
							ticket.assignee === null ? undefined : (
								<Avatar name={ticket.assigneeName} isAgent size={20} />
							)
						}
						isOff={!mayChange}
						choices={[
							{
								key: '',
								label: words.nobody,
								isOn: ticket.assignee === null,
								onChoose: () => change({ assignee: null }),
							},
							...team.map((agent) => ({
								key: agent.id,
								label: agent.name,
								mark: <Avatar name={agent.name} photo={agent.photo} isAgent size={20} />,
								isOn: agent.id === ticket.assignee,
								onChoose: () => change({ assignee: agent.id as AgentId }),
							})),
						]}
					/>
					<Pair
						name={words.group}
						value={ticket.groupName === '' ? words.noGroup : ticket.groupName}
						isOff={!mayChange}
						choices={[
							{
								key: '',
								label: words.noGroup,
								isOn: ticket.group === null,
								onChoose: () => change({ group: null }),
							},
							...groups.map((group) => ({
								key: group.id,
								label: group.name,
								isOn: group.id === ticket.group,
								onChoose: () => change({ group: group.id }),
							})),
						]}
					/>
					<Pair
						name={words.priority}
						value={words[ticket.priority]}
						mark={<PriorityMark priority={ticket.priority} />}
						isOff={!mayChange}
						choices={priorities.map((priority) => ({
							key: priority,
							label: words[priority],
							mark: <PriorityMark priority={priority} />,
							isOn: priority === ticket.priority,
							onChoose: () => change({ priority }),
						}))}
					/>
				</div>
				<section>
					<h3>{words.requester}</h3>
					<p className="mini">
						<Icon name="user" />
						<span className="words">
							<b dir="auto">{name}</b>
							<span className="dim">{ticket.requesterEmail ?? words.noEmail}</span>
						</span>
					</p>
					<a className="mini" href={addressOf('inbox', ticket.conversation)}>
						<Icon name="bubble" />
						{words.conversation}
					</a>
				</section>
				{others.length > 0 && (
					<section>
						<h3>{words.others}</h3>
						{others.map((other) => (
							<a key={other.id} className="mini" href={addressOf('tickets', other.id)}>
								<Icon name="ticket" />
								<span className="cut" dir="auto">
									{titleOf(other)}
								</span>
								<span className="dim push">{words[other.status]}</span>
							</a>
						))}
					</section>
				)}
			</div>
		</aside>
	);
}

function Pair({
	name,
	value,
	mark,
	choices,
	isOff,
}: {
	readonly name: string;
	readonly value: string;
	readonly mark?: ReactNode;
	readonly choices: readonly Choice[];
	readonly isOff: boolean;
}) {
	const id = useId();
	return (
		<div className="pair">
			<span id={id} className="dim">
				{name}
			</span>
			<span className="with-mark">
				{mark}
				{isOff ? (
					<span className="value cut">{value}</span>
				) : (
					<Menu label={`${name}: ${value}`} className="value" side="end" choices={choices}>
						<span className="cut">{value}</span>
						<Icon name="down" className="push" />
					</Menu>
				)}
			</span>
		</div>
	);
}
