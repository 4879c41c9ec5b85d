import { useRef, useState } from '@wordpress/element';
import type { AccountView } from '../../../../shared/views/people-view.ts';
import { post, putBytes } from '../../api.ts';
import { Button } from '../../button.tsx';
import { Avatar } from '../../shell/people.tsx';
import { toast } from '../../shell/toast.tsx';
import { ownWords } from './own-words.ts';

/** The picture that visitors see (M5); saved at once. */
export function PhotoField({ account }: { readonly account: AccountView }) {
	const { id, name, photo } = account;
	const input = useRef<HTMLInputElement>(null);
	const [isBusy, setBusy] = useState(false);
	const path = `/api/v1/agents/${id}/photo`;

	function wait(sent: Promise<unknown>, said: string): void {
		setBusy(true);
		sent
			.then(
				() => toast(said),
				(error: unknown) => toast((error as Error).message),
			)
			.finally(() => setBusy(false));
	}
	return (
		<div className="photo-field">
			<Avatar name={name} photo={photo} isAgent size={40} />
			<div>
				<div className="buttons-start">
					<Button aria-busy={isBusy} disabled={isBusy} onClick={() => input.current?.click()}>
						{ownWords.choosePhoto}
					</Button>
					{photo !== null && (
						<Button
							kind="quiet"
							disabled={isBusy}
							aria-label={`${ownWords.removePhoto}: ${ownWords.photo}`}
							onClick={() => wait(post(`${path}/delete`), ownWords.photoRemoved)}
						>
							{ownWords.removePhoto}
						</Button>
					)}
				</div>
				<p className="help">{ownWords.photoHelp}</p>
			</div>
			<input
				ref={input}
				type="file"
				hidden
				aria-label={ownWords.photo}
				accept="image/png,image/jpeg,image/webp,image/gif"
				onChange={(event) => {
					const [file] = event.target.files ?? [];
					event.target.value = '';
					if (file !== undefined) wait(putBytes(path, file), ownWords.photoSaved);
				}}
			/>
		</div>
	);
}
