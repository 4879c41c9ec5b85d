import { Button } from '../button.tsx';
import { toast } from '../shell/toast.tsx';
import { words } from './talk-words.ts';

interface Props {
	readonly text: string;
	/** It is the agent's own, and the server is there. */
	readonly mayChange: boolean;
	/** By Tab: only in the message that has the focus, so that a long timeline is not a thousand stops. */
	readonly isReachable: boolean;
	readonly isAsked: boolean;
	readonly onEdit: () => void;
	readonly onAsk: () => void;
}

/** What can be done with a message; shown under pointer and focus. */
export function SaidActs({ text, mayChange, isReachable, isAsked, onEdit, onAsk }: Props) {
	const tabIndex = isReachable ? 0 : -1;
	if (!mayChange && text === '') return null;
	return (
		<span className={isAsked ? 'acts on' : 'acts'}>
			{mayChange && (
				<Button
					kind="quiet"
					icon="pencil"
					tabIndex={tabIndex}
					aria-label={words.edit}
					title={words.edit}
					onClick={onEdit}
				/>
			)}
			{text !== '' && (
				<Button
					kind="quiet"
					icon="copy"
					tabIndex={tabIndex}
					aria-label={words.copy}
					title={words.copy}
					onClick={() =>
						void navigator.clipboard.writeText(text).then(
							() => toast(words.copied),
							() => undefined,
						)
					}
				/>
			)}
			{mayChange && (
				<Button
					kind="quiet"
					icon="trash"
					tabIndex={tabIndex}
					aria-label={words.remove}
					title={words.remove}
					aria-expanded={isAsked}
					onClick={onAsk}
				/>
			)}
		</span>
	);
}
