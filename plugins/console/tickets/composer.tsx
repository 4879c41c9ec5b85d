import { useRef, useState } from '@wordpress/element';
import type { TicketStatus, TicketView } from '../../../shared/views/ticket-view.ts';
import { Button } from '../button.tsx';
import { visitorName } from '../format.ts';
import { Icon } from '../icon.tsx';
import { useKeys } from '../shell/keys.ts';
import { Menu } from '../shell/menu.tsx';
import { fill } from '../strings.ts';
import { addComment, addReply, newClientId, whyOf } from './act.ts';
import { words } from './words.ts';

type Mode = 'reply' | 'comment';
/** What a reply is most often: a question that the customer must answer (H52). */
const ways: readonly (readonly [TicketStatus | null, string])[] = [
	['pending', words.replyPending],
	['solved', words.replySolved],
	['open', words.replyOpen],
	[null, words.replyOnly],
];

/** A reply to the one who asks, or a comment for the team: never to be mixed up. */
export function TicketComposer({
	ticket,
	onDone,
}: {
	readonly ticket: TicketView;
	readonly onDone: () => void;
}) {
	const [mode, setMode] = useState<Mode>('reply');
	const [texts, setTexts] = useState<Readonly<Record<Mode, string>>>({ reply: '', comment: '' });
	const [error, setError] = useState<string | null>(null);
	const [isSending, setSending] = useState(false);
	const clientId = useRef(newClientId());
	const field = useRef<HTMLTextAreaElement>(null);
	const text = texts[mode];
	const set = (next: string): void => setTexts({ ...texts, [mode]: next });
	const choose = (next: Mode): void => {
		setMode(next);
		field.current?.focus();
	};
	useKeys({ r: () => choose('reply'), n: () => choose('comment') });

	async function send(status: TicketStatus | null): Promise<void> {
		if (text.trim() === '' || isSending) return;
		setSending(true);
		try {
			const said = { clientId: clientId.current, text };
			if (mode === 'comment') await addComment(ticket.id, said);
			else await addReply(ticket.id, status === null ? said : { ...said, status });
			clientId.current = newClientId();
			set('');
			setError(null);
			onDone();
		} catch (failure) {
			setError(whyOf(failure));
		}
		setSending(false);
		field.current?.focus();
	}

	const name = visitorName(ticket.visitor, ticket.requesterName);
	const isOff = isSending || text.trim() === '';
	return (
		<form
			className={`ticket-composer ${mode}`}
			onSubmit={(event) => {
				event.preventDefault();
				void send('pending');
			}}
		>
			<div className="modes">
				<div className="seg" role="radiogroup" aria-label={words.writeAs}>
					{(['reply', 'comment'] as const).map((each) => (
						<label key={each}>
							<input
								type="radio"
								name={`mode-${ticket.id}`}
								checked={mode === each}
								onChange={() => setMode(each)}
							/>
							<Icon name={each === 'reply' ? 'mail' : 'lock'} />
							{words[each]}
						</label>
					))}
				</div>
				<span className="dim">{mode === 'reply' ? words.noMail : words.teamSees}</span>
			</div>
			<textarea
				ref={field}
				rows={2}
				value={text}
				maxLength={4000}
				dir="auto"
				aria-label={mode === 'reply' ? fill(words.writeReply, { name }) : words.writeComment}
				placeholder={mode === 'reply' ? fill(words.writeReply, { name }) : words.writeComment}
				onChange={(event) => set(event.target.value)}
				onKeyDown={(event) => {
					if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
					event.preventDefault();
					void send('pending');
				}}
			/>
			{error !== null && (
				<p className="help bad" role="alert">
					{error}
				</p>
			)}
			<div className="tools">
				{mode === 'comment' ? (
					<Button kind="internal" type="submit" className="push" disabled={isOff}>
						{words.addComment}
					</Button>
				) : (
					<span className="split push">
						<Button kind="primary" type="submit" disabled={isOff}>
							{words.replyPending}
						</Button>
						<Menu
							label={words.otherWays}
							className="btn primary square"
							side="up"
							disabled={isOff}
							choices={ways.slice(1).map(([status, label]) => ({
								key: label,
								label,
								onChoose: () => void send(status),
							}))}
						>
							<Icon name="down" />
						</Menu>
					</span>
				)}
			</div>
		</form>
	);
}
