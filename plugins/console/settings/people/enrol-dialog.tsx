import { useState } from '@wordpress/element';
import { Field } from '../../account/field.tsx';
import { ApiError, post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { QrCode } from './qr-code.tsx';
import { ownWords } from './own-words.ts';
import { words } from './words.ts';

export type Enrolment = {
	/** Base32, for typing in. */
	readonly secret: string;
	/** For the QR code. */
	readonly address: string;
};
interface Props {
	readonly enrolment: Enrolment;
	readonly onConfirmed: (recovery: readonly string[]) => void;
	readonly onClose: () => void;
}

/** Shows the key to the app and asks for its first code. */
export function EnrolDialog({ enrolment, onConfirmed, onClose }: Props) {
	const [code, setCode] = useState('');
	const [isBusy, setBusy] = useState(false);
	const [error, setError] = useState<string | undefined>(undefined);
	function send(): void {
		if (isBusy) return;
		if (!/^\d{6}$/.test(code.replaceAll(' ', ''))) return setError(ownWords.missingCode);
		setBusy(true);
		post<{ recovery: string[] }>('/api/v1/me/second-step/confirm', { code }).then(
			({ recovery }) => onConfirmed(recovery),
			(failure: unknown) => {
				const isWrong = failure instanceof ApiError && failure.code === 'code_wrong';
				setError(isWrong ? ownWords.codeWrong : (failure as Error).message);
				setBusy(false);
			},
		);
	}
	return (
		<Dialog
			title={ownWords.scan}
			onClose={onClose}
			onSubmit={send}
			footer={
				<>
					<Button kind="quiet" onClick={onClose}>
						{words.cancel}
					</Button>
					<Button kind="primary" type="submit" aria-busy={isBusy}>
						{ownWords.turnOn}
					</Button>
				</>
			}
		>
			<div className="stack enrol">
				<QrCode text={enrolment.address} label={ownWords.qr} />
				<p>
					<span className="dim">{ownWords.scanMore}</span>{' '}
					<code>{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</code>
				</p>
				<Field
					label={ownWords.code}
					name="code"
					inputMode="numeric"
					autoComplete="one-time-code"
					maxLength={7}
					value={code}
					error={error}
					onChange={(event) => setCode(event.target.value)}
					autoFocus
				/>
			</div>
		</Dialog>
	);
}
