import { useLayoutEffect, useRef, useState } from '@wordpress/element';
import type { KeyboardEvent } from 'react';
import { wireLimits } from '../../../shared/protocol/limits.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { fill, strings } from '../strings.ts';

type Mode = 'reply' | 'note';
/** `claims`: the first answer takes the conversation. `team` and `ended`: notes only. */
export type Reach = 'visitor' | 'claims' | 'team' | 'ended';

interface Props {
	readonly reach: Reach;
	readonly onSend: (mode: Mode, text: string) => void;
	/** A reply is being written, or not any more. Never of a note. */
	readonly onTyping: (isOn: boolean) => void;
}

const mostLines = 8;
const typingMs = 5000;
const seenBy: Readonly<Record<Reach, string>> = {
	visitor: strings.visitorSees,
	claims: strings.claimToReply,
	team: strings.joinToReply,
	ended: strings.overForReply,
};

/** Reply or note: another colour, another mark, another sentence and another button, so that nobody mistakes one for the other. */
export function Composer({ reach, onSend, onTyping }: Props) {
	const [wanted, setWanted] = useState<Mode>('reply');
	// One text for each, so that switching never turns a note into something that the visitor reads.
	const [texts, setTexts] = useState<Readonly<Record<Mode, string>>>({ reply: '', note: '' });
	const field = useRef<HTMLTextAreaElement>(null);
	/** When it was said last that somebody writes; 0: it is not said. */
	const typedAt = useRef(0);
	const mayReply = reach === 'visitor' || reach === 'claims';
	// Half an answer stays one, though it cannot be sent now: the rest of the sentence must not become a note.
	const isHeld = !mayReply && wanted === 'reply' && texts.reply !== '';
	const mode = mayReply || isHeld ? wanted : 'note';
	const text = texts[mode];
	const excess = text.trim().length - wireLimits.text;
	const isReady = text.trim() !== '' && excess <= 0 && !isHeld;

	useLayoutEffect(() => {
		const { current } = field;
		if (current === null) return;
		current.rows = 1;
		const style = getComputedStyle(current);
		const inner =
			current.scrollHeight -
			parseFloat(style.paddingBlockStart) -
			parseFloat(style.paddingBlockEnd);
		current.rows = Math.min(
			mostLines,
			Math.max(2, Math.round(inner / parseFloat(style.lineHeight)) || 1),
		);
	}, [text, mode]);

	function write(written: string): void {
		// From its first letter on a note is one, whatever a colleague does with the conversation meanwhile.
		if (mode === 'note') setWanted('note');
		setTexts({ ...texts, [mode]: written });
		sayTyping(mode === 'reply' && written !== '');
	}

	function sayTyping(isOn: boolean): void {
		if (isOn ? Date.now() - typedAt.current < typingMs : typedAt.current === 0) return;
		typedAt.current = isOn ? Date.now() : 0;
		onTyping(isOn);
	}

	function send(): void {
		if (!isReady) return field.current?.focus();
		onSend(mode, text.trim());
		sayTyping(false);
		setTexts({ ...texts, [mode]: '' });
		field.current?.focus();
	}

	function onKeyDown(event: KeyboardEvent): void {
		if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
		event.preventDefault();
		send();
	}

	return (
		<form
			className={mode === 'note' ? 'composer as-note' : 'composer'}
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			<div className="mode">
				<div className="seg" role="radiogroup" aria-label={strings.mode}>
					{(['reply', 'note'] as const).map((name) => (
						<label key={name} className={name === mode ? 'on' : ''}>
							<input
								type="radio"
								name="mode"
								checked={name === mode}
								disabled={name === 'reply' && !mayReply}
								onChange={() => setWanted(name)}
							/>
							{name === 'note' && <Icon name="lock" />}
							{name === 'note' ? strings.noteMode : strings.reply}
						</label>
					))}
				</div>
				<p id="seen-by">
					{isHeld
						? strings.heldReply
						: mode === 'note' && mayReply
							? strings.teamSees
							: seenBy[reach]}
				</p>
			</div>
			<textarea
				ref={field}
				rows={2}
				dir="auto"
				value={text}
				aria-label={mode === 'note' ? strings.writeNote : strings.write}
				aria-describedby="seen-by"
				aria-invalid={excess > 0}
				placeholder={mode === 'note' ? strings.writeNote : strings.write}
				onChange={(event) => write(event.currentTarget.value)}
				onKeyDown={onKeyDown}
			/>
			<div className="tools">
				<p role="status" className={excess > 0 ? 'bad' : ''}>
					{excess > 0 ? fill(strings.tooLong, { n: excess }) : strings.shortcut}
				</p>
				<Button
					type="submit"
					kind={mode === 'note' ? 'internal' : 'primary'}
					aria-disabled={!isReady}
				>
					{mode === 'note' ? strings.addNote : strings.send}
				</Button>
			</div>
		</form>
	);
}
