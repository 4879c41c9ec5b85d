import { useRef, useState } from '@wordpress/element';
import { Button } from '../../button.tsx';
import { words } from './words.ts';

/** An address to pass on; chosen whole by a click, copied by the button. */
export function LinkToCopy({ label, url }: { readonly label: string; readonly url: string }) {
	const field = useRef<HTMLInputElement>(null);
	const [isCopied, setCopied] = useState(false);
	const copy = (): void => {
		field.current?.select();
		// Without https a browser has no clipboard: what is chosen can still be copied by key.
		navigator.clipboard?.writeText(url).then(
			() => setCopied(true),
			() => setCopied(false),
		);
	};
	return (
		<div className="copy-link">
			<div className="input">
				<input
					ref={field}
					aria-label={label}
					value={url}
					readOnly
					onFocus={(event) => event.target.select()}
				/>
			</div>
			<Button icon={isCopied ? 'check' : 'copy'} onClick={copy}>
				{isCopied ? words.copied : words.copy}
			</Button>
			<span className="hidden" role="status">
				{isCopied ? words.copied : ''}
			</span>
		</div>
	);
}
