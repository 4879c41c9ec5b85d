import { Button } from '../button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { fill } from '../strings.ts';
import { words } from './head-words.ts';

interface Props {
	readonly name: string;
	/** Null: the visitor cannot be asked, as nobody answers yet. */
	readonly onAsk: (() => void) | null;
	readonly onEnd: () => void;
	readonly onClose: () => void;
}

/** Asks before the end (M34), and offers to ask the visitor instead (M30). */
export function EndDialog({ name, onAsk, onEnd, onClose }: Props) {
	return (
		<Dialog
			title={fill(words.endTitle, { name })}
			onClose={onClose}
			onSubmit={onEnd}
			footer={
				<>
					<Button onClick={onClose}>{words.keepIt}</Button>
					{onAsk !== null && <Button onClick={onAsk}>{words.askSolved}</Button>}
					<Button kind="primary" type="submit">
						{words.endConversation}
					</Button>
				</>
			}
		>
			<p>{fill(words.endMore, { name })}</p>
		</Dialog>
	);
}
