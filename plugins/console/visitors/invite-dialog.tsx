import { useState } from '@wordpress/element';
import { Button } from '../button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { useDesk } from '../shell/desk.tsx';
import { go } from '../shell/router.ts';
import { words as shellWords } from '../shell/words.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

/** The agent writes first (H63); the conversation opens when the server has it. */
export function InviteDialog({
	visitor,
	name,
	onClose,
}: {
	readonly visitor: string;
	readonly name: string;
	readonly onClose: () => void;
}) {
	const { client, state } = useDesk();
	const [text, setText] = useState('');
	const isOnline = state.link.kind === 'open';
	const sending = state.pending.find(
		({ frame }) => frame.type === 'conversation.start' && frame.visitor === visitor,
	);

	function send(): void {
		if (text.trim() === '' || !isOnline) return;
		client.act({ type: 'conversation.start', visitor, text: text.trim() });
		onClose();
		// The conversation's number is the server's: the list brings it at once, under Mine.
		go('inbox');
	}
	return (
		<Dialog
			title={fill(words.writeFirst, { name })}
			onClose={onClose}
			onSubmit={send}
			footer={
				<>
					<span className="sub">{words.invitation}</span>
					<span className="push" />
					<Button onClick={onClose}>{shellWords.cancel}</Button>
					<Button
						kind="primary"
						type="submit"
						aria-disabled={text.trim() === '' || !isOnline || sending !== undefined}
					>
						{words.send}
					</Button>
				</>
			}
		>
			<div className="field">
				<label htmlFor="invite-text">{words.text}</label>
				<textarea
					id="invite-text"
					rows={4}
					dir="auto"
					maxLength={4000}
					value={text}
					onChange={(event) => setText(event.currentTarget.value)}
				/>
			</div>
		</Dialog>
	);
}
