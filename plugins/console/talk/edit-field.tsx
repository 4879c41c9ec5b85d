import { useEffect, useRef, useState } from '@wordpress/element';
import { wireLimits } from '../../../shared/protocol/limits.ts';
import { Button } from '../button.tsx';
import { words } from './talk-words.ts';

interface Props {
	readonly text: string;
	readonly onSave: (text: string) => void;
	readonly onCancel: () => void;
}

/** In the place of the message: Enter saves, Escape leaves it as it was. */
export function EditField({ text, onSave, onCancel }: Props) {
	const [next, setNext] = useState(text);
	const field = useRef<HTMLTextAreaElement>(null);
	// At the end, where one goes on writing.
	useEffect(() => {
		const { current } = field;
		current?.focus();
		current?.setSelectionRange(current.value.length, current.value.length);
	}, []);
	const isReady = next.trim() !== '' && next.trim().length <= wireLimits.text;
	return (
		<form
			className="editing"
			onSubmit={(event) => {
				event.preventDefault();
				if (isReady) onSave(next.trim());
			}}
			onKeyDown={(event) => {
				if (event.key !== 'Escape') return;
				event.stopPropagation();
				onCancel();
			}}
		>
			<textarea
				ref={field}
				rows={3}
				dir="auto"
				value={next}
				aria-label={words.edit}
				onChange={(event) => setNext(event.currentTarget.value)}
				onKeyDown={(event) => {
					if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
					event.preventDefault();
					if (isReady) onSave(next.trim());
				}}
			/>
			<Button onClick={onCancel}>{words.cancel}</Button>
			<Button type="submit" kind="primary" aria-disabled={!isReady}>
				{words.save}
			</Button>
		</form>
	);
}
