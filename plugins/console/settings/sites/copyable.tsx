import { useId, useRef, useState } from '@wordpress/element';
import { Button } from '../../button.tsx';
import { words } from './words.ts';

interface Props {
	readonly label: string;
	readonly help?: string;
	readonly text: string;
}

/** A text to put elsewhere, in one line; chosen whole by a click, copied by the button. */
export function Copyable({ label, help, text }: Props) {
	const id = useId();
	const field = useRef<HTMLInputElement>(null);
	const [isCopied, setCopied] = useState(false);
	const copy = (): void => {
		field.current?.select();
		// Without https a browser has no clipboard: what is chosen can still be copied by key.
		navigator.clipboard?.writeText(text).then(
			() => setCopied(true),
			() => setCopied(false),
		);
	};
	return (
		<div className="field">
			<label htmlFor={id}>{label}</label>
			<div className="input copyable">
				<input
					ref={field}
					id={id}
					className="mono"
					// A line of a field loses its breaks; pages do not mind.
					value={text.replaceAll('\n', ' ')}
					readOnly
					onFocus={(event) => event.target.select()}
				/>
				<Button
					kind="quiet"
					icon={isCopied ? 'check' : 'copy'}
					aria-label={`${words.copy}: ${label}`}
					onClick={copy}
				/>
			</div>
			<span className="hidden" role="status">
				{isCopied ? words.copied : ''}
			</span>
			{help !== undefined && <p className="help">{help}</p>}
		</div>
	);
}
