import { useEffect, useLayoutEffect, useRef, useState } from '@wordpress/element';
import type { WholeTicket } from '../../../shared/views/ticket-view.ts';
import { Button } from '../button.tsx';
import { momentOf } from '../format.ts';
import { useDesk } from '../shell/desk.tsx';
import { useResource } from '../shell/resource.ts';
import { go } from '../shell/router.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { fill } from '../strings.ts';
import { changeTicket } from './act.ts';
import { TicketComposer } from './composer.tsx';
import { Fields } from './fields.tsx';
import { TicketEvents } from './ticket-events.tsx';
import { titleOf } from './title-of.ts';
import { words } from './words.ts';

/** One ticket: its title, all that happened, where to write, its fields. */
export function Ticket({ id }: { readonly id: string }) {
	const { mayAnswer } = useDesk();
	const path = `/api/v1/tickets/${encodeURIComponent(id)}`;
	const { data, error, reload } = useResource<WholeTicket>(path, 'tickets');
	const [hasFields, showFields] = useState(false);
	const timeline = useRef<HTMLDivElement>(null);
	const count = data?.events.length ?? 0;
	// What is newest stands at the end.
	useLayoutEffect(() => {
		timeline.current?.scrollTo({ top: timeline.current.scrollHeight });
	}, [count]);

	if (data === null) {
		return (
			<section className="pane whole ticket" aria-label={words.tickets}>
				<header className="head">
					<Button
						kind="quiet"
						icon="back"
						className="back"
						aria-label={words.back}
						onClick={() => go('tickets')}
					/>
				</header>
				{error === null ? <Loading onRetry={reload} /> : <Failed why={error} onRetry={reload} />}
			</section>
		);
	}
	const { ticket } = data;
	const from = ticket.source === 'hand' ? words.fromConversation : words.fromOffline;
	return (
		<>
			<section className="pane whole ticket" aria-label={fill(words.ticket, { n: ticket.number })}>
				<header className="head">
					<Button
						kind="quiet"
						icon="back"
						className="back"
						aria-label={words.back}
						onClick={() => go('tickets')}
					/>
					<div className="who-it-is">
						<Title whole={data} mayChange={mayAnswer} />
						<p className="dim cut">
							{fill(from, { n: ticket.number, time: momentOf(ticket.openedAt, Date.now()) })}
						</p>
					</div>
					<Button
						icon="settings"
						className="to-fields"
						aria-expanded={hasFields}
						onClick={() => showFields(!hasFields)}
					>
						{words.fields}
					</Button>
				</header>
				<div
					ref={timeline}
					className="timeline"
					role="log"
					tabIndex={0}
					aria-label={fill(words.ticket, { n: ticket.number })}
				>
					<TicketEvents whole={data} />
				</div>
				{mayAnswer ? (
					<TicketComposer ticket={ticket} onDone={reload} />
				) : (
					<p className="foot dim">{words.readerOnly}</p>
				)}
			</section>
			<Fields
				whole={data}
				mayChange={mayAnswer}
				isOpen={hasFields}
				onClose={() => showFields(false)}
				onChanged={reload}
			/>
		</>
	);
}

/** Edited in place (H49): Enter saves, Esc leaves it as it was. */
function Title({ whole, mayChange }: { readonly whole: WholeTicket; readonly mayChange: boolean }) {
	const { ticket } = whole;
	const [draft, setDraft] = useState<string | null>(null);
	const button = useRef<HTMLButtonElement>(null);
	const wasEditing = useRef(false);
	useEffect(() => {
		if (wasEditing.current && draft === null) button.current?.focus();
		wasEditing.current = draft !== null;
	}, [draft]);

	async function save(): Promise<void> {
		if (draft === null) return;
		if (draft.trim() === '' || draft.trim() === ticket.title) return setDraft(null);
		if ((await changeTicket(ticket.id, { title: draft })) !== null) setDraft(null);
	}
	if (draft !== null) {
		return (
			<form
				className="title-form"
				onSubmit={(event) => {
					event.preventDefault();
					void save();
				}}
			>
				<input
					value={draft}
					maxLength={200}
					dir="auto"
					autoFocus
					aria-label={words.title}
					onChange={(event) => setDraft(event.target.value)}
					onKeyDown={(event) => {
						if (event.key === 'Escape') setDraft(null);
					}}
				/>
				<Button type="submit">{words.save}</Button>
			</form>
		);
	}
	return (
		<div className="title">
			<h2 className="cut" dir="auto" title={titleOf(ticket)}>
				{titleOf(ticket)}
			</h2>
			{mayChange && (
				<Button
					ref={button}
					kind="quiet"
					icon="pencil"
					aria-label={words.editTitle}
					onClick={() => setDraft(titleOf(ticket))}
				/>
			)}
		</div>
	);
}
