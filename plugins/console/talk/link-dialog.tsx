import { useEffect, useRef, useState } from '@wordpress/element';
import { Button } from '../button.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { toast } from '../shell/toast.tsx';
import { fill } from '../strings.ts';
import { words } from './head-words.ts';

interface Props {
	readonly conversation: string;
	readonly name: string;
	readonly onClose: () => void;
}

/** A link with which the visitor goes on elsewhere (M10, M11), to be copied. */
export function LinkDialog({ conversation, name, onClose }: Props) {
	const { client } = useDesk();
	const field = useRef<HTMLInputElement>(null);
	const [url, setUrl] = useState<string | null>(null);
	const [hasFailed, setFailed] = useState(false);
	const [round, setRound] = useState(0);

	useEffect(() => {
		let isGone = false;
		setFailed(false);
		client.link({ type: 'conversation.link', conversation }).then(
			(made) => !isGone && setUrl(made),
			() => !isGone && setFailed(true),
		);
		return () => {
			isGone = true;
		};
	}, [client, conversation, round]);

	async function copy(): Promise<void> {
		if (url === null) return;
		try {
			await navigator.clipboard.writeText(url);
			toast(words.copied);
			onClose();
		} catch {
			// Without the clipboard (an address without https) the text is selected, to be copied by hand.
			field.current?.select();
		}
	}
	return (
		<Dialog
			title={words.linkTitle}
			onClose={onClose}
			onSubmit={() => void copy()}
			footer={
				<Button kind="primary" type="submit" icon="copy" disabled={url === null}>
					{words.copy}
				</Button>
			}
		>
			<div className="stack">
				<p>{fill(words.linkHelp, { name })}</p>
				{hasFailed && (
					<Failed why={words.linkFailed} onRetry={() => setRound((count) => count + 1)} />
				)}
				{url === null && !hasFailed && <Loading rows={1} />}
				{url !== null && (
					<div className="input">
						<input
							ref={field}
							readOnly
							value={url}
							aria-label={words.link}
							dir="ltr"
							onFocus={({ currentTarget }) => currentTarget.select()}
						/>
					</div>
				)}
			</div>
		</Dialog>
	);
}
