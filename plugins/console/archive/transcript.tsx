import { useEffect, useMemo, useRef, useState } from '@wordpress/element';
import { findWords } from '../../../shared/search/find-words.ts';
import { Button } from '../button.tsx';
import { locale, timeOf, visitorName } from '../format.ts';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { useResource } from '../shell/resource.ts';
import { go } from '../shell/router.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { fill } from '../strings.ts';
import { TicketDialog } from '../tickets/ticket-dialog.tsx';
import { dayOf } from './dates.ts';
import { linesOf, type WholeTalk } from './entries.ts';
import { ExportMenu } from './export-menu.tsx';
import { ReviewForm } from './review-form.tsx';
import { SaidLineView } from './said-line.tsx';
import { words } from './words.ts';

interface Props {
	readonly id: string;
	/** What was looked for; its hits are marked. Empty: nothing. */
	readonly text: string;
}

/** The whole of one conversation, with notes and reviews, and what was found in it. */
export function Transcript({ id, text }: Props) {
	const { client, isLeader, mayAnswer } = useDesk();
	const path = `/api/v1/conversations/${encodeURIComponent(id)}/transcript?format=json&locale=${locale}`;
	const { data, error, reload } = useResource<WholeTalk>(path, 'reviews');
	const lines = useMemo(() => (data === null ? [] : linesOf(data)), [data]);
	const hits = useMemo(
		() =>
			text === ''
				? []
				: lines.filter((line) => line.kind !== 'line' && findWords(line.text, text).length > 0),
		[lines, text],
	);
	const [at, setAt] = useState(0);
	const [isReviewing, setReviewing] = useState(false);
	const [isMakingTicket, makeTicket] = useState(false);
	const timeline = useRef<HTMLDivElement>(null);
	const now = hits[Math.min(at, hits.length - 1)]?.seq ?? null;

	useEffect(() => setAt(0), [text]);
	useEffect(() => {
		if (now === null) return;
		timeline.current?.querySelector(`[data-seq="${now}"]`)?.scrollIntoView({ block: 'center' });
	}, [now]);
	const step = (by: number): void =>
		setAt((old) =>
			hits.length === 0 ? 0 : (Math.min(old, hits.length - 1) + by + hits.length) % hits.length,
		);
	useKeys({ ']': () => step(1), '[': () => step(-1) });

	const heading =
		data === null ? words.transcript : visitorName(data.conversation.visitor, data.visitor);
	const isEnded = data?.conversation.status === 'ended';
	return (
		<section className="pane whole transcript" aria-label={words.transcript}>
			<header className="head">
				<Button
					kind="quiet"
					icon="back"
					className="back"
					aria-label={words.back}
					onClick={() => go('archive')}
				/>
				<div className="who-it-is">
					<h2 className="cut" dir="auto">
						{heading}
					</h2>
					{data !== null && <p className="dim">{spanOf(data)}</p>}
				</div>
				{data !== null && (
					<>
						{isEnded && isLeader && (
							<Button
								icon="undo"
								className="wide-only"
								onClick={() => {
									client.act({ type: 'conversation.reopen', conversation: id });
									go('inbox', id);
								}}
							>
								{words.reopen}
							</Button>
						)}
						{mayAnswer && (
							<Button
								icon="ticket"
								className="wide-only"
								aria-label={words.ticket}
								title={words.ticket}
								onClick={() => makeTicket(true)}
							/>
						)}
						<ExportMenu
							id={id}
							more={[
								{
									key: 'inbox',
									icon: 'inbox',
									label: words.openInInbox,
									isApart: true,
									onChoose: () => go('inbox', id),
								},
								...(mayAnswer
									? [
											{
												key: 'ticket',
												icon: 'ticket' as const,
												label: words.ticket,
												onChoose: () => makeTicket(true),
											},
										]
									: []),
							]}
						/>
					</>
				)}
			</header>
			{data !== null && (
				<div className="second">
					{hits.length > 0 && (
						<>
							<span className="num" role="status">
								{fill(words.hitOf, { n: Math.min(at, hits.length - 1) + 1, of: hits.length })}
							</span>
							<Button
								kind="quiet"
								icon="up"
								aria-label={words.previousHit}
								onClick={() => step(-1)}
							/>
							<Button kind="quiet" icon="down" aria-label={words.nextHit} onClick={() => step(1)} />
						</>
					)}
					{data.conversation.tags.map((tag) => (
						<span key={tag} className="tag">
							{tag}
						</span>
					))}
					<span className="dim push num">
						{data.conversation.messageCount === 1
							? words.messagesOne
							: fill(words.messages, { n: data.conversation.messageCount })}
						, {minutesOf(data)}
					</span>
				</div>
			)}
			{data === null && error !== null && <Failed why={error} onRetry={reload} />}
			{data === null && error === null && <Loading onRetry={reload} />}
			{data !== null && (
				<div
					ref={timeline}
					className="timeline spoken-lines"
					tabIndex={0}
					role="group"
					aria-label={words.transcript}
				>
					{lines.map((line) =>
						line.kind === 'line' ? (
							<p key={line.seq} className="tr-line" dir="auto">
								{line.text} <time dateTime={line.at}>{timeOf(line.at)}</time>
							</p>
						) : (
							<SaidLineView
								key={line.seq}
								line={line}
								conversation={id}
								text={text}
								isNow={line.seq === now}
							/>
						),
					)}
					{data.isCut && <p className="tr-line">{words.cutOff}</p>}
				</div>
			)}
			{isEnded && mayAnswer && !isReviewing && (
				<div className="foot">
					<Button icon="lock" onClick={() => setReviewing(true)}>
						{words.writeReview}
					</Button>
				</div>
			)}
			{isReviewing && (
				<ReviewForm
					conversation={id}
					onDone={() => {
						setReviewing(false);
						reload();
					}}
				/>
			)}
			{isMakingTicket && data !== null && (
				<TicketDialog
					conversation={id}
					group={data.conversation.group}
					onClose={() => makeTicket(false)}
				/>
			)}
		</section>
	);
}

function spanOf({ conversation, events }: WholeTalk): string {
	const { openedAt, lastAt, assigneeName } = conversation;
	const end = events.findLast(({ type }) => type === 'ended')?.createdAt ?? lastAt;
	const span = fill(words.from, {
		day: dayOf(openedAt),
		start: timeOf(openedAt),
		end: timeOf(end),
	});
	const who = assigneeName === null ? words.nobody : fill(words.withAgent, { name: assigneeName });
	return `${span}, ${who}`;
}

const minutesOf = ({ conversation: { openedAt, lastAt } }: WholeTalk): string =>
	fill(words.minutes, {
		n: Math.max(1, Math.round((Date.parse(lastAt) - Date.parse(openedAt)) / 60_000)),
	});
