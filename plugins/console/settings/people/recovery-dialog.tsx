import { useState } from '@wordpress/element';
import { Button } from '../../button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { ownWords } from './own-words.ts';
import { words } from './words.ts';

/** Codes that are shown once. */
export function RecoveryDialog({
	codes,
	onClose,
}: {
	readonly codes: readonly string[];
	readonly onClose: () => void;
}) {
	const [isCopied, setCopied] = useState(false);
	const copy = (): void => {
		navigator.clipboard?.writeText(codes.join('\n')).then(
			() => setCopied(true),
			() => setCopied(false),
		);
	};
	return (
		<Dialog
			title={ownWords.keepCodes}
			onClose={onClose}
			onSubmit={onClose}
			footer={
				<>
					<Button icon={isCopied ? 'check' : 'copy'} onClick={copy}>
						{isCopied ? words.copied : ownWords.copyCodes}
					</Button>
					<Button kind="primary" type="submit">
						{ownWords.kept}
					</Button>
				</>
			}
		>
			<div className="stack">
				<p>{ownWords.keepCodesMore}</p>
				<ul className="recovery-codes">
					{codes.map((code) => (
						<li key={code}>
							<code>{code}</code>
						</li>
					))}
				</ul>
			</div>
		</Dialog>
	);
}
