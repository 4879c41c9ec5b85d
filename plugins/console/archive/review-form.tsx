import { useId, useRef, useState } from '@wordpress/element';
import { wireLimits } from '../../../shared/protocol/limits.ts';
import { ApiError, post } from '../api.ts';
import { Button } from '../button.tsx';
import { toast } from '../shell/toast.tsx';
import { words } from './words.ts';

/** Feedback on a conversation that has ended, for the team alone (G73). Sent again under the same id if no answer came. */
export function ReviewForm({
	conversation,
	onDone,
}: {
	readonly conversation: string;
	readonly onDone: () => void;
}) {
	const [text, setText] = useState('');
	const [error, setError] = useState<string | null>(null);
	const [isSending, setSending] = useState(false);
	const clientId = useRef(`review-${Date.now()}-${Math.random().toString(36).slice(2)}`);
	const id = useId();

	async function send(): Promise<void> {
		setSending(true);
		try {
			const path = `/api/v1/conversations/${encodeURIComponent(conversation)}/review`;
			await post(path, { clientId: clientId.current, text });
			toast(words.reviewAdded);
			onDone();
		} catch (failure) {
			setError(failure instanceof ApiError ? failure.message : String(failure));
			setSending(false);
		}
	}

	return (
		<form
			className="review-form"
			onSubmit={(event) => {
				event.preventDefault();
				void send();
			}}
			onKeyDown={(event) => {
				if (event.key === 'Escape') onDone();
				if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send();
			}}
		>
			<label htmlFor={id}>{words.reviewLabel}</label>
			<textarea
				id={id}
				rows={3}
				value={text}
				maxLength={wireLimits.text}
				dir="auto"
				autoFocus
				aria-describedby={`${id}-help`}
				onChange={(event) => setText(event.target.value)}
			/>
			<p id={`${id}-help`} className={error === null ? 'help' : 'help bad'} role="status">
				{error ?? words.reviewHelp}
			</p>
			<div className="buttons">
				<Button onClick={onDone}>{words.cancel}</Button>
				<Button kind="internal" type="submit" disabled={isSending || text.trim() === ''}>
					{words.addReview}
				</Button>
			</div>
		</form>
	);
}
