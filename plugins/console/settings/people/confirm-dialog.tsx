import { useState } from '@wordpress/element';
import { Field } from '../../account/field.tsx';
import { ApiError } from '../../api.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { ownWords } from './own-words.ts';
import { words } from './words.ts';

interface Props {
	readonly title: string;
	readonly more: string;
	/** Names what happens then. */
	readonly act: string;
	readonly isBad: boolean;
	/** Rejects when it is wrong, or with why else it did not work. */
	readonly onPassword: (password: string) => Promise<void>;
	readonly onClose: () => void;
}

/** Asks for the own password before the account is made safer or weaker. */
export function ConfirmDialog({ title, more, act, isBad, onPassword, onClose }: Props) {
	const [password, setPassword] = useState('');
	const [isBusy, setBusy] = useState(false);
	const [error, setError] = useState<string | undefined>(undefined);
	function send(): void {
		if (isBusy) return;
		if (password === '') return setError(ownWords.missingPassword);
		setBusy(true);
		onPassword(password).catch((failure: unknown) => {
			const isWrong = failure instanceof ApiError && failure.code === 'sign_in_failed';
			setError(isWrong ? ownWords.wrongPassword : (failure as Error).message);
			setBusy(false);
		});
	}
	return (
		<Dialog
			title={title}
			onClose={onClose}
			onSubmit={send}
			footer={
				<>
					<Button kind="quiet" onClick={onClose}>
						{words.cancel}
					</Button>
					<Button kind={isBad ? 'danger' : 'primary'} type="submit" aria-busy={isBusy}>
						{act}
					</Button>
				</>
			}
		>
			<div className="stack">
				<p className="dim">{more}</p>
				<Field
					label={ownWords.oldPassword}
					name="password"
					type="password"
					autoComplete="current-password"
					value={password}
					error={error}
					onChange={(event) => setPassword(event.target.value)}
					autoFocus
				/>
			</div>
		</Dialog>
	);
}
