import { placeOf, originOf, timeIn } from '../details/known.ts';
import { clockOf, locale } from '../format.ts';
import { useDesk } from '../shell/desk.tsx';
import { Avatar } from '../shell/people.tsx';
import { fill } from '../strings.ts';
import type { VisitorRow } from './rows.ts';
import { words } from './words.ts';

interface Props {
	readonly row: VisitorRow;
	readonly now: number;
	readonly onOpen: () => void;
}

/** One visitor: the whole line is the target; Enter opens the conversation, or writes first. */
export function VisitorLine({ row: { visit, name, conversation }, now, onOpen }: Props) {
	const { me, mayAnswer } = useDesk();
	const zone = visit.timeZone;
	const there = zone === null ? null : timeIn(zone, locale, now);
	const onPageSince = Date.parse(visit.trail.at(-1)?.at ?? visit.since);
	const isMine = conversation?.assignee === me.id;
	const label =
		conversation === null
			? words.startChat
			: isMine || conversation.assignee === null
				? words.open
				: words.watch;
	const canOpen = conversation !== null || mayAnswer;
	return (
		<button type="button" className="line" data-line aria-disabled={!canOpen} onClick={onOpen}>
			<span className="person">
				<Avatar name={visit.name} />
				<span className="words">
					<b className="cut" dir="auto">
						{name}
					</b>
					<span className="sub">
						{fill(words.hereFor, { time: clockOf(now - Date.parse(visit.since)) })}
					</span>
				</span>
			</span>
			<span className="words">
				<span className="cut" dir="auto">
					{visit.page?.title || visit.page?.url || '–'}
				</span>
				<span className="sub num">{fill(words.onPage, { time: clockOf(now - onPageSince) })}</span>
			</span>
			<span className="r num">{visit.trail.length}</span>
			<span className="cut">{originOf(visit.referrer) ?? words.typed}</span>
			<span className="words">
				<span className="cut">{placeOf(zone) ?? '–'}</span>
				{there !== null && <span className="sub num">{there}</span>}
			</span>
			<span className="words">
				{conversation === null ? (
					<span className="dim">{words.nobody}</span>
				) : conversation.assignee === null ? (
					<>
						<span className="queued">{words.inQueue}</span>
						{conversation.waitingSinceAt !== null && (
							<span className="sub num">
								{clockOf(now - Date.parse(conversation.waitingSinceAt))}
							</span>
						)}
					</>
				) : (
					<span className="with">
						<Avatar name={conversation.assigneeName} isAgent size={24} />
						<span className="cut">{isMine ? words.you : conversation.assigneeName}</span>
					</span>
				)}
			</span>
			<span className={`btn small ${conversation === null ? '' : 'quiet'}`}>
				{canOpen ? label : ''}
			</span>
		</button>
	);
}
