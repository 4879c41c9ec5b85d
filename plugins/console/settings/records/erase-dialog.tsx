import { useState } from '@wordpress/element';
import { ApiError, post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { toast } from '../../shell/toast.tsx';
import { fill } from '../../strings.ts';
import { TextField } from '../fields.tsx';
import { words } from './words.ts';

interface Props {
	readonly visitor: string;
	readonly name: string;
	readonly onClose: () => void;
	readonly onErased: () => void;
}

/** Where everything of a visitor can be taken away (owners and admins). */
export const exportAddress = (visitor: string): string =>
	`/api/v1/visitors/${encodeURIComponent(visitor)}/export`;

/** Forgets a visitor, after a word that nobody types by mistake. */
export function EraseDialog({ visitor, name, onClose, onErased }: Props) {
	const [typed, setTyped] = useState('');
	const [isBusy, setBusy] = useState(false);
	const isSure = typed.trim().toLowerCase() === words.eraseWord;
	const erase = (): void => {
		if (!isSure || isBusy) return;
		setBusy(true);
		post(`/api/v1/visitors/${encodeURIComponent(visitor)}/erase`, { confirm: 'erase' }).then(
			() => {
				toast(words.erased);
				onErased();
				onClose();
			},
			(error: unknown) => {
				toast(error instanceof ApiError ? error.message : words.failed);
				setBusy(false);
			},
		);
	};
	return (
		<Dialog
			title={fill(words.eraseTitle, { name })}
			onClose={onClose}
			onSubmit={erase}
			footer={
				<>
					<Button kind="quiet" onClick={onClose}>
						{words.cancel}
					</Button>
					<Button kind="danger" type="submit" disabled={!isSure} aria-busy={isBusy}>
						{words.eraseAct}
					</Button>
				</>
			}
		>
			<div className="stack">
				<p className="dim">{words.eraseMore}</p>
				<TextField
					label={fill(words.eraseType, { word: words.eraseWord })}
					value={typed}
					onChange={setTyped}
				/>
			</div>
		</Dialog>
	);
}
