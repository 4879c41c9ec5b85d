import { useState } from '@wordpress/element';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { go } from '../../shell/router.ts';
import { TextField } from '../fields.tsx';
import type { WholeSite } from '../site/use-site.ts';
import { words } from './words.ts';

/** Another website on this server. */
export function AddSite({
	onClose,
	onAdded,
}: {
	readonly onClose: () => void;
	readonly onAdded: () => void;
}) {
	const [name, setName] = useState('');
	const [error, setError] = useState<string | null>(null);
	const [isBusy, setBusy] = useState(false);
	const send = (): void => {
		if (isBusy) return;
		setBusy(true);
		post<WholeSite>('/api/v1/sites', { name }).then(
			({ id }) => {
				onAdded();
				onClose();
				go('settings', 'sites', id);
			},
			(failure: Error) => {
				setError(failure.message);
				setBusy(false);
			},
		);
	};
	return (
		<Dialog
			title={words.add}
			onClose={onClose}
			onSubmit={send}
			footer={
				<>
					<Button kind="quiet" onClick={onClose}>
						{words.cancel}
					</Button>
					<Button kind="primary" type="submit" aria-busy={isBusy}>
						{words.add}
					</Button>
				</>
			}
		>
			<TextField
				label={words.siteName}
				aside={words.visitorsSee}
				help={words.addMore}
				error={error}
				maxLength={80}
				value={name}
				onChange={setName}
			/>
		</Dialog>
	);
}
