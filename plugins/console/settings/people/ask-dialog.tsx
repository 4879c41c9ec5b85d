import { Button } from '../../button.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import { words } from './words.ts';

interface Props {
	readonly title: string;
	readonly more: string;
	/** Names the act. */
	readonly act: string;
	readonly onYes: () => void;
	readonly onClose: () => void;
}

/** Before what cannot be taken back by one click. */
export const AskDialog = ({ title, more, act, onYes, onClose }: Props) => (
	<Dialog
		title={title}
		onClose={onClose}
		onSubmit={onYes}
		footer={
			<>
				<Button kind="quiet" onClick={onClose} autoFocus>
					{words.cancel}
				</Button>
				<Button kind="danger" type="submit">
					{act}
				</Button>
			</>
		}
	>
		<p>{more}</p>
	</Dialog>
);
