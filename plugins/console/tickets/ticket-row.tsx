import type { TicketView } from '../../../shared/views/ticket-view.ts';
import { momentOf, visitorName } from '../format.ts';
import { Avatar, PriorityMark } from '../shell/people.tsx';
import { titleOf } from './title-of.ts';
import { words } from './words.ts';

interface Props {
	readonly ticket: TicketView;
	readonly isChosen: boolean;
	readonly tabIndex: 0 | -1;
	readonly onChoose: () => void;
}

const shownTags = 2;

export function TicketRow({ ticket, isChosen, tabIndex, onChoose }: Props) {
	const { priority, preview, assigneeName } = ticket;
	const name = visitorName(ticket.visitor, ticket.requesterName);
	const said = ticket.title === '' ? words.leftClosed : `“${preview}”`;
	return (
		<li>
			<button
				type="button"
				className="ticket-row"
				data-row=""
				tabIndex={tabIndex}
				aria-current={isChosen ? 'true' : undefined}
				onClick={onChoose}
			>
				<span className="top">
					{priority !== 'normal' && (
						<>
							<PriorityMark priority={priority} />
							<span className="hidden">{words[priority]}</span>
						</>
					)}
					<b className="cut" dir="auto">
						{titleOf(ticket)}
					</b>
					<time className="dim" dateTime={ticket.lastAt}>
						{momentOf(ticket.lastAt, Date.now())}
					</time>
				</span>
				<span className="cut dim" dir="auto">
					{ticket.title !== '' && preview === '' ? name : `${name}: ${said}`}
				</span>
				<span className="tags">
					<span className="tag num">T-{ticket.number}</span>
					{ticket.tags.slice(0, shownTags).map((tag) => (
						<span key={tag} className="tag">
							{tag}
						</span>
					))}
					<span className="push who-has">
						{ticket.assignee === null ? (
							<span className="dim">{words.nobody}</span>
						) : (
							<>
								<span className="hidden">{assigneeName}</span>
								<Avatar name={assigneeName} isAgent size={20} />
							</>
						)}
					</span>
				</span>
			</button>
		</li>
	);
}
